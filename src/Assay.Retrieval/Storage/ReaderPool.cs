using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Assay.Retrieval.Storage;

/// <summary>Read connections to one store: as many as there are readers at a time, kept for the next one.</summary>
internal sealed class ReaderPool(Func<SqliteConnection> open) : IDisposable
{
    private readonly ConcurrentBag<StoreSnapshot> idle = [];
    private volatile bool disposed;

    /// <summary>Runs <paramref name="read"/> on one snapshot: what a writer commits meanwhile is not seen.</summary>
    public T Read<T>(Func<StoreSnapshot, T> read)
    {
        ObjectDisposedException.ThrowIf(disposed, typeof(KnowledgeStore));
        StoreSnapshot snapshot = idle.TryTake(out StoreSnapshot? kept) ? kept : new StoreSnapshot(open());
        bool healthy = false;
        try
        {
            snapshot.Begin();
            T result = read(snapshot);
            snapshot.End();
            healthy = true;
            return result;
        }
        finally
        {
            if (healthy && !disposed) idle.Add(snapshot);
            else snapshot.Dispose();
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
        while (idle.TryTake(out StoreSnapshot? snapshot)) snapshot.Dispose();
    }
}
