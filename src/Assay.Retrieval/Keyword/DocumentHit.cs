namespace Assay.Retrieval.Keyword;

/// <summary>A document that a keyword search found by its best chunk.</summary>
/// <param name="Key">The document's key.</param>
/// <param name="Id">The document's id.</param>
/// <param name="Score">The BM25 score of its best chunk; larger is better.</param>
public readonly record struct DocumentHit(long Key, string Id, double Score);
