namespace Assay.Retrieval.Tracing;

/// <summary>A candidate that did not go on, and why.</summary>
/// <param name="DocumentId">Its document.</param>
/// <param name="Ordinal">Its position among the chunks of the document, from 0.</param>
/// <param name="Reason">Why.</param>
/// <param name="Score">The score it had, when it had one.</param>
/// <param name="Rank">The 1-based rank it had, when it had one.</param>
public sealed record TraceDrop(string DocumentId, int Ordinal, DropReason Reason, double? Score = null, int? Rank = null)
{
    /// <summary>The chunk that took its place, for duplicates: document id and position, <c>docs/a.md@3</c>; else empty.</summary>
    public string InFavourOf { get; init; } = "";

    /// <summary>By how much it failed, in the unit of <see cref="Unit"/>: score, tokens, share of the text; null when that has no size.</summary>
    public double? Gap { get; init; }

    /// <summary>Unit of <see cref="Gap"/>: <c>score</c>, <c>tokens</c>, <c>similarity</c>; empty without one.</summary>
    public string Unit { get; init; } = "";
}
