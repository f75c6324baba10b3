using System.Collections.Immutable;

namespace Assay.Decisions.Verdicts;

/// <summary>The recommendation with its evidence.</summary>
public sealed record Verdict
{
    /// <summary>What kind of recommendation it is.</summary>
    public required VerdictKind Kind { get; init; }

    /// <summary>By what it was decided.</summary>
    public DecisionBasis Basis { get; init; }

    /// <summary>The arm to ship; null when undecided or when none meets the requirements.</summary>
    public string? Ship { get; init; }

    /// <summary>Probability, in [0, 1], that the named arm (or, when undecided, the leading one) is the choice: <see cref="ArmChance.Best"/>; when none meets the requirements, <see cref="NoneMeets"/>.</summary>
    public double Confidence { get; init; }

    /// <summary>Questions still to be asked before the leading arms can be told apart; null unless undecided.</summary>
    public int? QuestionsNeeded { get; init; }

    /// <summary>The reasons, one sentence each, the most important first.</summary>
    public required ImmutableArray<Reason> Reasons { get; init; }

    /// <summary>The sentences of <see cref="Reasons"/>.</summary>
    public ImmutableArray<string> Why => [.. Reasons.Select(r => r.Text)];

    /// <summary>Where the recommendation changes.</summary>
    public ImmutableArray<FlipPoint> FlipPoints { get; init; } = [];

    /// <summary>What would change the recommendation beside <see cref="FlipPoints"/>, one sentence each.</summary>
    public ImmutableArray<Reason> Caveats { get; init; } = [];

    /// <summary>The sentences of <see cref="Caveats"/> and <see cref="FlipPoints"/>.</summary>
    public ImmutableArray<string> Flips => [.. Caveats.Select(c => c.Text), .. FlipPoints.Select(f => f.Text)];

    /// <summary>How sure it is of each arm that may be shipped, in the order given; empty when nothing could be weighed.</summary>
    public ImmutableArray<ArmChance> Chances { get; init; } = [];

    /// <summary>Probability, in [0, 1], that no arm meets the requirements.</summary>
    public double NoneMeets { get; init; }

    /// <summary>The arm that comes nearest when none meets the requirements.</summary>
    public NearestArm? Nearest { get; init; }
}
