namespace Assay.Evaluation.Statistics;

/// <summary>Percentiles by nearest rank: always a value that was measured, never an interpolation.</summary>
/// <remarks>
/// The largest of n values lies above the true percentile p with probability 1 − p^n, whatever the distribution. For 95% certainty that takes
/// 59 values at p95 and 299 at p99; with fewer, a printed p99 would be a guess, so there is none.
/// </remarks>
public static class Percentiles
{
    /// <summary>Values needed before a p99 is given.</summary>
    public const int LeastForP99 = 299;

    /// <summary>p50, p95 and, from 299 values on, p99.</summary>
    /// <param name="values">Measured values in any order; none is NaN.</param>
    /// <returns>The percentiles in the unit of the values.</returns>
    public static LatencyPercentiles Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0
            ? new LatencyPercentiles(null, null, null, 0)
            : new LatencyPercentiles(
                NearestRank(sorted, 50), NearestRank(sorted, 95), sorted.Length < LeastForP99 ? null : NearestRank(sorted, 99), sorted.Length);
    }

    private static double NearestRank(double[] sorted, int percent) => sorted[(int)((((long)sorted.Length * percent) + 99) / 100) - 1];
}
