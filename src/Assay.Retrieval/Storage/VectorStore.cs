using System.Buffers.Binary;
using Assay.Text;
using Microsoft.Data.Sqlite;

namespace Assay.Retrieval.Storage;

/// <summary>
/// The vectors of chunks, kept in the knowledge base by the hash of the text they stand for: the same text is never embedded twice, whatever document it
/// is in and however often that is stored anew.
/// </summary>
/// <remarks>
/// A chunk that goes takes its link to a vector with it in the same transaction; a vector without links is kept until <see cref="Prune()"/>, so that the next
/// version of a document finds those of the chunks that did not change. Safe to use from several threads at once.
/// </remarks>
/// <param name="store">The store they are kept in; it stays open while this is used.</param>
public sealed class VectorStore(KnowledgeStore store)
{
    // Made when the first vector is kept: an older file gets them without being rebuilt. Entries only ever grow, so a reader knows what is new.
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS vectors (
          id INTEGER PRIMARY KEY,
          embedder TEXT NOT NULL,
          text_hash BLOB NOT NULL,
          vector BLOB NOT NULL,
          UNIQUE (embedder, text_hash)
        );
        CREATE TABLE IF NOT EXISTS chunk_vectors (
          entry INTEGER PRIMARY KEY AUTOINCREMENT,
          chunk INTEGER NOT NULL,
          embedder TEXT NOT NULL,
          vector INTEGER NOT NULL REFERENCES vectors (id),
          UNIQUE (chunk, embedder)
        );
        CREATE INDEX IF NOT EXISTS chunk_vectors_vector ON chunk_vectors (vector);
        CREATE TRIGGER IF NOT EXISTS chunk_vectors_follow AFTER DELETE ON chunks BEGIN
          DELETE FROM chunk_vectors WHERE chunk = old.rowid;
        END;
        """;

    /// <summary>How many chunks have no vector of an embedder.</summary>
    /// <param name="embedder">Names the model.</param>
    /// <returns>A count of one snapshot.</returns>
    public int CountMissing(string embedder) => store.Read(c => (int)(long)c.Scalar(
        HasTables(c)
            ? "SELECT (SELECT count(*) FROM chunks) - (SELECT count(*) FROM chunk_vectors WHERE embedder = $embedder)"
            : "SELECT count(*) FROM chunks WHERE $embedder <> ''", ("$embedder", embedder))!);

    /// <summary>Removes the vectors that no chunk has.</summary>
    /// <returns>How many were removed.</returns>
    /// <exception cref="AssayException">The store cannot be written; nothing was changed.</exception>
    public int Prune() => store.Write(() => Prune(store.Writer));

    /// <summary>The same inside the caller's transaction.</summary>
    internal static int Prune(SqliteConnection writer) =>
        HasTables(writer) ? writer.Execute("DELETE FROM vectors WHERE NOT EXISTS (SELECT 1 FROM chunk_vectors c WHERE c.vector = vectors.id)") : 0;

    /// <summary>Whether there is a vector.</summary>
    internal static bool HasAny(SqliteConnection connection) => HasTables(connection) && connection.Scalar("SELECT 1 FROM vectors LIMIT 1") is not null;

    /// <summary>Chunks without a vector of an embedder, in order of their rows.</summary>
    /// <param name="embedder">Names the model.</param>
    /// <param name="after">Only rows beyond this one.</param>
    /// <param name="count">Most chunks returned; 1 or more.</param>
    /// <returns>Row ids with the words around and in the chunk.</returns>
    internal List<UnembeddedChunk> Missing(string embedder, long after, int count) => store.Read(c =>
    {
        const string all = "SELECT c.rowid, d.title, c.heading_path, c.text FROM chunks c JOIN documents d ON d.key = c.document WHERE c.rowid > $after";
        const string some = all + " AND NOT EXISTS (SELECT 1 FROM chunk_vectors v WHERE v.chunk = c.rowid AND v.embedder = $embedder)";
        const string order = " ORDER BY c.rowid LIMIT $count";
        return c.Query(
            HasTables(c) ? some + order : all + " AND $embedder <> ''" + order, r => new UnembeddedChunk(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetString(3)),
            ("$after", after), ("$embedder", embedder), ("$count", count));
    });

    /// <summary>Which of some texts have a vector.</summary>
    /// <param name="embedder">Names the model.</param>
    /// <param name="hashes">Hashes of the texts.</param>
    /// <returns>Whether each has one.</returns>
    internal bool[] Known(string embedder, IReadOnlyList<byte[]> hashes) => store.Read(c =>
    {
        bool[] known = new bool[hashes.Count];
        if (!HasTables(c)) return known;
        using SqliteCommand command = c.Command("SELECT 1 FROM vectors WHERE embedder = $embedder AND text_hash = $hash", ("$embedder", embedder), ("$hash", Array.Empty<byte>()));
        for (int i = 0; i < known.Length; i++)
        {
            command.Parameters["$hash"].Value = hashes[i];
            known[i] = command.ExecuteScalar() is not null;
        }

        return known;
    });

    /// <summary>Keeps vectors and gives chunks those of their texts, in one transaction. A chunk that has gone meanwhile is passed over.</summary>
    /// <param name="embedder">Names the model.</param>
    /// <param name="vectors">New vectors by the hash of their text.</param>
    /// <param name="chunks">Row ids with the hash of their text, each of which has a vector now.</param>
    /// <exception cref="AssayException">The store cannot be written; nothing was changed.</exception>
    internal void Add(string embedder, IReadOnlyCollection<(byte[] Hash, ReadOnlyMemory<float> Vector)> vectors, IReadOnlyCollection<(long Row, byte[] Hash)> chunks) => store.Write(() =>
    {
        SqliteConnection writer = store.Writer;
        writer.Execute(Tables);
        using SqliteCommand keep = writer.Command(
            "INSERT OR IGNORE INTO vectors (embedder, text_hash, vector) VALUES ($embedder, $hash, $vector)", ("$embedder", embedder), ("$hash", Array.Empty<byte>()), ("$vector", Array.Empty<byte>()));
        foreach ((byte[] hash, ReadOnlyMemory<float> vector) in vectors)
        {
            keep.Parameters["$hash"].Value = hash;
            keep.Parameters["$vector"].Value = Encode(vector.Span);
            keep.ExecuteNonQuery();
        }

        using SqliteCommand give = writer.Command(
            """
            INSERT OR IGNORE INTO chunk_vectors (chunk, embedder, vector)
              SELECT c.rowid, v.embedder, v.id FROM chunks c, vectors v WHERE c.rowid = $row AND v.embedder = $embedder AND v.text_hash = $hash
            """, ("$row", 0L), ("$embedder", embedder), ("$hash", Array.Empty<byte>()));
        foreach ((long row, byte[] hash) in chunks)
        {
            give.Parameters["$row"].Value = row;
            give.Parameters["$hash"].Value = hash;
            give.ExecuteNonQuery();
        }

        return 0;
    });

    /// <summary>Number of the last vector that a chunk was given; 0 before the first.</summary>
    internal static long LastEntry(SqliteConnection connection) => HasTables(connection) ? (long)connection.Scalar("SELECT coalesce(max(entry), 0) FROM chunk_vectors")! : 0;

    /// <summary>Values of an embedder's vectors; 0 when it has none.</summary>
    internal static int Dimension(SqliteConnection connection, string embedder) => HasTables(connection)
        ? (int)(long)(connection.Scalar("SELECT length(vector) / 4 FROM vectors WHERE embedder = $embedder LIMIT 1", ("$embedder", embedder)) ?? 0L)
        : 0;

    /// <summary>The vectors that chunks were given after an entry; after 0 in order of document id and position, so that the order does not tell of the past.</summary>
    internal static IEnumerable<ChunkVector> Since(SqliteConnection connection, string embedder, long entry)
    {
        if (!HasTables(connection)) yield break;
        const string some = """
            SELECT c.chunk, d.access_class, v.vector FROM chunk_vectors c JOIN vectors v ON v.id = c.vector JOIN documents d ON d.key = c.chunk >> 20
            WHERE c.embedder = $embedder AND c.entry > $entry
            """;
        using SqliteCommand command = connection.Command(entry == 0 ? some + " ORDER BY d.id, c.chunk" : some + " ORDER BY c.entry", ("$embedder", embedder), ("$entry", entry));
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read()) yield return new ChunkVector(row.GetInt64(0), row.GetInt32(1), Decode(row.GetFieldValue<byte[]>(2)));
    }

    /// <summary>How many chunks of a document have vectors, for a deletion receipt. Call before the document is removed.</summary>
    /// <param name="documentKey">The document's key.</param>
    /// <returns>Vectors over all embedders.</returns>
    public int CountOf(long documentKey) => store.Read(c => CountOf(c, documentKey));

    /// <summary>The same inside the caller's transaction.</summary>
    internal static int CountOf(SqliteConnection connection, long documentKey) => HasTables(connection)
        ? (int)(long)connection.Scalar("SELECT count(*) FROM chunk_vectors WHERE chunk BETWEEN $first AND $last", ("$first", documentKey << StoreSchema.OrdinalBits), ("$last", ((documentKey + 1) << StoreSchema.OrdinalBits) - 1))!
        : 0;

    private static bool HasTables(SqliteConnection connection) => connection.Scalar("SELECT 1 FROM sqlite_master WHERE name = 'chunk_vectors'") is not null;

    internal static byte[] Encode(ReadOnlySpan<float> vector)
    {
        byte[] bytes = new byte[vector.Length * sizeof(float)];
        for (int i = 0; i < vector.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        return bytes;
    }

    internal static float[] Decode(byte[] bytes)
    {
        float[] vector = new float[bytes.Length / sizeof(float)];
        for (int i = 0; i < vector.Length; i++) vector[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        return vector;
    }
}

/// <summary>A chunk without a vector.</summary>
internal sealed record UnembeddedChunk(long Row, string Title, string HeadingPath, string Text);

/// <summary>A chunk's vector with what decides who may find it.</summary>
internal readonly record struct ChunkVector(long Row, int AccessClass, float[] Vector);
