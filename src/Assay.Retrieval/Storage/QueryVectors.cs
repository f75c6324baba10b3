using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Assay.Retrieval.Storage;

/// <summary>The vectors of queries, kept in the knowledge base by the hash of their text, so that no query is paid for twice. The oldest go when there are many.</summary>
/// <param name="store">The store they are kept in; it stays open while this is used.</param>
/// <param name="embedder">Names the model.</param>
internal sealed class QueryVectors(KnowledgeStore store, string embedder)
{
    private const int Most = 16_384;

    private const string Table = """
        CREATE TABLE IF NOT EXISTS query_vectors (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          embedder TEXT NOT NULL,
          text_hash BLOB NOT NULL,
          vector BLOB NOT NULL,
          waited_ms REAL NOT NULL,
          UNIQUE (embedder, text_hash)
        )
        """;

    /// <summary>The vectors there are.</summary>
    /// <param name="queries">What users typed.</param>
    /// <returns>By query; nothing for one that was never kept.</returns>
    public Dictionary<string, QueryVector> Find(IReadOnlyCollection<string> queries) => store.Read(c =>
    {
        var found = new Dictionary<string, QueryVector>(StringComparer.Ordinal);
        if (c.Scalar("SELECT 1 FROM sqlite_master WHERE name = 'query_vectors'") is null) return found;
        using SqliteCommand command = c.Command("SELECT vector, waited_ms FROM query_vectors WHERE embedder = $embedder AND text_hash = $hash", ("$embedder", embedder), ("$hash", Array.Empty<byte>()));
        foreach (string query in queries)
        {
            command.Parameters["$hash"].Value = Hash(query);
            using SqliteDataReader row = command.ExecuteReader();
            if (row.Read()) found[query] = new QueryVector(VectorStore.Decode(row.GetFieldValue<byte[]>(0)), row.GetDouble(1));
        }

        return found;
    });

    /// <summary>Keeps vectors.</summary>
    /// <param name="vectors">By query.</param>
    /// <exception cref="Text.AssayException">The store cannot be written; nothing was changed.</exception>
    public void Keep(IEnumerable<(string Query, QueryVector Vector)> vectors) => store.Write(() =>
    {
        SqliteConnection writer = store.Writer;
        writer.Execute(Table);
        using SqliteCommand keep = writer.Command(
            "INSERT OR IGNORE INTO query_vectors (embedder, text_hash, vector, waited_ms) VALUES ($embedder, $hash, $vector, $waited)",
            ("$embedder", embedder), ("$hash", Array.Empty<byte>()), ("$vector", Array.Empty<byte>()), ("$waited", 0.0));
        foreach ((string query, QueryVector vector) in vectors)
        {
            keep.Parameters["$hash"].Value = Hash(query);
            keep.Parameters["$vector"].Value = VectorStore.Encode(vector.Values.Span);
            keep.Parameters["$waited"].Value = vector.WaitedMs;
            keep.ExecuteNonQuery();
        }

        writer.Execute("DELETE FROM query_vectors WHERE id <= (SELECT max(id) FROM query_vectors) - $most", ("$most", Most));
        return 0;
    });

    private static byte[] Hash(string query) => SHA256.HashData(Encoding.UTF8.GetBytes(query));
}

/// <summary>The vector of a query.</summary>
/// <param name="Values">Its values.</param>
/// <param name="WaitedMs">Milliseconds it was waited for: its share of the request.</param>
internal readonly record struct QueryVector(ReadOnlyMemory<float> Values, double WaitedMs);
