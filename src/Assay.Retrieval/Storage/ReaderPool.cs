using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Assay.Retrieval.Storage;

/// <summary>Read connections to one store: as many as there are readers at a time, kept for the next one.</summary>
internal sealed class ReaderPool(Func<SqliteConnection> open) : IDisposable
{
    private readonly ConcurrentBag<SqliteConnection> idle = [];
    private volatile bool disposed;

    /// <summary>Runs <paramref name="read"/> on one snapshot: what a writer commits meanwhile is not seen.</summary>
    public T Read<T>(Func<SqliteConnection, T> read)
    {
        ObjectDisposedException.ThrowIf(disposed, typeof(KnowledgeStore));
        SqliteConnection connection = idle.TryTake(out SqliteConnection? kept) ? kept : open();
        bool healthy = false;
        try
        {
            using SqliteTransaction snapshot = connection.BeginTransaction(deferred: true);
            T result = read(connection);
            snapshot.Commit();
            healthy = true;
            return result;
        }
        finally
        {
            if (healthy && !disposed) idle.Add(connection);
            else connection.Dispose();
            if (disposed) Drain();
        }
    }

    /// <summary>Closes the idle connections; one in use is closed by its reader.</summary>
    public void Dispose()
    {
        disposed = true;
        Drain();
    }

    private void Drain()
    {
        while (idle.TryTake(out SqliteConnection? connection)) connection.Dispose();
    }
}
