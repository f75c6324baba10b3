namespace Assay.Tuning.Contrastive;

/// <summary>How well held-out queries find the passages that answer them.</summary>
/// <param name="Loss">Mean loss.</param>
/// <param name="ReciprocalRank">Mean of <c>1 / rank</c>, 0 for ranks over 10: MRR@10, 0 to 1.</param>
/// <param name="Accuracy">Share of queries whose passage is first, 0 to 1.</param>
/// <param name="Queries">Number of queries, each counted for every passage that it is to find.</param>
public sealed record FoundPassages(double Loss, double ReciprocalRank, double Accuracy, int Queries)
{
    private const int LastRank = 10;

    /// <summary>From the places that the passages took.</summary>
    internal static FoundPassages Of(double loss, IReadOnlyCollection<int> ranks) =>
        new(loss, ranks.Average(r => r is >= 1 and <= LastRank ? 1.0 / r : 0), ranks.Average(r => r == 1 ? 1.0 : 0), ranks.Count);
}
