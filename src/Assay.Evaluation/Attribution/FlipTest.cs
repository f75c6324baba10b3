using System.Collections.Immutable;
using Assay.Evaluation.Statistics;

namespace Assay.Evaluation.Attribution;

/// <summary>How sure a flip is, from repeats.</summary>
public static class FlipTest
{
    /// <summary>
    /// The probability that answers are more often right with a switch than without, given what was seen and nothing before:
    /// P(p > q) for p ~ Beta(1 + a, 1 + b) with and q ~ Beta(1 + c, 1 + d) without, which is Σ_{i ≤ a} B(1 + c + i, 2 + b + d) / ((1 + b + i) B(1 + i, 1 + b) B(1 + c, 1 + d)) turned to the larger one.
    /// </summary>
    /// <param name="with">Right answers and all answers with the switch.</param>
    /// <param name="without">Right answers and all answers without.</param>
    /// <returns>In (0, 1); 0.5 when nothing was seen.</returns>
    public static double Better((int Right, int All) with, (int Right, int All) without)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(with.Right, with.All);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(without.Right, without.All);
        double a = 1 + with.Right, b = 1 + with.All - with.Right, c = 1 + without.Right, d = 1 + without.All - without.Right;
        double sum = 0;
        for (int i = 0; i < (int)a; i++) sum += Math.Exp(LogBeta(c + i, b + d) - Math.Log(b + i) - LogBeta(1 + i, b) - LogBeta(c, d));
        return Math.Clamp(sum, 0, 1);
    }

    /// <summary>The probability that answers fail more often than not, given what was seen and nothing before: I(1/2; 1 + right, 1 + wrong).</summary>
    /// <param name="right">Right answers; 0 or more.</param>
    /// <param name="all">All answers.</param>
    /// <returns>In (0, 1).</returns>
    public static double MostlyFails(int right, int all) => Beta.Regularized(0.5, 1 + right, 1 + all - right);

    /// <summary>How many answers are right in some part.</summary>
    internal static (int Right, int All) Count(ImmutableArray<AnswerSigns> trials, Func<AnswerSigns, bool?> part) =>
        (trials.Count(t => !t.Missing && part(t) == true), trials.Count(t => !t.Missing && part(t) is not null));

    private static double LogBeta(double a, double b) => Beta.LogGamma(a) + Beta.LogGamma(b) - Beta.LogGamma(a + b);
}
