namespace Assay.Decisions.Verdicts;

/// <summary>The figures of one arm that the choice depends on: measured, drawn, or true. Amounts are in the currency of the decision.</summary>
public readonly record struct ArmFigures
{
    /// <summary>Mean score in [0, 1].</summary>
    public required double Score { get; init; }

    /// <summary>Median of the time to a complete answer in milliseconds; null when not known.</summary>
    public double? P50Ms { get; init; }

    /// <summary>95th percentile; null when not known.</summary>
    public double? P95Ms { get; init; }

    /// <summary>99th percentile; null when not known.</summary>
    public double? P99Ms { get; init; }

    /// <summary>Mean cost of the model calls of a question; null when not known.</summary>
    public double? CostPerQuestion { get; init; }

    /// <summary>Cost of building it, once.</summary>
    public double Build { get; init; }

    /// <summary>Cost of each retraining.</summary>
    public double Retraining { get; init; }

    /// <summary>Cost of a month whatever the volume.</summary>
    public double Monthly { get; init; }

    /// <summary>A month's share of costs that were neither stated nor measured; counts against no budget.</summary>
    public double Assumed { get; init; }

    /// <summary>Whether <see cref="Retraining"/> was neither stated nor measured, and counts against no budget.</summary>
    public bool RetrainingIsAssumed { get; init; }

    /// <summary>Cost of a question beside the model calls.</summary>
    public double PerQuery { get; init; }

    /// <summary>Whether it may not be shipped, whatever its figures: a reference arm, or one that misses a requirement that no figure can change.</summary>
    public bool IsRuledOut { get; init; }

    /// <summary>The 99th percentile, or where it is not known the most that it is known not to be below: a percentile is never less than a lower one.</summary>
    internal double? P99OrLess => P99Ms ?? P95Ms;

    /// <summary>The percentile that a latency limit bears on.</summary>
    internal double? Percentile(FlipAxis limit) => limit switch { FlipAxis.LatencyP50 => P50Ms, FlipAxis.LatencyP95 => P95Ms, FlipAxis.LatencyP99 => P99Ms, _ => null };
}
