namespace Assay.Retrieval.Keyword;

/// <summary>A chunk as the keyword index takes it in.</summary>
/// <param name="Ordinal">Position among the chunks of its document, 0 or more; the chunk's row is the document's key and this.</param>
/// <param name="Headings">The headings it stands under.</param>
/// <param name="Body">Its text.</param>
public readonly record struct IndexedChunk(int Ordinal, string Headings, string Body);
