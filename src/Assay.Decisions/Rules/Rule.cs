using System.Collections.Immutable;
using Assay.Decisions.Rules.Conditions;

namespace Assay.Decisions.Rules;

/// <summary>One published rule: when it holds, what it speaks for and against, how strongly, and who said so.</summary>
public sealed record Rule
{
    /// <summary>Its name, unique in a book.</summary>
    public required string Id { get; init; }

    /// <summary>What it says, in one plain sentence.</summary>
    public required string Statement { get; init; }

    /// <summary>Rules of one topic say the same thing in other words, so only the strongest of them counts for an arm and the strongest against it.</summary>
    public required string Topic { get; init; }

    /// <summary>What it speaks of.</summary>
    public required RuleSubject About { get; init; }

    /// <summary>How much it weighs.</summary>
    public required RuleStrength Strength { get; init; }

    /// <summary>Arms it speaks for.</summary>
    public ImmutableArray<string> Favours { get; init; } = [];

    /// <summary>Arms it speaks against.</summary>
    public ImmutableArray<string> Against { get; init; } = [];

    /// <summary>Arms it excludes; only with <see cref="RuleStrength.Hard"/>.</summary>
    public ImmutableArray<string> Excludes { get; init; } = [];

    /// <summary>The hosting it speaks for; with <see cref="RuleStrength.Hard"/> the only one left.</summary>
    public Hosting? Hosting { get; init; }

    /// <summary>What it warns of.</summary>
    public string? Warning { get; init; }

    /// <summary>What it says to do.</summary>
    public RuleStep? Step { get; init; }

    /// <summary>The statements it rests on; at least one.</summary>
    public required ImmutableArray<RuleCitation> Citations { get; init; }

    /// <summary>Since when it is in the book.</summary>
    public required DateOnly Since { get; init; }

    /// <summary>When it holds, in words: <c>examples &lt; 1000 and goals has tone</c>; empty for always.</summary>
    public string Condition => When.ToString()!;

    internal Condition When { get; init; } = Rules.Conditions.Condition.Always;

    /// <summary>What it does for an arm: 1 for, -1 against, 0 neither.</summary>
    /// <param name="arm">The arm.</param>
    /// <returns>1, 0 or -1.</returns>
    public int Towards(string arm) => Favours.Contains(arm) ? 1 : Against.Contains(arm) || Excludes.Contains(arm) ? -1 : 0;
}
