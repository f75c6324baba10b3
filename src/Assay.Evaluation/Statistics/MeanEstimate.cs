namespace Assay.Evaluation.Statistics;

/// <summary>A mean of scores in [0, 1], some of which may be missing.</summary>
/// <param name="Mean">Mean of the scores there are; null when there are none.</param>
/// <param name="Interval">95% bootstrap interval of the mean; null when there are no scores.</param>
/// <param name="N">Scores there are.</param>
/// <param name="Missing">Scores that are missing (judge, provider or time-out).</param>
/// <param name="WorstCase">Where the mean over all would lie if every missing score were 0, and if every one were 1.</param>
public sealed record MeanEstimate(double? Mean, Interval? Interval, int N, int Missing, Interval WorstCase);
