using System.Collections.Immutable;
using Assay.Text.Languages;

namespace Assay.Retrieval.Keyword;

/// <summary>A document as the keyword index takes it in.</summary>
/// <param name="Key">The store's key of the document; never reused.</param>
/// <param name="Id">Its id; the order among equal scores.</param>
/// <param name="AccessClass">The access class that decides who may read it; 0 or more.</param>
/// <param name="Title">Its title, searched with every chunk.</param>
/// <param name="Chunks">Its chunks, by ascending ordinal.</param>
public sealed record IndexedDocument(long Key, string Id, int AccessClass, string Title, ImmutableArray<IndexedChunk> Chunks)
{
    /// <summary>The language its words are stemmed by; null to tell it from the text.</summary>
    /// <value>English.</value>
    public Language? Language { get; init; } = Text.Languages.Language.English;
}
