namespace Assay.Evaluation.Statistics;

/// <summary>How much better arm A is than arm B on the questions both have a score for.</summary>
/// <param name="Mean">Mean of A − B; null when no question has both.</param>
/// <param name="Interval">95% bootstrap interval of the mean difference; null when no question has both.</param>
/// <param name="StandardDeviation">Sample standard deviation of the differences; null below two questions. What <see cref="SamplePlanner"/> needs.</param>
/// <param name="N">Questions with both scores.</param>
/// <param name="Missing">Questions where at least one of the two is missing.</param>
public sealed record DifferenceEstimate(double? Mean, Interval? Interval, double? StandardDeviation, int N, int Missing);
