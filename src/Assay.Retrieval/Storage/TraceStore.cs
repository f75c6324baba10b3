using System.Collections.Immutable;
using System.Globalization;
using Assay.Retrieval.Tracing;
using Assay.Text;
using Microsoft.Data.Sqlite;

namespace Assay.Retrieval.Storage;

/// <summary>The traces of answers, kept in the knowledge base for audit.</summary>
/// <remarks>
/// A trace is seen by who asked, as far as they may still read its documents and these are as they were, and by an administrator. Which documents a trace holds is kept by
/// document key, so that a document that was renamed or replaced since is still found. Safe to use from several threads at once.
/// </remarks>
/// <param name="store">The store they are kept in; it stays open while this is used.</param>
/// <param name="time">The clock.</param>
public sealed class TraceStore(KnowledgeStore store, TimeProvider time)
{
    // Made when the first trace is kept: an older file gets them without being rebuilt.
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS traces (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          time TEXT NOT NULL,
          asker TEXT NOT NULL,
          body TEXT NOT NULL
        );
        CREATE TABLE IF NOT EXISTS trace_documents (
          document INTEGER NOT NULL,
          trace INTEGER NOT NULL REFERENCES traces (id),
          id TEXT NOT NULL,
          PRIMARY KEY (document, trace)
        ) WITHOUT ROWID;
        """;

    /// <summary>Keeps a trace.</summary>
    /// <param name="trace">The trace.</param>
    /// <returns>Its number.</returns>
    /// <exception cref="AssayException">The store cannot be written; nothing was changed.</exception>
    public long Add(SearchTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ImmutableArray<string> documents = TraceRedaction.Documents(trace);
        return store.Write(() =>
        {
            SqliteConnection connection = store.Writer;
            connection.Execute(Tables);

            // A document that went while the answer was written leaves no words behind either.
            var keys = documents.ToDictionary(d => d, d => connection.Scalar("SELECT key FROM documents WHERE id = $id", ("$id", d)) as long?, StringComparer.Ordinal);
            SearchTrace kept = TraceRedaction.Redact(trace, keys.Where(k => k.Value is null).Select(k => k.Key).ToHashSet(StringComparer.Ordinal));
            long id = (long)connection.Scalar(
                "INSERT INTO traces (time, asker, body) VALUES ($time, $asker, $body); SELECT last_insert_rowid()",
                ("$time", time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)), ("$asker", trace.Asker), ("$body", TraceJson.Write(kept)))!;
            foreach ((string document, long? key) in keys)
            {
                if (key is long known) connection.Execute("INSERT INTO trace_documents (document, trace, id) VALUES ($document, $trace, $id)", ("$document", known), ("$trace", id), ("$id", document));
            }

            return id;
        });
    }

    /// <summary>A trace in full: the view of an administrator.</summary>
    /// <param name="id">Its number.</param>
    /// <returns>Null when there is none.</returns>
    public StoredTrace? Find(long id) => store.Read(c => Find(c, id));

    /// <summary>A trace as its asker may see it.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="asker">Who wants to see it; nobody named sees none, not even what others asked without a name.</param>
    /// <param name="mayRead">Whether they may read a document today.</param>
    /// <returns>Null when there is none or somebody else asked: the two cannot be told apart.</returns>
    public StoredTrace? Find(long id, string asker, Func<string, bool> mayRead)
    {
        if (asker.Length == 0) return null;
        return store.Read(c => Find(c, id) is { } found && found.Trace.Asker == asker ? (Found: found, Stale: Stale(c, id)) : default) is ({ } trace, { } stale)
            ? trace with { Trace = TraceRedaction.ForAsker(TraceRedaction.Redact(trace.Trace, stale), mayRead) }
            : null;
    }

    // Ids under which something else stands now: whoever may read that may not therefore read what stood there before.
    private static HashSet<string> Stale(SqliteConnection connection, long trace) => [.. connection.Query(
        "SELECT id FROM trace_documents t WHERE trace = $trace AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.key = t.document AND d.id = t.id)", r => r.GetString(0), ("$trace", trace))];

    /// <summary>The newest traces in full: the view of an administrator.</summary>
    /// <param name="count">Most traces returned; 1 or more.</param>
    /// <returns>Newest first.</returns>
    public ImmutableArray<StoredTrace> Newest(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return store.Read(c => HasTables(c) ? c.Query("SELECT id, time, body FROM traces ORDER BY id DESC LIMIT $count", Row, ("$count", count)).ToImmutableArray() : []);
    }

    /// <summary>What was asked from a time on: the view of an administrator.</summary>
    /// <param name="from">The time, UTC.</param>
    /// <returns>The oldest first; without questions that were taken out.</returns>
    public ImmutableArray<AskedQuestion> Asked(DateTimeOffset from) => store.Read(c => HasTables(c)
        ? c.Query(
            "SELECT id, time, asker, coalesce(json_extract(body, '$.query'), '') FROM traces WHERE time >= $from AND json_valid(body) ORDER BY id",
            r => new AskedQuestion(r.GetInt64(0), DateTimeOffset.Parse(r.GetString(1), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind), r.GetString(2), r.GetString(3)),
            ("$from", from.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture))).Where(q => !string.IsNullOrWhiteSpace(q.Text)).ToImmutableArray() : []);

    /// <summary>The traces that name or hold text of a document, for a deletion receipt. Call before the document is removed.</summary>
    /// <param name="documentId">The document by its present id.</param>
    /// <returns>Numbers in order; empty for a document that is not stored.</returns>
    public ImmutableArray<long> Holding(string documentId) => store.Read(c => HasTables(c)
        && c.Scalar("SELECT key FROM documents WHERE id = $id", ("$id", documentId)) is long key ? [.. Held(c, key).Select(h => h.Trace).Distinct()] : ImmutableArray<long>.Empty);

    /// <summary>Removes a document's words from every trace, see <see cref="TraceRedaction.Redact"/>.</summary>
    /// <param name="documentId">The document by its present id; call before it is removed, or use the overload for keys inside the transaction that removes it.</param>
    /// <returns>Numbers of the traces that were changed.</returns>
    /// <exception cref="AssayException">The store cannot be written; nothing was changed.</exception>
    public ImmutableArray<long> Redact(string documentId) => store.Write(() =>
        store.Writer.Scalar("SELECT key FROM documents WHERE id = $id", ("$id", documentId)) is long key ? Redact(store.Writer, documentId, [key]) : []);

    /// <summary>The same inside the caller's transaction, for a document in all its versions; also questions and answers of other traces that repeat its words go.</summary>
    /// <param name="connection">The writing connection.</param>
    /// <param name="documentId">The document.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="repeats">Whether a question or an answer repeats its words; null for never.</param>
    /// <returns>Numbers of the traces that were changed, in order.</returns>
    internal static ImmutableArray<long> Redact(SqliteConnection connection, string documentId, ImmutableArray<long> keys, Func<string, bool>? repeats = null)
    {
        if (!HasTables(connection)) return [];
        ILookup<long, (long Key, string Id)> held = keys.SelectMany(k => Held(connection, k)).Distinct().ToLookup(h => h.Trace, h => (h.Key, h.Id));
        ImmutableArray<long> traces = [.. held.Select(h => h.Key).Union(repeats is null ? [] : Repeating(connection, repeats)).Order()];
        foreach (long trace in traces)
        {
            string body = (string)connection.Scalar("SELECT body FROM traces WHERE id = $id", ("$id", trace))!;
            SearchTrace redacted = TraceRedaction.Redact(TraceJson.TryRead(body) ?? Emptied(documentId), held[trace].Select(h => h.Id).ToHashSet(StringComparer.Ordinal));
            if (repeats is not null) redacted = TraceRedaction.RedactRepeated(redacted, documentId, repeats);
            connection.Execute("UPDATE traces SET body = $body WHERE id = $id", ("$body", TraceJson.Write(redacted)), ("$id", trace));
            foreach ((long key, _) in held[trace]) connection.Execute("DELETE FROM trace_documents WHERE document = $key AND trace = $trace", ("$key", key), ("$trace", trace));
        }

        // What was said of an answer is about words that are gone.
        FeedbackStore.Remove(connection, traces);
        return traces;
    }

    /// <summary>The traces whose question or answer, or what was said of it, repeats words of a document, whatever they held; inside the caller's transaction.</summary>
    internal static ImmutableArray<long> Repeating(SqliteConnection connection, Func<string, bool> repeats) => !HasTables(connection) ? [] :
        [.. connection.Query(
            """
            SELECT id, coalesce(json_extract(body, '$.query'), ''), coalesce(json_extract(body, '$.answer.text'), ''), 1 FROM traces WHERE json_valid(body)
            UNION ALL SELECT id, '', '', 0 FROM traces WHERE NOT json_valid(body) ORDER BY 1
            """,
            r => (Id: r.GetInt64(0), Query: r.GetString(1), Answer: r.GetString(2), IsReadable: r.GetInt64(3) != 0))
            .Where(t => !t.IsReadable || repeats(t.Query) || repeats(t.Answer)).Select(t => t.Id).Union(FeedbackStore.Repeating(connection, repeats)).Order()];

    // What cannot be read cannot be searched either: rather all of it goes than a word of the document stays.
    private static SearchTrace Emptied(string documentId) => new() { Query = "", Redacted = [documentId] };

    /// <summary>The traces of a document in all its versions: each has a key of its own, and the journal says which one it replaced.</summary>
    private static List<(long Trace, long Key, string Id)> Held(SqliteConnection connection, long documentKey) => connection.Query(
        """
        WITH RECURSIVE versions (key) AS (
          SELECT $key
          UNION SELECT j.replaced FROM versions v JOIN journal j ON j.key = v.key WHERE j.replaced <> 0)
        SELECT t.trace, t.document, t.id FROM versions v JOIN trace_documents t ON t.document = v.key ORDER BY t.trace, t.document
        """,
        r => (r.GetInt64(0), r.GetInt64(1), r.GetString(2)), ("$key", documentKey));

    /// <summary>The traces that hold one of these versions; inside the caller's transaction.</summary>
    internal static ImmutableArray<long> Holding(SqliteConnection connection, ImmutableArray<long> keys) =>
        HasTables(connection) ? [.. keys.SelectMany(k => Held(connection, k)).Select(h => h.Trace).Distinct().Order()] : [];

    /// <summary>Whether there is a trace.</summary>
    internal static bool HasAny(SqliteConnection connection) => HasTables(connection) && connection.Scalar("SELECT 1 FROM traces LIMIT 1") is not null;

    /// <summary>Whether there is a trace of this number.</summary>
    internal static bool Has(SqliteConnection connection, long id) => HasTables(connection) && connection.Scalar("SELECT 1 FROM traces WHERE id = $id", ("$id", id)) is not null;

    private static bool HasTables(SqliteConnection connection) => connection.Scalar("SELECT 1 FROM sqlite_master WHERE name = 'trace_documents'") is not null;

    private static StoredTrace? Find(SqliteConnection connection, long id) =>
        HasTables(connection) ? connection.Query("SELECT id, time, body FROM traces WHERE id = $id", Row, ("$id", id)).SingleOrDefault() : null;

    private static StoredTrace Row(SqliteDataReader row) =>
        new(row.GetInt64(0), DateTimeOffset.Parse(row.GetString(1), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind), TraceJson.Read(row.GetString(2)));
}
