namespace Assay.Retrieval.Ingestion;

/// <summary>How far an ingestion is.</summary>
/// <param name="Done">Files that need nothing more.</param>
/// <param name="Total">Files in all.</param>
/// <param name="Current">Id of the file that was finished last.</param>
public readonly record struct IngestProgress(int Done, int Total, string Current);
