namespace Assay.Evaluation.Statistics;

/// <summary>How many questions a paired comparison of two arms needs, and what a number of questions can find.</summary>
/// <remarks>
/// A test of the mean difference d finds it with the given power when n = DEFF·((z(tail)·√(s² + d²) + z(power)·s) / d)², with s the
/// standard deviation of the paired differences: without a difference they would keep their size s² + d² and centre on 0. For right/wrong
/// scores, where a share ψ of the questions comes out differently, s² = ψ − d² and this is Connor's formula (Biometrics 43, 1987).
/// DEFF is <see cref="StudyDesign.DesignEffect"/>. With few clusters t takes the place of z: n must also reach DEFF·((t·(1 − 1/(4ν)) + z(power)·√(1 + t²/(2ν)))·s / d)² with t the quantile at ν = clusters / (1 + cv²) − 1
/// degrees of freedom, which gives a non-central t the power (Abramowitz and Stegun 26.7.10).
/// </remarks>
public static class SamplePlanner
{
    private static readonly StudyDesign s_plain = new();

    /// <summary>Questions needed to detect a difference.</summary>
    /// <param name="standardDeviation">Of the paired differences; 0 or more.</param>
    /// <param name="difference">Smallest difference worth knowing, above 0, in the unit of the scores.</param>
    /// <param name="design">Level, power and clusters; null: two-sided 5%, 80%, independent questions.</param>
    /// <returns>At least 1; <see cref="int.MaxValue"/> when more would be needed.</returns>
    public static int QuestionsNeeded(double standardDeviation, double difference, StudyDesign? design = null)
    {
        (design ??= s_plain).Check();
        if (!(standardDeviation >= 0)) throw new ArgumentOutOfRangeException(nameof(standardDeviation), standardDeviation, "Must be 0 or more.");
        if (!(difference > 0)) throw new ArgumentOutOfRangeException(nameof(difference), difference, "Must be above 0.");
        double root = (Normal.Quantile(1 - design.Tail) * Math.Sqrt((standardDeviation * standardDeviation) + (difference * difference))) + (Normal.Quantile(design.Power) * standardDeviation);
        double needed = Math.Ceiling(design.DesignEffect * root * root / (difference * difference));
        if (needed >= int.MaxValue) return int.MaxValue;
        int least = Math.Max(1, (int)needed);
        return Suffices(least, standardDeviation, difference, design) ? least : MoreClusters(least, standardDeviation, difference, design);
    }

    /// <summary>Smallest difference that a number of questions can detect.</summary>
    /// <param name="standardDeviation">Of the paired differences; 0 or more.</param>
    /// <param name="questions">Questions asked of both arms; at least 1.</param>
    /// <param name="design">Level, power and clusters; null: two-sided 5%, 80%, independent questions.</param>
    /// <returns>In (0, 1]; null when not even a difference of 1 could be found.</returns>
    public static double? SmallestDifference(double standardDeviation, int questions, StudyDesign? design = null) => Smallest(1, questions, design, _ => standardDeviation);

    /// <summary>Smallest difference of right/wrong scores that a number of questions can detect.</summary>
    /// <param name="discordance">Share of questions that one arm has right and the other wrong; above 0 up to 1.</param>
    /// <param name="questions">Questions asked of both arms; at least 1.</param>
    /// <param name="design">Level, power and clusters; null: two-sided 5%, 80%, independent questions.</param>
    /// <returns>A share; null when even the largest difference possible at this discordance could not be found.</returns>
    public static double? SmallestDetectable(double discordance, int questions, StudyDesign? design = null)
    {
        if (!(discordance is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(discordance), discordance, "Must be above 0, at most 1.");
        return Smallest(discordance, questions, design, d => Deviation(discordance, d));
    }

    /// <summary>Standard deviation of the paired differences of right/wrong scores: √(ψ − d²).</summary>
    /// <param name="discordance">Share ψ of questions that one arm has right and the other wrong, in [0, 1].</param>
    /// <param name="difference">Mean difference d, at most ψ in size.</param>
    /// <returns>0 or more.</returns>
    public static double Deviation(double discordance, double difference) => Math.Sqrt(Math.Max(0, discordance - (difference * difference)));

    private static double? Smallest(double largest, int questions, StudyDesign? design, Func<double, double> deviation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(questions);
        if (QuestionsNeeded(deviation(largest), largest, design) > questions) return null;
        double low = 0, high = largest;
        for (int i = 0; i < 40; i++)
        {
            double middle = (low + high) / 2;
            if (QuestionsNeeded(deviation(middle), middle, design) > questions) low = middle;
            else high = middle;
        }

        return high;
    }

    private static bool Suffices(int questions, double deviation, double difference, StudyDesign design)
    {
        double degrees = (questions / design.QuestionsPerCluster / (1 + (design.SizeVariation * design.SizeVariation))) - 1;
        if (degrees < 1) return false;
        double t = StudentT.Quantile(design.Tail, degrees);
        double root = ((t * (1 - (1 / (4 * degrees)))) + (Normal.Quantile(design.Power) * Math.Sqrt(1 + (t * t / (2 * degrees))))) * deviation;
        return questions >= design.DesignEffect * root * root / (difference * difference);
    }

    private static int MoreClusters(int least, double deviation, double difference, StudyDesign design)
    {
        long low = least, high = least;
        while (!Suffices((int)high, deviation, difference, design))
        {
            if (high >= int.MaxValue) return int.MaxValue;
            (low, high) = (high, Math.Min(int.MaxValue, high * 2));
        }

        while (high - low > 1)
        {
            long middle = (low + high) / 2;
            if (Suffices((int)middle, deviation, difference, design)) high = middle;
            else low = middle;
        }

        return (int)high;
    }
}
