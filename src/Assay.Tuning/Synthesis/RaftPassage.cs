namespace Assay.Tuning.Synthesis;

/// <summary>A passage that a search found.</summary>
/// <param name="DocumentId">The document it is from.</param>
/// <param name="Ordinal">Its place in the document.</param>
/// <param name="Text">Its text with what stands above it.</param>
public sealed record RaftPassage(string DocumentId, int Ordinal, string Text);
