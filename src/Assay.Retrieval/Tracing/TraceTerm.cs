namespace Assay.Retrieval.Tracing;

/// <summary>A term that was searched for.</summary>
/// <param name="Text">The term as the index knows it (analysed).</param>
/// <param name="Source">The words of the query it came from; for an added term what it was added for, else empty.</param>
/// <param name="Origin">Where it came from.</param>
/// <param name="ChunkFrequency">Chunks it occurs in, whoever may read them when they are in one index; -1 when it was not counted.</param>
/// <param name="Weight">What it counts in the query; 1 for a plain term.</param>
public sealed record TraceTerm(string Text, string Source, TermOrigin Origin, int ChunkFrequency, double Weight = 1);
