namespace Assay.Evaluation.Statistics;

/// <summary>How many questions a paired comparison of two arms needs.</summary>
/// <remarks>
/// A two-sided test of the mean difference d finds it with the given power when n = ((z(1−α/2)·√(s² + d²) + z(power)·s) / d)², with s the
/// standard deviation of the paired differences: without a difference they would keep their size s² + d² and centre on 0. For right/wrong
/// scores, where a share ψ of the questions comes out differently, s² = ψ − d² and this is Connor's formula (Biometrics 43, 1987).
/// Dividing <c>alpha</c> by the number of comparisons corrects for many of them (Bonferroni).
/// </remarks>
public static class SamplePlanner
{
    /// <summary>Questions needed to detect a difference.</summary>
    /// <param name="standardDeviation">Of the paired differences; 0 or more.</param>
    /// <param name="difference">Smallest difference worth knowing, above 0, in the unit of the scores.</param>
    /// <param name="alpha">Chance of a false alarm, two-sided.</param>
    /// <param name="power">Chance to find the difference when it is there.</param>
    /// <returns>At least 1; <see cref="int.MaxValue"/> when more would be needed.</returns>
    public static int QuestionsNeeded(double standardDeviation, double difference, double alpha = 0.05, double power = 0.8)
    {
        if (!(standardDeviation >= 0)) throw new ArgumentOutOfRangeException(nameof(standardDeviation), standardDeviation, "Must be 0 or more.");
        if (!(difference > 0)) throw new ArgumentOutOfRangeException(nameof(difference), difference, "Must be above 0.");
        double questions = Math.Ceiling(Questions(standardDeviation * standardDeviation, difference, Quantiles(alpha, power)));
        return questions >= int.MaxValue ? int.MaxValue : Math.Max(1, (int)questions);
    }

    /// <summary>Smallest difference of right/wrong scores that a number of questions can detect.</summary>
    /// <param name="discordance">Share of questions that one arm has right and the other wrong; above 0 up to 1.</param>
    /// <param name="questions">Questions asked of both arms; at least 1.</param>
    /// <param name="alpha">Chance of a false alarm, two-sided.</param>
    /// <param name="power">Chance to find the difference when it is there.</param>
    /// <returns>A share; null when even the largest difference possible at this discordance could not be found.</returns>
    public static double? SmallestDetectable(double discordance, int questions, double alpha = 0.05, double power = 0.8)
    {
        if (!(discordance is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(discordance), discordance, "Must be above 0, at most 1.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(questions);
        (double, double) quantiles = Quantiles(alpha, power);
        if (Questions(discordance - (discordance * discordance), discordance, quantiles) > questions) return null;
        double low = 0, high = discordance;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            if (Questions(discordance - (middle * middle), middle, quantiles) > questions) low = middle;
            else high = middle;
        }

        return high;
    }

    private static (double Alarm, double Power) Quantiles(double alpha, double power) => (Normal.Quantile(1 - (alpha / 2)), Normal.Quantile(power));

    private static double Questions(double variance, double difference, (double Alarm, double Power) quantiles)
    {
        double root = (quantiles.Alarm * Math.Sqrt(variance + (difference * difference))) + (quantiles.Power * Math.Sqrt(variance));
        return root * root / (difference * difference);
    }
}
