using System.Collections.Immutable;

namespace Assay.Decisions.Rules;

/// <summary>What published rules say of a product, with how little that may be.</summary>
public sealed record PaperDecision
{
    /// <summary>The arm that most speaks for; null where everything is excluded.</summary>
    public required string? Leader { get; init; }

    /// <summary>The next best; null where nothing else is left.</summary>
    public required string? RunnerUp { get; init; }

    /// <summary>Every arm, most likely first, excluded ones last.</summary>
    public required ImmutableArray<ArmShare> Arms { get; init; }

    /// <summary>Who should run the model.</summary>
    public required Hosting Hosting { get; init; }

    /// <summary>The share of <see cref="Hosting"/>; 1 where the other is excluded.</summary>
    public required double HostingShare { get; init; }

    /// <summary>Whether nothing was known that any rule for or against an arm depends on.</summary>
    public required bool NothingKnown { get; init; }

    /// <summary>Whether every arm that is left was tried and was not good enough: no arm of its own is recommended then.</summary>
    public bool NothingNew { get; init; }

    /// <summary>The decision in one or two sentences.</summary>
    public required string Summary { get; init; }

    /// <summary>Rules that hold, in the order of the book.</summary>
    public required ImmutableArray<FiredRule> Fired { get; init; }

    /// <summary>Rules that could not be judged because something is not known.</summary>
    public required ImmutableArray<OpenRule> Open { get; init; }

    /// <summary>What to beware of.</summary>
    public required ImmutableArray<RuleNote> Warnings { get; init; }

    /// <summary>What to do first, in this order.</summary>
    public required ImmutableArray<RuleNote> Steps { get; init; }

    /// <summary>What is known, changed one thing at a time: where that alone changes the decision.</summary>
    public required ImmutableArray<PaperFlip> Flips { get; init; }

    /// <summary>What is not known, answered one thing at a time: where that alone changes the decision.</summary>
    public required ImmutableArray<PaperFlip> Unanswered { get; init; }

    /// <summary>The version and the day of the book.</summary>
    public required string Book { get; init; }
}

/// <summary>How much speaks for one arm.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Share">How likely it is the best on paper, from 0 to 1; all shares sum to 1.</param>
/// <param name="Low">The smallest share if any one publication were wrong or any one open question were answered.</param>
/// <param name="High">The largest.</param>
/// <param name="ExcludedBy">The rule that excludes it; null where none does.</param>
/// <param name="WorseThan">The arm that it was measured to be worse than; null where none.</param>
public sealed record ArmShare(string Arm, double Share, double Low, double High, string? ExcludedBy, string? WorseThan)
{
    /// <summary>Whether it was tried and was not good enough; it leads only where nothing else is left.</summary>
    public bool Tried { get; init; }
}

/// <summary>A rule that holds.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Because">What it holds because of: <c>examples = 120</c>; empty for rules that always hold.</param>
/// <param name="ContradictedBy">The measured difference that it speaks against, and that counts instead; null where none.</param>
public sealed record FiredRule(Rule Rule, string Because, MeasuredDifference? ContradictedBy);

/// <summary>A rule that cannot be judged.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Missing">The needs that are not known.</param>
public sealed record OpenRule(Rule Rule, ImmutableArray<string> Missing);

/// <summary>A warning or a step with the rule it comes from.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Text">One or two sentences.</param>
public sealed record RuleNote(Rule Rule, string Text);

/// <summary>Another value of one need, and what the decision is then.</summary>
/// <param name="Field">The need.</param>
/// <param name="Value">The other values, in words: <c>500000 or more</c>, <c>weekly</c>.</param>
/// <param name="Threshold">Where they begin or end, in the unit of the field (milliseconds for times); null for choices.</param>
/// <param name="Leader">The arm that then leads; null where everything is excluded.</param>
/// <param name="Hosting">Who should then run the model.</param>
public sealed record PaperFlip(string Field, string Value, double? Threshold, string? Leader, Hosting Hosting);
