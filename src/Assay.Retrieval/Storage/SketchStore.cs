using Assay.Retrieval.Ingestion;
using Microsoft.Data.Sqlite;

namespace Assay.Retrieval.Storage;

/// <summary>The sketches of documents, by which documents with nearly the same text are found. A sketch goes with its version of the document.</summary>
/// <param name="store">The store they are kept in; it stays open while this is used.</param>
internal sealed class SketchStore(KnowledgeStore store)
{
    private const string Table = """
        CREATE TABLE IF NOT EXISTS sketches (document INTEGER PRIMARY KEY, sketch BLOB NOT NULL);
        CREATE TRIGGER IF NOT EXISTS sketches_follow AFTER DELETE ON documents BEGIN
          DELETE FROM sketches WHERE document = old.key;
        END;
        """;

    /// <summary>Versions of documents that have no sketch yet, ordered by id.</summary>
    public List<(long Key, string Id)> Missing() => store.Read(c =>
    {
        bool any = c.Scalar("SELECT 1 FROM sqlite_master WHERE name = 'sketches'") is not null;
        using SqliteCommand command = c.Command(any
            ? "SELECT key, id FROM documents WHERE key NOT IN (SELECT document FROM sketches) ORDER BY id" : "SELECT key, id FROM documents ORDER BY id");
        var found = new List<(long, string)>();
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read()) found.Add((row.GetInt64(0), row.GetString(1)));
        return found;
    });

    /// <summary>All sketches with the ids of their documents, ordered by id.</summary>
    public List<(string Id, TextSketch Sketch)> All() => store.Read(c =>
    {
        var found = new List<(string, TextSketch)>();
        if (c.Scalar("SELECT 1 FROM sqlite_master WHERE name = 'sketches'") is null) return found;
        using SqliteCommand command = c.Command("SELECT id, sketch FROM sketches JOIN documents ON key = document ORDER BY id");
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read()) found.Add((row.GetString(0), TextSketch.FromBytes(row.GetFieldValue<byte[]>(1))));
        return found;
    });

    /// <summary>Keeps sketches.</summary>
    /// <param name="sketches">By the keys of the versions.</param>
    /// <exception cref="Text.AssayException">The store cannot be written; nothing was changed.</exception>
    public void Keep(IReadOnlyCollection<(long Key, TextSketch Sketch)> sketches) => store.Write(() =>
    {
        SqliteConnection writer = store.Writer;
        writer.Execute(Table);
        using SqliteCommand keep = writer.Command("INSERT OR REPLACE INTO sketches SELECT key, $sketch FROM documents WHERE key = $key", ("$key", 0L), ("$sketch", Array.Empty<byte>()));
        foreach ((long key, TextSketch sketch) in sketches)
        {
            keep.Parameters["$key"].Value = key;
            keep.Parameters["$sketch"].Value = sketch.ToBytes();
            keep.ExecuteNonQuery();
        }

        return 0;
    });
}
