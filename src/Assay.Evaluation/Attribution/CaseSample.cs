using System.Collections.Immutable;
using Assay.Evaluation.Statistics;

namespace Assay.Evaluation.Attribution;

/// <summary>Which failed questions are examined when not all can be.</summary>
public static class CaseSample
{
    /// <summary>A systematic sample: the cases in the order of their strata, every n-th from a random start, so that each stratum is drawn in proportion and each case as likely as any other.</summary>
    /// <param name="strata">What each case is like, in any order.</param>
    /// <param name="count">How many to draw; 1 or more.</param>
    /// <param name="seed">Seed of the start.</param>
    /// <returns>Positions in <paramref name="strata"/>, ascending; all of them when there are no more than <paramref name="count"/>.</returns>
    public static ImmutableArray<int> Draw(IReadOnlyList<string> strata, int count, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(strata);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (count >= strata.Count) return [.. Enumerable.Range(0, strata.Count)];
        int[] order = [.. Enumerable.Range(0, strata.Count).OrderBy(i => strata[i], StringComparer.Ordinal).ThenBy(i => i)];
        double step = (double)strata.Count / count, start = (new SplitMix(seed).Next() >> 11) * (1.0 / (1UL << 53)) * step;
        return [.. Enumerable.Range(0, count).Select(k => order[Math.Min(order.Length - 1, (int)(start + (k * step)))]).Order()];
    }
}
