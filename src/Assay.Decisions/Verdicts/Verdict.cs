using System.Collections.Immutable;

namespace Assay.Decisions.Verdicts;

/// <summary>The recommendation with its evidence.</summary>
public sealed record Verdict
{
    /// <summary>What kind of recommendation it is.</summary>
    public required VerdictKind Kind { get; init; }

    /// <summary>The arm to ship; null when undecided or when none meets the requirements.</summary>
    public string? Ship { get; init; }

    /// <summary>Share of bootstrap resamples of the questions in which the named arm (or, when undecided, the leading one) scores best of those that may be shipped, in [0, 1].</summary>
    public double Confidence { get; init; }

    /// <summary>Questions still to be asked before the leading arms can be told apart; null unless undecided.</summary>
    public int? QuestionsNeeded { get; init; }

    /// <summary>The reasons, one sentence each, the most important first.</summary>
    public required ImmutableArray<string> Why { get; init; }

    /// <summary>What would change the recommendation.</summary>
    public ImmutableArray<string> Flips { get; init; } = [];
}
