using System.Collections.Immutable;
using Assay.Evaluation.Statistics;
using Assay.Judging;

namespace Assay.Evaluating;

/// <summary>The figures of an evaluation.</summary>
public sealed record EvaluationResult
{
    /// <summary>Name under which it is kept.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>What answered.</summary>
    public required string Model { get; init; }

    /// <summary>The trained version of the tuned arms; null where there is none.</summary>
    public string? Version { get; init; }

    /// <summary>Questions asked.</summary>
    public required int Questions { get; init; }

    /// <summary>How often each was asked.</summary>
    public required int Repeats { get; init; }

    /// <summary>The arms.</summary>
    public required ImmutableArray<ArmEvaluation> Arms { get; init; }

    /// <summary>Differences to the evaluation it was compared with; empty without one.</summary>
    public ImmutableArray<MeasureDifference> Differences { get; init; } = [];

    /// <summary>The gates and whether they are met.</summary>
    public ImmutableArray<GateLine> Gates { get; init; } = [];

    /// <summary>Whether every gate is met; null without gates.</summary>
    public bool? Passed { get; init; }

    /// <summary>Who judged, and how far that can be trusted; null without judge and labels.</summary>
    public JudgeReport? Judging { get; init; }

    /// <summary>What the reader should know.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>The command that comes to these figures again without any model.</summary>
    public required string Replay { get; init; }
}

/// <summary>The figures of one arm.</summary>
public sealed record ArmEvaluation
{
    /// <summary>Name of the arm.</summary>
    public required string Arm { get; init; }

    /// <summary>Answers by outcome; they add up to questions times repeats.</summary>
    public required ImmutableSortedDictionary<string, int> Outcomes { get; init; }

    /// <summary>Measures by name.</summary>
    public required ImmutableSortedDictionary<string, MeasureResult> Measures { get; init; }

    /// <summary>Milliseconds to a complete answer.</summary>
    public required LatencyPercentiles LatencyMs { get; init; }

    /// <summary>Mean prompt tokens an answer.</summary>
    public required double InputTokens { get; init; }

    /// <summary>Mean generated tokens an answer.</summary>
    public required double OutputTokens { get; init; }

    /// <summary>Mean US dollars a question; null when a price is unknown.</summary>
    public decimal? CostPerQuestion { get; init; }
}

/// <summary>The mean of one measure, and how every question counts in it.</summary>
/// <param name="Mean">Mean over the questions with a value; null when there is none.</param>
/// <param name="Low">Lower end of the 95% interval over questions clustered by document; null below two.</param>
/// <param name="High">Upper end.</param>
/// <param name="N">Questions with a value.</param>
/// <param name="Missing">Questions it applies to without a value, because provider or judge failed.</param>
/// <param name="NotApplicable">Questions it does not apply to.</param>
/// <param name="Worst">The mean if every missing value were 0, and if every one were 1; null where nothing is missing or the measure has no bounds.</param>
/// <param name="Clusters">Documents, or questions without one, among <paramref name="N"/>.</param>
/// <param name="DesignEffect">How many times wider the variance is than of as many independent questions; null where it is not known.</param>
public sealed record MeasureResult(double? Mean, double? Low, double? High, int N, int Missing, int NotApplicable, Interval? Worst, int Clusters, double? DesignEffect)
{
    /// <summary>Variance between questions; null where no question has two answers with a value.</summary>
    public double? VarianceBetween { get; init; }

    /// <summary>Variance between the answers to one question; null where no question has two.</summary>
    public double? VarianceWithin { get; init; }

    /// <summary>Share of the variance of the mean that more repeats of the same questions could take away, in [0, 1]; the rest only more questions can. Null where it is not known.</summary>
    public double? ShareOfRepeats { get; init; }
}

/// <summary>A measure of an arm against an earlier evaluation, paired by question.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Against">The evaluation.</param>
/// <param name="Measure">The measure.</param>
/// <param name="Difference">Now minus then.</param>
/// <param name="Low">Lower end of the 95% interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="N">Questions in both.</param>
/// <param name="P">Two-sided p-value.</param>
/// <param name="AdjustedP">The same among all arms and measures (Holm).</param>
public sealed record MeasureDifference(string Arm, string Against, string Measure, double Difference, double? Low, double? High, int N, double P, double AdjustedP);

/// <summary>A gate and whether an arm meets it.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Gate">As written.</param>
/// <param name="Passed">Whether it is met.</param>
/// <param name="Reason">What was seen.</param>
public sealed record GateLine(string Arm, string Gate, bool Passed, string Reason);
