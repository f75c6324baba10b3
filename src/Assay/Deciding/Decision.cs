using System.Collections.Immutable;
using Assay.Decisions.Requirements;
using Assay.Decisions.Rules;
using Assay.Decisions.Vendors;
using Assay.Decisions.Verdicts;

namespace Assay.Deciding;

/// <summary>What follows from everything that is known: the verdict, what it rests on, what it costs, and what would change it. The form that <c>assay decide --json</c> prints.</summary>
public sealed record Decision
{
    /// <summary>Name of the project; null where there is none.</summary>
    public string? Project { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What was measured says this; null where nothing was.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>The arm to ship, or on paper the one to begin with; null when undecided or when none meets the requirements.</summary>
    public string? Ship => Verdict is null ? Paper.Leader : Verdict.Ship;

    /// <summary>How sure that is, in [0, 1].</summary>
    public double Confidence => Verdict?.Confidence ?? Paper.Arms.Select(a => a.Share).FirstOrDefault();

    /// <summary>What published rules say of what was not measured, and where they speak against what was.</summary>
    public required PaperDecision Paper { get; init; }

    /// <summary>What is needed and known, one entry a field.</summary>
    public required ImmutableArray<KnownNeed> Needs { get; init; }

    /// <summary>What was stated otherwise than it was measured; the measurement counts.</summary>
    public ImmutableArray<Contradiction> Contradictions { get; init; } = [];

    /// <summary>What every arm costs, how sure that is and what it depends on; null where not even a price is known.</summary>
    public CostEstimate? Costs { get; init; }

    /// <summary>What the named arm (or the leading one) could be bought from or built with; null where no arm is named.</summary>
    public BuildOrBuy? Vendors { get; init; }

    /// <summary>What has become of an earlier verdict; null where none was asked for or none is kept.</summary>
    public VerdictChange? Since { get; init; }

    /// <summary>What to do next, in one or two sentences.</summary>
    public required string NextStep { get; init; }

    /// <summary>What was taken for granted, one sentence each.</summary>
    public ImmutableArray<string> Assumptions { get; init; } = [];

    /// <summary>What the reader should know: old prices, things that could not be read.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Versions and days of the data it rests on, by name: prices, rules, vendors.</summary>
    public required ImmutableSortedDictionary<string, string> Data { get; init; }

    /// <summary>Name under which it is kept; null where it is not.</summary>
    public string? KeptAs { get; init; }

    /// <summary>The command that repeats it.</summary>
    public required string Command { get; init; }

    /// <summary>Path of the report; null where none was written.</summary>
    public string? Report { get; init; }
}

/// <summary>Something that is needed or known.</summary>
/// <param name="Name">The field; see <see cref="NeedFields"/>.</param>
/// <param name="Value">Its value as users write it.</param>
/// <param name="Origin">Where it is known from.</param>
public sealed record KnownNeed(string Name, string Value, FactOrigin Origin);
