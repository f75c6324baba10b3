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

    /// <summary>A distribution-free upper bound of a percentile: the smallest measured value that lies above it with the given confidence.</summary>
    /// <param name="values">Measured values in any order; none is NaN.</param>
    /// <param name="share">The percentile as a share, above 0 and below 1.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    /// <returns>Null when there are too few values for a bound.</returns>
    public static double? UpperBound(IEnumerable<double> values, double share, double confidence = 0.95)
    {
        CheckShare(share, nameof(share));
        CheckShare(confidence, nameof(confidence));
        double[] sorted = [.. values.Order()];
        int n = sorted.Length;
        double below = 0, logTerm = n * Math.Log(1 - share);
        for (int k = 0; k < n; k++)
        {
            // P(exactly k of n values lie below the percentile); the next value up is a bound once the sum reaches the confidence.
            below += Math.Exp(logTerm);
            if (below >= confidence) return sorted[k];
            logTerm += Math.Log(share / (1 - share)) + Math.Log((double)(n - k) / (k + 1));
        }

        return null;
    }

    private static double NearestRank(double[] sorted, int percent) => sorted[(int)((((long)sorted.Length * percent) + 99) / 100) - 1];

    private static void CheckShare(double value, string name)
    {
        if (!(value > 0 && value < 1)) throw new ArgumentOutOfRangeException(name, value, "Must be above 0 and below 1.");
    }
}
