using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Retrieval.Tracing;

/// <summary>What went into the context of an answer and what did not.</summary>
/// <param name="Passages">What went in, in the order of the prompt.</param>
/// <param name="Dropped">What did not, in rank order.</param>
/// <param name="Tokens">Tokens of the passages as rendered.</param>
/// <param name="MaxTokens">The budget.</param>
/// <param name="ElapsedMs">Time of making it, in milliseconds.</param>
public sealed record ContextTrace(ImmutableArray<TracePassage> Passages, ImmutableArray<TraceDrop> Dropped, int Tokens, int MaxTokens, double ElapsedMs);

/// <summary>A passage of a context.</summary>
/// <param name="Number">The number that answers cite.</param>
/// <param name="DocumentId">Its document.</param>
/// <param name="Slug">Anchor of its heading; may be empty.</param>
/// <param name="Ordinals">The chunks it is made of.</param>
/// <param name="Span">Where it stands in the original.</param>
/// <param name="ContentHash">Hash of the version of the document it was taken from; empty when unknown.</param>
/// <param name="Text">What the model saw; empty once redacted.</param>
public sealed record TracePassage(int Number, string DocumentId, string Slug, ImmutableArray<int> Ordinals, TextSpan Span, string ContentHash, string Text)
{
    /// <summary>Name of its place in the file (<c>page 12</c>); null for a format that has only characters.</summary>
    public string? Place { get; init; }

    /// <summary>Whether another passage states different figures for the same thing.</summary>
    public bool Conflicts { get; init; }
}
