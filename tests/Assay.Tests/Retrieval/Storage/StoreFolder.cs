using System.Collections.Immutable;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Storage;
using Assay.Text;
using Microsoft.Data.Sqlite;

namespace Assay.Tests.Retrieval.Storage;

/// <summary>A folder for one test, with short ways to make stores and documents.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly List<IDisposable> open = [];

    public string Path { get; } = Directory.CreateTempSubdirectory("assay-store-").FullName;

    public string File => System.IO.Path.Combine(Path, "knowledge.db");

    public KnowledgeStore Open(TimeSpan? busyTimeout = null, TimeProvider? time = null)
    {
        var store = KnowledgeStore.Open(File, new KnowledgeStoreOptions { BusyTimeout = busyTimeout ?? TimeSpan.FromSeconds(10), Time = time ?? TimeProvider.System });
        open.Add(store);
        return store;
    }

    /// <summary>A connection that goes past the store, as another process would have.</summary>
    public SqliteConnection OpenRaw()
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        open.Add(connection);
        return connection;
    }

    public static ImmutableArray<Chunk> Chunks(string id, params string[] texts) =>
        [.. texts.Select((t, i) => new Chunk(id, i, "Title of " + id, "", "", t, SourceMap.Identity(t.Length, 100 * i), new TextSpan(100 * i, 100 * i + t.Length), t.Length))];

    public static StoredDocument Document(string id, string hash = "h") => new(id, "Title of " + id, hash, "s", 10, 0);

    public static bool Put(KnowledgeStore store, string id, params string[] texts) => store.Put(Document(id), Chunks(id, texts));

    public void Dispose()
    {
        foreach (IDisposable item in Enumerable.Reverse(open)) item.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}
