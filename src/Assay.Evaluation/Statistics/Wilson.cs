namespace Assay.Evaluation.Statistics;

/// <summary>The score interval of a share (Wilson 1927), which holds near 0 and 1, where the plain one does not.</summary>
public static class Wilson
{
    private const double Z = 1.959963984540054;

    /// <summary>The 95% interval of a share.</summary>
    /// <param name="successes">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">0 or more.</param>
    /// <returns>Within [0, 1]; null without a trial.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Interval? Of(int successes, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (trials == 0) return null;
        double n = trials, share = successes / n, scale = 1 + (Z * Z / n), centre = share + (Z * Z / (2 * n));
        double half = Z * Math.Sqrt((share * (1 - share) / n) + (Z * Z / (4 * n * n)));
        return new Interval(successes == 0 ? 0 : (centre - half) / scale, successes == trials ? 1 : (centre + half) / scale);
    }
}
