namespace Assay.Evaluation.Statistics;

/// <summary>Percentiles by nearest rank: always a value that was measured, never an interpolation; and bounds for the true ones that hold whatever the distribution.</summary>
/// <remarks>
/// Of n independent values the r-th smallest lies above the true percentile p with probability P(Binomial(n, p) &lt; r) (David and Nagaraja 2003, 7.1). The smallest r that reaches 95% gives the upper bound. For the
/// largest value, r = n, that is 1 − p^n: it takes 5 values at p50, 59 at p95 and 299 at p99; with fewer there is no bound, and a printed p99 would be a guess, so there is none.
/// </remarks>
public static class Percentiles
{
    /// <summary>Values needed before a p99 is given.</summary>
    public const int LeastForP99 = 299;

    private const double Certainty = 0.95;

    /// <summary>p50, p95 and, from 299 values on, p99, with their upper bounds.</summary>
    /// <param name="values">Measured values in any order; none is NaN.</param>
    /// <returns>The percentiles in the unit of the values.</returns>
    public static LatencyPercentiles Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0
            ? new LatencyPercentiles(null, null, null, 0)
            : new LatencyPercentiles(NearestRank(sorted, 50), NearestRank(sorted, 95), sorted.Length < LeastForP99 ? null : NearestRank(sorted, 99), sorted.Length)
            {
                P50Upper = UpperBound(sorted, 0.5), P95Upper = UpperBound(sorted, 0.95), P99Upper = UpperBound(sorted, 0.99),
            };
    }

    /// <summary>Rank of the value that lies above the true percentile with 95% certainty.</summary>
    /// <param name="share">The percentile as a share, above 0 and below 1.</param>
    /// <param name="count">Number of values; 0 or more.</param>
    /// <returns>From 1 (the smallest value) to <paramref name="count"/>; null when there are too few.</returns>
    public static int? UpperRank(double share, int count)
    {
        if (!(share is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "Must be above 0 and below 1.");
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == 0 || 1 - Math.Pow(share, count) < Certainty) return null;
        int low = 0, high = count;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (Binomial.AtMost(middle - 1, count, share) >= Certainty) high = middle;
            else low = middle;
        }

        return high;
    }

    private static double? UpperBound(double[] sorted, double share) => UpperRank(share, sorted.Length) is { } rank ? sorted[rank - 1] : null;

    private static double NearestRank(double[] sorted, int percent) => sorted[(int)((((long)sorted.Length * percent) + 99) / 100) - 1];
}
