using System.Collections.Immutable;

namespace Assay.Deciding;

/// <summary>A verdict as it is kept: enough to say later what has changed since.</summary>
public sealed record VerdictRecord
{
    /// <summary><c>v1</c> and up.</summary>
    public required string Name { get; init; }

    /// <summary>When it was given, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Whether it rests on a comparison; else on published rules alone.</summary>
    public required bool Measured { get; init; }

    /// <summary>The arm to ship, or on paper the one to begin with; null when undecided or when none meets the requirements.</summary>
    public string? Ship { get; init; }

    /// <summary>The kind of verdict, as <c>assay compare --json</c> writes it; <c>paper</c> when nothing was measured.</summary>
    public required string Kind { get; init; }

    /// <summary>How sure it is, in [0, 1].</summary>
    public double Confidence { get; init; }

    /// <summary>The model that answered; null on paper.</summary>
    public string? Model { get; init; }

    /// <summary>Questions asked; 0 on paper.</summary>
    public int Questions { get; init; }

    /// <summary>What was seen of each arm.</summary>
    public ImmutableArray<ArmRecord> Arms { get; init; } = [];

    /// <summary>What was needed and known, by the names of <see cref="Decisions.Requirements.NeedFields"/>.</summary>
    public ImmutableSortedDictionary<string, string> Needs { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The versions and days of the data it rests on: prices, rules, vendors.</summary>
    public ImmutableSortedDictionary<string, string> Data { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Hash of everything it rests on: the same hash is the same verdict.</summary>
    public required string Inputs { get; init; }
}

/// <summary>What was seen of one arm.</summary>
/// <param name="Arm">Name of the arm.</param>
/// <param name="Score">Mean score in [0, 1]; null on paper.</param>
/// <param name="Low">Lower end of its 95% interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="LatencyP95Ms">95th percentile of the time to an answer, in milliseconds.</param>
/// <param name="CostPerQuestion">Cost of the model calls of a question.</param>
/// <param name="TotalCost">Median of the total cost over the horizon.</param>
/// <param name="Chance">Probability that it is the choice, in [0, 1].</param>
public sealed record ArmRecord(string Arm, double? Score, double? Low, double? High, double? LatencyP95Ms, decimal? CostPerQuestion, decimal? TotalCost, double? Chance);
