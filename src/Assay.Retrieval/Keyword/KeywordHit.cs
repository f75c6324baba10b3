namespace Assay.Retrieval.Keyword;

/// <summary>A chunk that a keyword search found.</summary>
/// <param name="Row">The chunk's row: document key and ordinal.</param>
/// <param name="Score">Its BM25 score; larger is better.</param>
public readonly record struct KeywordHit(long Row, double Score);
