namespace Assay.Retrieval.Search.Stages;

/// <summary>What one search found, to be fused with what others found.</summary>
/// <param name="Hits">Best first; equal scores in the order of the result: by document id, then position.</param>
/// <param name="Weight">What it counts, 0 or more.</param>
/// <param name="Floor">The least score such a search could give: 0 for BM25, -1 for a cosine.</param>
internal readonly record struct Ranking(IReadOnlyList<(long Row, double Score)> Hits, double Weight, double Floor = 0)
{
    /// <summary>The candidates of a run as they stand.</summary>
    public static Ranking Of(IEnumerable<Candidate> candidates, double weight, double floor = 0) => new([.. candidates.Select(c => (c.Row, c.Score))], weight, floor);
}
