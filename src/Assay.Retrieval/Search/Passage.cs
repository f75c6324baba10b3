using Assay.Retrieval.Chunking;
using Assay.Retrieval.Dense;

namespace Assay.Retrieval.Search;

/// <summary>A chunk as returned by a search.</summary>
/// <param name="Chunk">The chunk.</param>
/// <param name="Score">Relevance, larger is better; comparable within one search only.</param>
public sealed record Passage(Chunk Chunk, double Score)
{
    /// <summary>The chunk as embedders and rerankers read it: title and headings, each on a line of its own, then the text.</summary>
    public string ModelText => ChunkEmbedder.TextOf(Chunk.Title, Chunk.HeadingPath, Chunk.Text);
}
