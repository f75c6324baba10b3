namespace Assay.RetrievalTuning;

/// <summary>How a profile did on every question.</summary>
/// <param name="Ndcg">nDCG@10 of each question, 0 to 1.</param>
/// <param name="LatencyMs">Milliseconds of each search.</param>
public sealed record ProfileScores(double[] Ndcg, double[] LatencyMs)
{
    /// <summary>The mean over some questions.</summary>
    /// <param name="questions">Places of the questions; at least one.</param>
    /// <returns>0 to 1.</returns>
    public double Mean(IEnumerable<int> questions) => questions.Average(q => Ndcg[q]);

    /// <summary>The median latency in milliseconds.</summary>
    public double MedianMs => LatencyMs.Order().ElementAt(LatencyMs.Length / 2);
}
