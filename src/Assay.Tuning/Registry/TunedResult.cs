using System.Collections.Immutable;

namespace Assay.Tuning.Registry;

/// <summary>How the training of a version went.</summary>
public sealed record TunedResult
{
    /// <summary>Steps that were made.</summary>
    public required long Steps { get; init; }

    /// <summary>The step whose parameters were kept.</summary>
    public required long BestStep { get; init; }

    /// <summary>Mean loss of the last steps.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>Loss on what was held out; null where nothing was.</summary>
    public double? HeldOutLoss { get; init; }

    /// <summary>Tokens that went through the model.</summary>
    public required long Tokens { get; init; }

    /// <summary>Seconds that it took, interruptions left out.</summary>
    public required double Seconds { get; init; }

    /// <summary>Seconds that were estimated before the first step; null where nothing was.</summary>
    public double? EstimatedSeconds { get; init; }

    /// <summary>The strengths that were tried for the adapter; empty where none was.</summary>
    /// <value>Empty by default.</value>
    public ImmutableArray<TunedStrength> Strengths { get; init; } = [];

    /// <summary>Most memory that the process held, in 2^20 bytes; null when not measured.</summary>
    public double? PeakMegabytes { get; init; }
}
