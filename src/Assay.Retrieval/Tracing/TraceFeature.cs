namespace Assay.Retrieval.Tracing;

/// <summary>One number that a score was made of.</summary>
/// <param name="Name">For example <c>bm25</c>, <c>proximity</c>, <c>reciprocal rank of dense</c>.</param>
/// <param name="Value">Its value; finite.</param>
public readonly record struct TraceFeature(string Name, double Value);
