namespace Assay.Evaluation.Statistics;

/// <summary>Percentiles of measured values, in their unit.</summary>
/// <param name="P50">Median; null without values.</param>
/// <param name="P95">95th percentile; null without values. Below 59 values no upper bound for it can be given.</param>
/// <param name="P99">99th percentile; null below 299 values.</param>
/// <param name="N">Number of values.</param>
public sealed record LatencyPercentiles(double? P50, double? P95, double? P99, int N);
