namespace Assay.Evaluation.Statistics;

/// <summary>A mean of scores in [0, 1], some of which may be missing.</summary>
/// <param name="Mean">Mean of the scores there are; null when there are none.</param>
/// <param name="Interval">95% bootstrap interval of the mean; null when there are no scores.</param>
/// <param name="N">Scores there are.</param>
/// <param name="Missing">Scores that are missing (judge, provider or time-out).</param>
public sealed record MeanEstimate(double? Mean, Interval? Interval, int N, int Missing);
