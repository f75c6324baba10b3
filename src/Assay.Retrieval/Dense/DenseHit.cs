namespace Assay.Retrieval.Dense;

/// <summary>A chunk as found by its vector.</summary>
/// <param name="Row">The chunk's row id: document key and ordinal.</param>
/// <param name="Score">Cosine of the angle between query and chunk, −1 to 1.</param>
public readonly record struct DenseHit(long Row, float Score);
