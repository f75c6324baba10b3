namespace Assay.Evaluation.Gates;

/// <summary>How gates are judged.</summary>
public sealed record GateOptions
{
    /// <summary>Chance of one false alarm or more among all gates that are alarms, over all runs and measures together.</summary>
    /// <value>0.05</value>
    public double FalseAlarms { get; init; } = 0.05;

    /// <summary>Share of missing rows up to which the estimate is judged; beyond it the worst case of the missing rows is, and a measure without a worst case fails.</summary>
    /// <value>0.01</value>
    public double MissingShareAllowed { get; init; } = 0.01;
}
