using System.Collections.Immutable;
using Assay.Decisions.Requirements;

namespace Assay.Deciding;

/// <summary>What was seen of a project besides its runs. Null where nothing was seen.</summary>
public sealed record Observations
{
    /// <summary>What was seen, as needs: size of the documents, how often they change, examples.</summary>
    public Needs Needs { get; init; } = new();

    /// <summary>Share of the documents that changes in a month; may exceed 1.</summary>
    public double? ShareChangedPerMonth { get; init; }

    /// <summary>Tokens of all training conversations, by Assay's estimate.</summary>
    public long? ExampleTokens { get; init; }

    /// <summary>Where each figure was read, one sentence each.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];
}
