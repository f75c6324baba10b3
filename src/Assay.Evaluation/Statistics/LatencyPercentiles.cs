namespace Assay.Evaluation.Statistics;

/// <summary>Percentiles of measured values, in their unit.</summary>
/// <param name="P50">Median; null without values.</param>
/// <param name="P95">95th percentile; null without values. Below 59 values no upper bound for it can be given.</param>
/// <param name="P99">99th percentile; null below 299 values.</param>
/// <param name="N">Number of values.</param>
public sealed record LatencyPercentiles(double? P50, double? P95, double? P99, int N)
{
    /// <summary>With 95% certainty the true median is at most this; null below 5 values.</summary>
    public double? P50Upper { get; init; }

    /// <summary>With 95% certainty the true 95th percentile is at most this; null below 59 values.</summary>
    public double? P95Upper { get; init; }

    /// <summary>With 95% certainty the true 99th percentile is at most this; null below 299 values.</summary>
    public double? P99Upper { get; init; }
}
