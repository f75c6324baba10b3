namespace Assay.Retrieval.Search.Expansion;

/// <summary>A text that is searched for beside the question.</summary>
/// <param name="Text">Words; nothing in it is an operator.</param>
/// <param name="Weight">What it counts among the variants of its kind, 0 to 1; the question itself counts 1.</param>
/// <param name="Kind">Which kind of expansion it came from; never <see cref="QueryExpansion.Off"/>.</param>
public sealed record QueryVariant(string Text, double Weight, QueryExpansion Kind);
