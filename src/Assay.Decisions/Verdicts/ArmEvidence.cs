namespace Assay.Decisions.Verdicts;

/// <summary>What was measured of one arm, as far as the decision needs it.</summary>
public sealed record ArmEvidence
{
    /// <summary>Name of the arm.</summary>
    public required string Arm { get; init; }

    /// <summary>Score of every question by its id, in [0, 1]; null where it is missing. The same questions for every arm.</summary>
    public required IReadOnlyDictionary<string, double?> Scores { get; init; }

    /// <summary>95th percentile of the time to a complete answer, in milliseconds; null when nothing was answered.</summary>
    public double? LatencyP95Ms { get; init; }

    /// <summary>Model cost of one question in US dollars; null when the price is unknown.</summary>
    public decimal? CostPerQuestionUsd { get; init; }

    /// <summary>Whether its answers can point to what they rest on.</summary>
    public bool CanCite { get; init; }

    /// <summary>Whether questions or documents leave the user's machines.</summary>
    public bool SendsDataOut { get; init; }

    /// <summary>A reference arm is measured to explain the others and is never shipped.</summary>
    public bool IsReference { get; init; }
}
