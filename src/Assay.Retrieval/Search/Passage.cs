using Assay.Retrieval.Chunking;

namespace Assay.Retrieval.Search;

/// <summary>A chunk as returned by a search.</summary>
/// <param name="Chunk">The chunk.</param>
/// <param name="Score">Relevance, larger is better; comparable within one search only.</param>
public sealed record Passage(Chunk Chunk, double Score);
