using System.Collections.Immutable;
using System.Text.Json;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Keyword;
using Assay.Retrieval.Permissions;
using Microsoft.Data.Sqlite;

namespace Assay.Retrieval.Storage;

/// <summary>
/// One consistent view of a store: what is committed after its first read is not seen. Used by one thread, only inside
/// <see cref="KnowledgeStore.Snapshot"/>; its connection and prepared statements are kept for the next snapshot.
/// </summary>
internal sealed class StoreSnapshot(SqliteConnection connection) : IDisposable
{
    private const int MostPrincipals = 256;

    private readonly SqliteCommand begin = connection.Command("BEGIN DEFERRED");
    private readonly SqliteCommand end = connection.Command("COMMIT");
    private readonly SqliteCommand state = connection.Command(
        "SELECT (SELECT coalesce(max(entry), 0) FROM journal), (SELECT max(class) FROM access_classes), (SELECT value FROM properties WHERE name = 'restricted')");

    // A class never changes what it means, so what a principal may read is known as long as there is no new one.
    private readonly Dictionary<Principal, (int MaxClass, bool[] Readable)> known = [];
    private (long Generation, int MaxClass, bool Restricted)? now;

    /// <summary>The connection, inside the snapshot's transaction.</summary>
    public SqliteConnection Connection => connection;

    /// <summary>Number of the last change of a document; 0 before the first.</summary>
    public long Generation => State().Generation;

    /// <summary>Whether documents about which nothing is said are closed to everybody.</summary>
    public bool IsRestricted => State().Restricted;

    /// <summary>Begins a view; the pool calls it.</summary>
    public void Begin()
    {
        now = null;
        begin.ExecuteNonQuery();
    }

    /// <summary>Ends the view; the pool calls it.</summary>
    public void End() => end.ExecuteNonQuery();

    /// <summary>The documents that changed after <paramref name="generation"/>, ordered by key.</summary>
    public StoreChanges ChangesSince(long generation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(generation);
        if (generation >= Generation) return new StoreChanges(Generation, []);
        const string changed = $"""
            SELECT k.key, {StoreRows.DocumentColumns} FROM (
              SELECT key FROM journal WHERE entry > $generation AND key > 0
              UNION SELECT replaced FROM journal WHERE entry > $generation AND replaced > 0) k
            LEFT JOIN documents d ON d.key = k.key ORDER BY k.key
            """;
        using SqliteCommand command = connection.Command(changed, ("$generation", generation));
        using SqliteDataReader row = command.ExecuteReader();
        var documents = ImmutableArray.CreateBuilder<DocumentChange>();
        while (row.Read()) documents.Add(new DocumentChange(row.GetInt64(0), row.IsDBNull(1) ? null : StoreRows.Document(row, 1)));
        return new StoreChanges(Generation, documents.ToImmutable());
    }

    /// <summary>All documents, ordered by id (ordinal).</summary>
    public ImmutableArray<StoredDocument> Documents()
    {
        List<StoredDocument> documents = connection.Query($"SELECT {StoreRows.DocumentColumns} FROM documents d", r => StoreRows.Document(r));
        documents.Sort((x, y) => string.CompareOrdinal(x.Id, y.Id));
        return [.. documents];
    }

    /// <summary>The document of a key; null when it is gone.</summary>
    public StoredDocument? Document(long key) =>
        connection.Query($"SELECT {StoreRows.DocumentColumns} FROM documents d WHERE d.key = $key", r => StoreRows.Document(r), ("$key", key)).SingleOrDefault();

    /// <summary>The chunks of one document in reading order with their row ids; empty when the key is gone.</summary>
    public List<(long Row, Chunk Chunk)> Chunks(long key) => connection.Query(
        $"SELECT {StoreRows.ChunkColumns}, c.rowid FROM chunks c JOIN documents d ON d.key = c.document WHERE c.rowid BETWEEN $first AND $last ORDER BY c.rowid",
        r => (r.GetInt64(11), StoreRows.Chunk(r)),
        ("$first", key << StoreSchema.OrdinalBits), ("$last", (key << StoreSchema.OrdinalBits) + (1L << StoreSchema.OrdinalBits) - 1));

    /// <summary>The searchable texts of one document's chunks in reading order; empty when the key is gone.</summary>
    public List<IndexedChunk> Texts(long key) => connection.Query(
        "SELECT ordinal, heading_path, text FROM chunks WHERE rowid BETWEEN $first AND $last ORDER BY rowid",
        r => new IndexedChunk(r.GetInt32(0), r.GetString(1), r.GetString(2)),
        ("$first", key << StoreSchema.OrdinalBits), ("$last", (key << StoreSchema.OrdinalBits) + (1L << StoreSchema.OrdinalBits) - 1));

    /// <summary>The chunk of a row; null when its document was replaced or removed.</summary>
    public Chunk? Chunk(long row) => connection.Query(
        $"SELECT {StoreRows.ChunkColumns} FROM chunks c JOIN documents d ON d.key = c.document WHERE c.rowid = $row", StoreRows.Chunk, ("$row", row)).SingleOrDefault();

    /// <summary>The access lists by class, in the words of <see cref="AccessList.Canonical"/>.</summary>
    public Dictionary<int, string> AccessLists() =>
        connection.Query("SELECT class, principals FROM access_classes", r => (Class: r.GetInt32(0), Text: r.GetString(1))).ToDictionary(c => c.Class, c => c.Text);

    /// <summary>Which access classes a principal may read.</summary>
    /// <param name="principal">Null for nobody in particular.</param>
    /// <returns>By class; null when the store is not restricted and all may be read. Not to be changed.</returns>
    public bool[]? Readable(Principal? principal)
    {
        (_, int maxClass, bool restricted) = State();
        if (!restricted) return null;
        if (principal is not null && known.TryGetValue(principal, out (int MaxClass, bool[] Readable) kept) && kept.MaxClass == maxClass) return kept.Readable;
        bool[] readable = new bool[maxClass + 1];
        readable[AccessClasses.Everyone] = true;
        if (principal is null) return readable;
        foreach (int found in connection.Query(
            "SELECT m.class FROM json_each($names) n JOIN access_members m ON m.principal = n.value", r => r.GetInt32(0), ("$names", JsonSerializer.Serialize(principal.Names.AsEnumerable()))))
        {
            readable[found] = true;
        }

        if (known.Count >= MostPrincipals) known.Clear();
        known[principal] = (maxClass, readable);
        return readable;
    }

    /// <summary>Closes the connection; a view that has not ended is undone.</summary>
    public void Dispose()
    {
        begin.Dispose();
        end.Dispose();
        state.Dispose();
        connection.Dispose();
    }

    private (long Generation, int MaxClass, bool Restricted) State()
    {
        if (now is { } found) return found;
        using SqliteDataReader row = state.ExecuteReader();
        row.Read();
        now = found = (row.GetInt64(0), row.GetInt32(1), row.GetString(2) == "1");
        return found;
    }
}
