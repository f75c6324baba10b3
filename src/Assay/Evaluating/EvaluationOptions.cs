using System.Collections.Immutable;
using Assay.Evaluation.Gates;
using Assay.Evaluation.Judging;
using Assay.Judging;
using Assay.Running;

namespace Assay.Evaluating;

/// <summary>How an evaluation is run, beyond what the project says.</summary>
public sealed record EvaluationOptions : RunOptions
{
    /// <summary>What every arm must meet; empty for nothing.</summary>
    public ImmutableArray<Gate> Gates { get; init; } = [];

    /// <summary>A kept evaluation to compare with, such as <c>e3</c> or <c>latest</c>; null for none. Gates call it by its name and as <c>baseline</c>.</summary>
    public string? Baseline { get; init; }

    /// <summary>Measures beside those that every evaluation has; from <see cref="MeasuresToAskFor"/>.</summary>
    public ImmutableArray<string> Measures { get; init; } = [];

    /// <summary>The measure that is learned from the project's examples.</summary>
    public static string StyleMeasure => MeasureColumns.Style;

    /// <summary>Names of the measures that can be asked for.</summary>
    public static ImmutableArray<string> MeasuresToAskFor => MeasureColumns.More;

    /// <summary>How often every question is asked; 1 or more.</summary>
    /// <value>1</value>
    public int Repeats { get; init; } = 1;

    /// <summary>Whether asking stops as soon as every pair of arms is told apart; see <see cref="Evaluation.Statistics.StoppingRule"/>.</summary>
    public bool StopEarly { get; init; }

    /// <summary>Wrong passages that every arm with passages is handed as well, in a run of its own; 0 for none. See <see cref="Assay.Arms.DistractedArm"/>.</summary>
    public int Distractors { get; init; }

    /// <summary>A file with the answers of another system, see <see cref="Comparing.PredictionFile"/>; null to let the arms answer.</summary>
    public string? Predictions { get; init; }

    /// <summary>Who judges the answers, and how; null for nobody.</summary>
    public JudgeOptions? Judge { get; init; }

    /// <summary>A file of what people say about the answers, see <see cref="AnswerLabel"/>; null for none.</summary>
    public string? Labels { get; init; }
}
