namespace Assay.Retrieval.Chunking;

/// <summary>The content of one chunk before it is rendered.</summary>
/// <param name="Repeated">Header rows repeated in front, or empty.</param>
/// <param name="Units">What it holds, in order; at least one.</param>
internal sealed record PackedChunk(string Repeated, List<ChunkUnit> Units);
