using System.Collections.Immutable;

namespace Assay.Decisions.Vendors;

/// <summary>Whether an option meets a requirement.</summary>
public enum MatchOutcome
{
    /// <summary>A fact says that it does.</summary>
    Meets,

    /// <summary>A fact that matters is not known, or only others than the vendor state it; it does not count as met.</summary>
    Unknown,

    /// <summary>A fact says that it does not.</summary>
    Fails,
}

/// <summary>One requirement held against one option.</summary>
/// <param name="Requirement">What is required, in words.</param>
/// <param name="Outcome">Whether it is met.</param>
/// <param name="Why">The fact, in words.</param>
/// <param name="Source">Where the fact was read; null where it follows from what the option is, or is not known.</param>
/// <param name="Read">The day it was read; null with the source.</param>
public sealed record RequirementCheck(string Requirement, MatchOutcome Outcome, string Why, string? Source, DateOnly? Read);

/// <summary>What it takes to leave an option for another one, in parts that can be priced.</summary>
/// <param name="Reembed">Whether all documents must be embedded again.</param>
/// <param name="ReembedTokens">Tokens of them; null when the size of the corpus is not known or nothing is embedded again.</param>
/// <param name="Retrain">Whether the model must be trained again.</param>
/// <param name="RetrainExamples">Examples to train on; null when their number is not known or nothing is trained again.</param>
/// <param name="Reevaluations">How often the whole evaluation is run again.</param>
/// <param name="Effort">Hours of work, and what the range rests on.</param>
public sealed record LeavingCost(bool Reembed, long? ReembedTokens, bool Retrain, int? RetrainExamples, int Reevaluations, LeavingEffort Effort);

/// <summary>One option held against all requirements.</summary>
/// <param name="Option">The option.</param>
/// <param name="Checks">Every requirement that was stated and concerns it.</param>
/// <param name="Notes">What else to know before choosing it: storage of inputs, licence changes, what stays behind.</param>
/// <param name="Leaving">What leaving it would cost.</param>
public sealed record OptionMatch(VendorOption Option, ImmutableArray<RequirementCheck> Checks, ImmutableArray<string> Notes, LeavingCost Leaving)
{
    /// <summary>The worst outcome: one failure fails, one unknown makes it unknown, no requirement at all is met.</summary>
    public MatchOutcome Outcome => Checks.IsEmpty ? MatchOutcome.Meets : Checks.Max(c => c.Outcome);
}

/// <summary>The options for one role.</summary>
/// <param name="Role">What is needed.</param>
/// <param name="Options">Every option of the book that has the role, in the book's order.</param>
public sealed record RoleOptions(VendorRole Role, ImmutableArray<OptionMatch> Options)
{
    /// <summary>The options of one outcome.</summary>
    /// <param name="outcome">Which.</param>
    /// <returns>In the book's order.</returns>
    public IEnumerable<OptionMatch> With(MatchOutcome outcome) => Options.Where(o => o.Outcome == outcome);
}
