using System.Collections.Immutable;

namespace Assay.Retrieval.Keyword;

/// <summary>A document as the keyword index takes it in.</summary>
/// <param name="Key">The store's key of the document; never reused.</param>
/// <param name="Id">Its id; the order among equal scores.</param>
/// <param name="AccessClass">The access class that decides who may read it; 0 or more.</param>
/// <param name="Title">Its title, searched with every chunk.</param>
/// <param name="Chunks">Its chunks, by ascending ordinal.</param>
public sealed record IndexedDocument(long Key, string Id, int AccessClass, string Title, ImmutableArray<IndexedChunk> Chunks)
{
    /// <summary>Two-letter code of the language its words are stemmed by; empty when unknown.</summary>
    public string Language { get; init; } = "en";
}
