using System.Collections.Immutable;
using Assay.Evaluation.Statistics;

namespace Assay.Decisions.Verdicts;

/// <summary>What was measured of one arm, question by question, and what it costs beside its model calls.</summary>
public sealed record ArmEvidence
{
    /// <summary>Name of the arm.</summary>
    public required string Arm { get; init; }

    /// <summary>Score of every question by its id, in [0, 1]; null where it is missing. The same questions for every arm.</summary>
    public required IReadOnlyDictionary<string, double?> Scores { get; init; }

    /// <summary>Time to a complete answer by question id, in milliseconds, 0 or more; questions that were not answered are left out. Empty: not measured.</summary>
    public IReadOnlyDictionary<string, double> LatencyMs { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>Cost of the model calls by question id, in the currency of the decision, 0 or more. Empty: the price is not known. A model that costs nothing a token has zeros.</summary>
    public IReadOnlyDictionary<string, double> Cost { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>What it costs beside the model calls.</summary>
    /// <value>nothing</value>
    public ArmMoney Money { get; init; } = ArmMoney.None;

    /// <summary>Whether its answers can point to what they rest on.</summary>
    public bool CanCite { get; init; }

    /// <summary>Whether it can be shown afterwards what an answer rested on. An arm that cites can be audited.</summary>
    public bool CanAudit { get; init; }

    /// <summary>Whether questions or documents leave the user's machines.</summary>
    public bool SendsDataOut { get; init; }

    /// <summary>Whether the provider they go to is known to keep them in the user's region; ignored where nothing leaves.</summary>
    public bool StaysInRegion { get; init; }

    /// <summary>Whether weights, indexes or data could not be taken along to another vendor.</summary>
    public bool LocksIn { get; init; }

    /// <summary>A reference arm is measured to explain the others and is never shipped.</summary>
    public bool IsReference { get; init; }

    /// <summary>Percentiles of <see cref="LatencyMs"/>.</summary>
    public LatencyPercentiles Latency => Percentiles.Of(LatencyMs.Values);

    /// <summary>Mean of <see cref="Cost"/>; null when the price is not known.</summary>
    public double? CostPerQuestion => Cost.Count == 0 ? null : Cost.OrderBy(c => c.Key, StringComparer.Ordinal).Average(c => c.Value);
}
