namespace Assay.Retrieval.Ingestion;

/// <summary>Something that a pattern meant and that was not read.</summary>
/// <param name="Path">Relative to the root, with forward slashes.</param>
/// <param name="Reason">Why, for the user.</param>
public sealed record SkippedPath(string Path, string Reason);
