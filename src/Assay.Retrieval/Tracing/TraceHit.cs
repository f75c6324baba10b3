using System.Collections.Immutable;

namespace Assay.Retrieval.Tracing;

/// <summary>A chunk as one stage returned it.</summary>
/// <param name="Rank">1-based place in the stage's order.</param>
/// <param name="DocumentId">Its document.</param>
/// <param name="Ordinal">Its position among the chunks of the document, from 0.</param>
/// <param name="Score">The stage's score; larger is better, comparable within the stage only.</param>
public sealed record TraceHit(int Rank, string DocumentId, int Ordinal, double Score)
{
    /// <summary>Terms of the query that occur in it; empty where the stage does not know.</summary>
    public ImmutableArray<string> Terms { get; init; } = [];

    /// <summary>What the score was made of; empty where it is one number.</summary>
    public ImmutableArray<TraceFeature> Features { get; init; } = [];
}
