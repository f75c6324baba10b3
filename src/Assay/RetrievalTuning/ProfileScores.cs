namespace Assay.RetrievalTuning;

/// <summary>How a profile did on every question.</summary>
/// <param name="Ndcg">nDCG@10 of each question, 0 to 1.</param>
/// <param name="LatencyMs">Milliseconds of each search.</param>
public sealed record ProfileScores(double[] Ndcg, double[] LatencyMs)
{
    /// <summary>What a model takes for each question; empty for nothing.</summary>
    public ModelEffort[] Model { get; init; } = [];

    /// <summary>The median time of the model a question, in milliseconds.</summary>
    public double ModelMs => Model.Length == 0 ? 0 : Model.Select(m => m.Ms).Order().ElementAt(Model.Length / 2);

    /// <summary>Mean US dollars of the model a question; null when the price is unknown.</summary>
    public decimal? ModelUsd => Model.Length == 0 ? 0 : Model.Any(m => m.Usd is null) ? null : Model.Average(m => m.Usd!.Value);

    /// <summary>The mean over some questions.</summary>
    /// <param name="questions">Places of the questions; at least one.</param>
    /// <returns>0 to 1.</returns>
    public double Mean(IEnumerable<int> questions) => questions.Average(q => Ndcg[q]);

    /// <summary>The median latency in milliseconds, without the model.</summary>
    public double MedianMs => LatencyMs.Order().ElementAt(LatencyMs.Length / 2);
}
