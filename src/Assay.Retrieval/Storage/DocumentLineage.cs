using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Assay.Retrieval.Storage;

/// <summary>What a store knows of a document over all its versions, also when it is not stored any more.</summary>
/// <param name="Keys">Every key it ever had, in order; none when the store never held it.</param>
/// <param name="Names">The ids that it had with these keys, in ordinal order.</param>
/// <param name="ContentHash">SHA-256 of the bytes of its last version; empty when the store never held it.</param>
/// <param name="NamedNow">The id under which it is stored now; null when it is gone.</param>
/// <param name="Versions">How many versions of it were stored.</param>
/// <param name="Traces">The traces that name or hold text of it.</param>
public sealed record DocumentLineage(ImmutableArray<long> Keys, ImmutableArray<string> Names, string ContentHash, string? NamedNow, int Versions, ImmutableArray<long> Traces)
{
    /// <summary>The ids it had with the hashes of the versions that stood under them, also under an id that another document has now.</summary>
    public ImmutableHashSet<(string Name, string ContentHash)> Held { get; init; } = [];

    /// <summary>Entries of the journal that say why it could not be read, and may quote it.</summary>
    public int Failures { get; init; }

    /// <summary>Lists of readers that it had and no other document has.</summary>
    public int AccessLists { get; init; }

    /// <summary>Takes out what the last two count.</summary>
    internal DocumentRemarks Remarks { get; private init; } = null!;

    // By its id, by what its versions replaced and by what replaced them under other ids. What is stored under another id now is another document.
    private const string KeysOf = """
        WITH RECURSIVE lineage (key) AS (
          SELECT key FROM documents WHERE id = $id
          UNION SELECT key FROM journal WHERE document = $id AND key > 0 AND key NOT IN (SELECT key FROM documents WHERE id <> $id)
          UNION SELECT j.replaced FROM journal j JOIN lineage l ON j.key = l.key WHERE j.replaced > 0
          UNION SELECT j.key FROM journal j JOIN lineage l ON j.replaced = l.key WHERE j.key NOT IN (SELECT key FROM documents WHERE id <> $id))
        SELECT key FROM lineage ORDER BY key
        """;

    // Where the last thing that had the id went, and what replaced it there.
    private const string MovedTo = """
        WITH RECURSIVE later (key) AS (
          SELECT key FROM (SELECT key, action, detail FROM journal WHERE document = $id OR (action = 'moved' AND detail = $id) ORDER BY entry DESC LIMIT 1) WHERE action = 'moved' AND detail = $id
          UNION SELECT j.key FROM journal j JOIN later l ON j.replaced = l.key)
        SELECT d.id FROM documents d JOIN later l ON d.key = l.key
        """;

    /// <summary>Finds it; inside the caller's transaction.</summary>
    internal static DocumentLineage Find(SqliteConnection connection, string id)
    {
        ImmutableArray<long> keys = [.. connection.Query(KeysOf, r => r.GetInt64(0), ("$id", id))];
        string list = string.Join(',', keys.Prepend(-1));
        IEnumerable<string> names = connection.Query($"SELECT DISTINCT document FROM journal WHERE key IN ({list})", r => r.GetString(0))
            .Concat(connection.Query($"SELECT DISTINCT detail FROM journal WHERE action = 'moved' AND key IN ({list})", r => r.GetString(0)))
            .Where(n => n == id || connection.Scalar("SELECT 1 FROM documents WHERE id = $other", ("$other", n)) is null).Append(id);
        string hash = connection.Scalar("SELECT content_hash FROM documents WHERE id = $id", ("$id", id)) as string
            ?? connection.Scalar($"SELECT content_hash FROM journal WHERE key IN ({list}) AND content_hash <> '' ORDER BY entry DESC LIMIT 1") as string ?? "";
        string? now = connection.Scalar("SELECT id FROM documents WHERE id = $id", ("$id", id)) as string
            ?? connection.Scalar(MovedTo, ("$id", id)) as string;
        ImmutableArray<string> known = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var remarks = new DocumentRemarks(id, known, list);
        (int failures, int lists) = remarks.Count(connection);
        return new DocumentLineage(keys, known, hash, now, keys.Length, TraceStore.Holding(connection, keys))
        {
            Remarks = remarks,
            Failures = failures,
            AccessLists = lists,
            Held = [.. connection.Query($"SELECT document, content_hash FROM journal WHERE action <> 'failed' AND key IN ({list}) UNION SELECT detail, content_hash FROM journal WHERE action = 'moved' AND key IN ({list})", r => (r.GetString(0), r.GetString(1)))],
        };
    }
}
