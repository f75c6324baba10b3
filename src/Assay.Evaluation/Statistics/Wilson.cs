namespace Assay.Evaluation.Statistics;

/// <summary>Wilson's score interval of a share: honest near 0 and 1 and for few trials, where the textbook interval is not.</summary>
public static class Wilson
{
    /// <summary>The interval of a share.</summary>
    /// <param name="successes">0 up to <paramref name="trials"/>.</param>
    /// <param name="trials">0 or more.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    /// <returns>Inside [0, 1]; all of it without trials.</returns>
    public static Interval Of(int successes, int trials, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, successes);
        if (trials == 0) return new Interval(0, 1);
        double z = Normal.Quantile(1 - ((1 - confidence) / 2));
        double share = (double)successes / trials, z2 = z * z;
        double centre = (share + (z2 / (2 * trials))) / (1 + (z2 / trials));
        double half = z / (1 + (z2 / trials)) * Math.Sqrt((share * (1 - share) / trials) + (z2 / (4.0 * trials * trials)));
        return new Interval(successes == 0 ? 0 : Math.Max(0, centre - half), successes == trials ? 1 : Math.Min(1, centre + half));
    }
}
