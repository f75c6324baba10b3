namespace Assay.Retrieval.Dense;

/// <summary>A vector to be found.</summary>
/// <param name="Row">The chunk's row id: document key and ordinal.</param>
/// <param name="AccessClass">The access class of its document, 0 or more.</param>
/// <param name="Vector">Its finite values; brought to length 1 where it is not.</param>
public readonly record struct DenseRow(long Row, int AccessClass, ReadOnlyMemory<float> Vector);
