namespace Assay.Retrieval.Storage;

/// <summary>How a knowledge store is opened.</summary>
public sealed record KnowledgeStoreOptions
{
    /// <summary>How long a writer waits for another process that holds the write lock; more than 0, rounded up to whole seconds where SQLite's own wait does not apply.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock of the journal.</summary>
    /// <value><see cref="TimeProvider.System"/>.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
