namespace Assay.Retrieval.Dense;

/// <summary>What a dense search searches and how.</summary>
public sealed record DenseSearchOptions
{
    /// <summary>Names the model with everything its vectors depend on, as <see cref="ChunkEmbedder"/> was given it.</summary>
    public required string Embedder { get; init; }

    /// <summary>File that keeps the index between processes; null to build it from the store each time.</summary>
    /// <value>Null.</value>
    public string? SnapshotPath { get; init; }

    /// <summary>Whether vectors of queries are kept in the store, so that another process need not pay for them again; otherwise as long as the search is used.</summary>
    /// <value>False.</value>
    public bool KeepQueries { get; init; }

    /// <summary>Times how long vectors of queries are waited for.</summary>
    /// <value>The system's clock.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Size of the exact index, effort and so on; the dimension is that of the stored vectors.</summary>
    /// <value>The defaults.</value>
    public DenseIndexOptions Index { get; init; } = new() { Dimension = 1 };
}
