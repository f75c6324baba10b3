using System.Collections.Immutable;
using Assay.Retrieval.Context;

namespace Assay.Arms;

/// <summary>What one arm hands to the model for one question.</summary>
/// <param name="Passages">Numbered passages.</param>
/// <param name="ShareOfDocuments">Share of all document tokens that fitted, in [0, 1]; null where the arm does not aim at all of them.</param>
public sealed record ArmContext(ImmutableArray<ContextPassage> Passages, double? ShareOfDocuments = null)
{
    /// <summary>Whether the answer must rest on the passages, even when there are none.</summary>
    /// <value>true</value>
    public bool FromDocuments { get; init; } = true;

    /// <summary>Milliseconds that were waited for the question's vector before: part of the search's time.</summary>
    /// <value>0</value>
    public double PreparedMs { get; init; }

    /// <summary>The answer that is given without asking a model; null when one is asked.</summary>
    public string? Withheld { get; init; }
}
