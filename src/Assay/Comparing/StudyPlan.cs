using System.Collections.Immutable;
using System.Globalization;
using Assay.Evaluation.Statistics;
using Assay.Text;

namespace Assay.Comparing;

/// <summary>What is asked of a plan. What is null is not stated.</summary>
public sealed record StudyPlanOptions
{
    /// <summary>Share of questions that one arm has right and the other wrong, above 0 up to 1.</summary>
    /// <value>0.2, as two arms usually differ</value>
    public double Discordance { get; init; } = 0.2;

    /// <summary>Questions that will be asked; at least 1.</summary>
    public int? Questions { get; init; }

    /// <summary>Difference worth knowing, as a share above 0 up to 1.</summary>
    public double? Difference { get; init; }

    /// <summary>Level, power, number of tests and clusters.</summary>
    public StudyDesign Design { get; init; } = new();
}

/// <summary>What numbers of questions can find.</summary>
/// <param name="Project">The project whose latest comparison was read; null for none.</param>
/// <param name="Rows">One a number of questions, or one a pair of arms measured.</param>
/// <param name="Alpha">Chance of a false alarm over all tests, two-sided unless <paramref name="OneSided"/>.</param>
/// <param name="Power">Chance to find the difference.</param>
/// <param name="OneSided">Whether only a difference in one direction is looked for.</param>
/// <param name="Difference">Difference that <see cref="StudyPlanRow.QuestionsNeeded"/> are for; null when none was stated.</param>
public sealed record StudyPlan(string? Project, ImmutableArray<StudyPlanRow> Rows, double Alpha, double Power, bool OneSided, double? Difference)
{
    private static readonly int[] s_usual = [50, 100, 200, 500, 1000, 2000];

    /// <summary>A plan before anything is measured.</summary>
    /// <param name="options">What is known.</param>
    /// <returns>A row for the number of questions stated, or for usual ones.</returns>
    /// <exception cref="InputException">A value is out of range.</exception>
    public static StudyPlan Of(StudyPlanOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        if (options.Difference > options.Discordance)
        {
            throw Bad(string.Create(CultureInfo.InvariantCulture, $"--difference {options.Difference} is more than --discordance {options.Discordance}: arms that come out differently on that share of the questions cannot differ by more. State a larger discordance or a smaller difference."));
        }

        int? needed = options.Difference is { } d ? Finite(SamplePlanner.QuestionsNeeded(SamplePlanner.Deviation(options.Discordance, d), d, options.Design)) : null;
        return Of(options, null, [.. (options.Questions is { } one ? [one] : s_usual).Select(n => new StudyPlanRow(null, n, SamplePlanner.SmallestDetectable(options.Discordance, n, options.Design))
        {
            Tests = options.Design.Tests, DesignEffect = options.Design.DesignEffect, QuestionsNeeded = needed, QuestionsStillNeeded = needed is null ? null : Math.Max(0, needed.Value - n),
        })]);
    }

    /// <summary>A plan from what a comparison measured.</summary>
    /// <param name="project">Name of the project.</param>
    /// <param name="pairs">Pairs of its latest comparison, with the number of pairs that each is judged with.</param>
    /// <param name="options">Questions (those of the comparison where null), difference, level and power; the rest is measured.</param>
    /// <returns>A row a pair.</returns>
    /// <exception cref="InputException">A value is out of range.</exception>
    public static StudyPlan Of(string project, IEnumerable<(PairResult Pair, int Tests)> pairs, StudyPlanOptions options)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        return Of(options, project, [.. pairs.Where(p => p.Pair.StandardDeviation is not null).Select(p => Row(p.Pair, p.Tests, options))]);
    }

    private static StudyPlanRow Row(PairResult pair, int tests, StudyPlanOptions options)
    {
        StudyDesign design = options.Design.Like(new ClusteredEstimate { N = pair.N, Missing = 0, Clusters = pair.Clusters, SizeVariation = pair.SizeVariation, Correlation = pair.Correlation, DesignEffect = pair.DesignEffect }) with { Tests = tests };
        double deviation = pair.StandardDeviation!.Value;
        int questions = options.Questions ?? pair.N;
        int? needed = options.Difference is { } d ? Finite(SamplePlanner.QuestionsNeeded(deviation, d, design)) : null;
        return new StudyPlanRow($"{pair.A} minus {pair.B}", questions, SamplePlanner.SmallestDifference(deviation, questions, design))
        {
            Tests = tests, DesignEffect = design.DesignEffect, Measured = pair.Difference, StandardDeviation = deviation, QuestionsNeeded = needed, QuestionsStillNeeded = needed is null ? null : Math.Max(0, needed.Value - questions),
        };
    }

    private static StudyPlan Of(StudyPlanOptions options, string? project, ImmutableArray<StudyPlanRow> rows) =>
        new(project, rows, options.Design.Alpha, options.Design.Power, options.Design.IsOneSided, options.Difference);

    private static int? Finite(int questions) => questions == int.MaxValue ? null : questions;

    private static void Check(StudyPlanOptions o)
    {
        Within("--discordance", o.Discordance, o.Discordance is > 0 and <= 1, "above 0, at most 1");
        Within("--alpha", o.Design.Alpha, o.Design.Alpha is > 0 and < 1, "above 0 and below 1");
        Within("--power", o.Design.Power, o.Design.Power is > 0 and < 1, "above 0 and below 1");
        Within("--correlation", o.Design.Correlation, o.Design.Correlation is >= 0 and <= 1, "in 0 to 1");
        Within("--questions-per-document", o.Design.QuestionsPerCluster, o.Design.QuestionsPerCluster is >= 1 and <= 1e6, "1 or more");
        Within("--tests", o.Design.Tests, o.Design.Tests is >= 1 and <= 1_000_000, "1 or more");
        if (o.Questions is { } questions) Within("--questions", questions, questions >= 1, "1 or more");
        if (o.Difference is { } difference) Within("--difference", difference, difference is > 0 and <= 1, "a share above 0, such as 0.05 for five points");
    }

    private static void Within(string option, double value, bool holds, string expected)
    {
        if (!holds) throw Bad(string.Create(CultureInfo.InvariantCulture, $"{option} must be {expected}, found {value}."));
    }

    private static InputException Bad(string message) => new(new Problem("", null, message));
}

/// <summary>What a number of questions can find.</summary>
/// <param name="Pair">The pair of arms; null before anything is measured.</param>
/// <param name="Questions">Questions asked of both arms.</param>
/// <param name="SmallestDifference">Smallest true difference that is found with the power; null when not even the largest possible one is.</param>
public sealed record StudyPlanRow(string? Pair, int Questions, double? SmallestDifference)
{
    /// <summary>Comparisons judged together.</summary>
    public int Tests { get; init; } = 1;

    /// <summary>How many times more questions are needed than of independent ones.</summary>
    public double DesignEffect { get; init; } = 1;

    /// <summary>The difference measured; null before.</summary>
    public double? Measured { get; init; }

    /// <summary>Standard deviation of the differences measured; null before.</summary>
    public double? StandardDeviation { get; init; }

    /// <summary>Questions needed in all to find the difference stated; null when none was stated, or more than two thousand million would be.</summary>
    public int? QuestionsNeeded { get; init; }

    /// <summary>Of these, questions still to be asked.</summary>
    public int? QuestionsStillNeeded { get; init; }
}
