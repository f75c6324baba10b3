namespace Assay.Evaluation.Statistics;

/// <summary>How far missing rows could move a mean: the bounds of Manski (1989), which assume nothing about why they are missing.</summary>
public static class WorstCases
{
    /// <summary>The mean of scores in [0, 1] if every missing one were 0, and if every one were 1.</summary>
    /// <param name="mean">Mean of the scores there are; null when there are none.</param>
    /// <param name="n">Scores there are; 0 or more.</param>
    /// <param name="missing">Scores that are missing; 0 or more.</param>
    /// <returns>Within [0, 1]; null without any row.</returns>
    public static Interval? OfMean(double? mean, int n, int missing)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(missing);
        double all = (double)n + missing, sum = (mean ?? 0) * n;
        return all == 0 ? null : new Interval(sum / all, (sum + missing) / all);
    }

    /// <summary>The mean of paired differences in [−1, 1] if every missing one were −1, and if every one were 1.</summary>
    /// <param name="mean">Mean of the differences there are; null when there are none.</param>
    /// <param name="n">Differences there are; 0 or more.</param>
    /// <param name="missing">Differences that are missing; 0 or more.</param>
    /// <returns>Within [−1, 1]; null without any row.</returns>
    public static Interval? OfDifference(double? mean, int n, int missing)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(missing);
        double all = (double)n + missing, sum = (mean ?? 0) * n;
        return all == 0 ? null : new Interval((sum - missing) / all, (sum + missing) / all);
    }
}
