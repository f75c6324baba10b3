namespace Assay.Evaluation.Statistics;

/// <summary>The binomial distribution.</summary>
internal static class Binomial
{
    /// <summary>Probability of at most so many successes: I(1 − p; n − k, k + 1).</summary>
    /// <param name="successes">0 or more.</param>
    /// <param name="trials">At least 1.</param>
    /// <param name="share">Chance of a success, in [0, 1].</param>
    public static double AtMost(int successes, int trials, double share) => successes >= trials ? 1 : Beta.Regularized(1 - share, trials - successes, successes + 1.0);
}
