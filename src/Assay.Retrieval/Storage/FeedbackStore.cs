using System.Collections.Immutable;
using System.Globalization;
using Assay.Text;
using Microsoft.Data.Sqlite;

namespace Assay.Retrieval.Storage;

/// <summary>What people said of answers, kept beside the traces and gone with the words of a trace that a forgotten document takes along.</summary>
/// <remarks>One word an answer: a later one replaces it. Safe to use from several threads at once.</remarks>
/// <param name="store">The store it is kept in; it stays open while this is used.</param>
/// <param name="time">The clock.</param>
public sealed class FeedbackStore(KnowledgeStore store, TimeProvider time)
{
    // Made when the first word is kept: an older file gets it without being rebuilt.
    private const string Table = """
        CREATE TABLE IF NOT EXISTS feedback (
          trace INTEGER PRIMARY KEY REFERENCES traces (id),
          time TEXT NOT NULL,
          good INTEGER NOT NULL,
          answer TEXT NOT NULL,
          note TEXT NOT NULL
        );
        """;

    /// <summary>Keeps what was said of an answer.</summary>
    /// <param name="feedback">What was said.</param>
    /// <returns>False, with nothing kept, when there is no such trace.</returns>
    /// <exception cref="AssayException">The store cannot be written; nothing was changed.</exception>
    public bool Put(StoredFeedback feedback)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        return store.Write(() =>
        {
            SqliteConnection connection = store.Writer;
            if (!TraceStore.Has(connection, feedback.Trace)) return false;
            connection.Execute(Table);
            connection.Execute(
                "INSERT OR REPLACE INTO feedback (trace, time, good, answer, note) VALUES ($trace, $time, $good, $answer, $note)",
                ("$trace", feedback.Trace), ("$time", time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)), ("$good", feedback.IsGood ? 1 : 0), ("$answer", feedback.Answer), ("$note", feedback.Note));
            return true;
        });
    }

    /// <summary>What was said of an answer.</summary>
    /// <param name="trace">Number of its trace.</param>
    /// <returns>Null for nothing.</returns>
    public StoredFeedback? Find(long trace) => store.Read(c => HasTable(c) ? c.Query("SELECT trace, time, good, answer, note FROM feedback WHERE trace = $trace", Row, ("$trace", trace)).SingleOrDefault() : null);

    /// <summary>Everything that was said: the view of an administrator.</summary>
    /// <returns>In the order of the traces.</returns>
    public ImmutableArray<StoredFeedback> All() => store.Read(c => HasTable(c) ? [.. c.Query("SELECT trace, time, good, answer, note FROM feedback ORDER BY trace", Row)] : ImmutableArray<StoredFeedback>.Empty);

    /// <summary>Removes what was said of some answers; inside the caller's transaction.</summary>
    internal static void Remove(SqliteConnection connection, IEnumerable<long> traces)
    {
        if (!HasTable(connection)) return;
        foreach (long trace in traces) connection.Execute("DELETE FROM feedback WHERE trace = $trace", ("$trace", trace));
    }

    /// <summary>The traces of which something was said that repeats words of a document; inside the caller's transaction.</summary>
    internal static ImmutableArray<long> Repeating(SqliteConnection connection, Func<string, bool> repeats) => !HasTable(connection) ? [] :
        [.. connection.Query("SELECT trace, time, good, answer, note FROM feedback ORDER BY trace", Row).Where(f => repeats(f.Answer) || repeats(f.Note)).Select(f => f.Trace)];

    private static bool HasTable(SqliteConnection connection) => connection.Scalar("SELECT 1 FROM sqlite_master WHERE name = 'feedback'") is not null;

    private static StoredFeedback Row(SqliteDataReader row) => new(row.GetInt64(0), row.GetInt64(2) != 0)
    {
        Time = DateTimeOffset.Parse(row.GetString(1), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        Answer = row.GetString(3),
        Note = row.GetString(4),
    };
}
