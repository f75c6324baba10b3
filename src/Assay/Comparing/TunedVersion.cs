using System.Collections.Immutable;
using Assay.Evaluation.Statistics;
using Assay.FineTuning;
using Assay.Tuning.Registry;

namespace Assay.Comparing;

/// <summary>The trained version that the arms <c>fine-tuned</c> and <c>hybrid</c> answered with.</summary>
public sealed record TunedVersion
{
    /// <summary>Its name.</summary>
    public required string Version { get; init; }

    /// <summary>Whether it is in use.</summary>
    public required bool Champion { get; init; }

    /// <summary>The model it was trained from.</summary>
    public required string BaseModel { get; init; }

    /// <summary>What was trained: additions of low rank or every weight.</summary>
    public required TuningMethod Method { get; init; }

    /// <summary>Examples it was trained on.</summary>
    public required int Examples { get; init; }

    /// <summary>Seconds that its training took on the machine it ran on.</summary>
    public double? TrainingSeconds { get; init; }

    /// <summary>Tokens that were trained on, every pass counted.</summary>
    public long? TrainingTokens { get; init; }

    /// <summary>What it was compared with for its gates; null when neither the version in use nor <c>prompt</c> or <c>rag</c> was measured.</summary>
    public required string? Against { get; init; }

    /// <summary>The better of its arms, which was compared; null when none was.</summary>
    public string? Arm { get; init; }

    /// <summary>What that arm was compared with, as measured; null when there was nothing.</summary>
    public ArmResult? Other { get; init; }

    /// <summary>Score of the one minus that of the other on the same questions; null when there was nothing to compare with.</summary>
    public ClusteredEstimate? Difference { get; init; }

    /// <summary>Whether all gates pass, so that it may be put into use.</summary>
    public required bool Passes { get; init; }

    /// <summary>The gates, those that other commands measure included.</summary>
    public required ImmutableArray<Gate> Gates { get; init; }

    /// <summary>What its training gave step by step; at most 400 of them.</summary>
    public required ImmutableArray<StepMetrics> Curve { get; init; }

    /// <summary>The step whose parameters were kept.</summary>
    public required long BestStep { get; init; }

    /// <summary>The questions that its examples may have told; null when the examples are not there any more.</summary>
    public required LeakResult? Leak { get; init; }
}
