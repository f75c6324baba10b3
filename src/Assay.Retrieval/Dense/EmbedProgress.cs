namespace Assay.Retrieval.Dense;

/// <summary>How far embedding has come.</summary>
/// <param name="Done">Chunks that have a vector now, of those that had none.</param>
/// <param name="Total">Chunks that had none when it began.</param>
public readonly record struct EmbedProgress(int Done, int Total);
