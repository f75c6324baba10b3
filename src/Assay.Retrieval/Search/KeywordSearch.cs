using System.Text.Json;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Storage;
using Assay.Retrieval.Tracing;
using Assay.Text;
using Microsoft.Data.Sqlite;

namespace Assay.Retrieval.Search;

/// <summary>Finds chunks by their words: BM25 over title, headings and text, English word stems, accents ignored.</summary>
/// <remarks>
/// Scores are SQLite FTS5's <c>bm25()</c> with its sign turned (k1 = 1.2, b = 0.75; a term counts once per occurrence times the weight
/// of the field it stands in, Robertson &amp; Zaragoza 2009). Equal scores are ordered by document id (ordinal), then by position, so a
/// result never depends on the order in which documents were stored. Safe to use from several threads at once.
/// </remarks>
/// <param name="store">The store searched; it stays open while this is used.</param>
public sealed class KeywordSearch(KnowledgeStore store)
{
    /// <summary>The passages that answer a query best.</summary>
    /// <param name="query">What a user typed: words, and phrases in double quotes. Nothing in it is an operator; at most 64 terms count.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="trace">Told what was found; null for nobody.</param>
    /// <returns>At most <see cref="SearchOptions.K"/> passages, best first; empty when no word of the query occurs.</returns>
    /// <exception cref="InputException">The options are out of range; lists every problem.</exception>
    /// <exception cref="AssayException">The store cannot be read.</exception>
    public IReadOnlyList<Passage> Search(string query, SearchOptions? options = null, TraceBuilder? trace = null)
    {
        options = Checked(query, options);
        return KeywordQuery.Build(query) is not string match ? [] : store.Read(connection =>
        {
            long started = trace?.Start() ?? 0;
            List<Hit> hits = Best(Hits(connection, match, options), options.K);
            Dictionary<long, string> ids = Ids(connection, hits.Select(h => h.DocumentKey));
            List<(Passage Passage, long Row)> found = [.. hits
                .OrderByDescending(h => h.Score).ThenBy(h => ids[h.DocumentKey], StringComparer.Ordinal).ThenBy(h => h.Row)
                .Take(options.K).Select(h => (new Passage(Load(connection, h.Row), h.Score), h.Row))];
            if (trace is not null) Note(trace, started, connection, query, found);
            return (IReadOnlyList<Passage>)[.. found.Select(f => f.Passage)];
        });
    }

    /// <summary>Documents ranked by their best chunk.</summary>
    /// <param name="query">See <see cref="Search"/>.</param>
    /// <param name="depth">Most documents returned; 1 or more.</param>
    /// <param name="options">Weights and filter; null for the defaults.</param>
    /// <returns>Best first; each document once.</returns>
    /// <exception cref="InputException">The options are out of range; lists every problem.</exception>
    /// <exception cref="AssayException">The store cannot be read.</exception>
    public IReadOnlyList<(string DocumentId, double Score)> RankDocuments(string query, int depth = 1000, SearchOptions? options = null)
    {
        options = Checked(query, options);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        return KeywordQuery.Build(query) is not string match ? [] : store.Read(connection =>
        {
            var best = new Dictionary<long, Hit>();
            foreach (Hit hit in Hits(connection, match, options))
            {
                if (!best.TryGetValue(hit.DocumentKey, out Hit other) || hit.Score > other.Score) best[hit.DocumentKey] = hit;
            }

            List<Hit> hits = Best([.. best.Values], depth);
            Dictionary<long, string> ids = Ids(connection, hits.Select(h => h.DocumentKey));
            return (IReadOnlyList<(string DocumentId, double Score)>)[.. hits
                .Select(h => (DocumentId: ids[h.DocumentKey], h.Score))
                .OrderByDescending(h => h.Score).ThenBy(h => h.DocumentId, StringComparer.Ordinal).Take(depth)];
        });
    }

    // Asks the index once more for every term: a trace may cost what the search does not.
    private static void Note(TraceBuilder trace, long started, SqliteConnection connection, string query, List<(Passage Passage, long Row)> found)
    {
        var rows = new List<(string Term, HashSet<long> Rows)>();
        foreach (string term in KeywordQuery.Terms(query))
        {
            HashSet<long> matching = [.. connection.Query("SELECT rowid FROM keywords WHERE keywords MATCH $match", r => r.GetInt64(0), ("$match", $"\"{term}\""))];
            trace.Term(new TraceTerm(term, term, TermOrigin.Query, matching.Count));
            rows.Add((term, matching));
        }

        trace.Stage("keyword", started, found.Select((f, i) => new TraceHit(i + 1, f.Passage.Chunk.DocumentId, f.Passage.Chunk.Ordinal, f.Passage.Score)
        {
            Terms = [.. rows.Where(r => r.Rows.Contains(f.Row)).Select(r => r.Term)],
        }), found.Count);
    }

    private static SearchOptions Checked(string query, SearchOptions? options)
    {
        ArgumentNullException.ThrowIfNull(query);
        options ??= new SearchOptions();
        IReadOnlyList<Problem> problems = options.Validate();
        return problems.Count == 0 ? options : throw new InputException(problems);
    }

    private static List<Hit> Hits(SqliteConnection connection, string match, SearchOptions options)
    {
        const string all = "SELECT rowid, -bm25(keywords, $title, $heading, $body) FROM keywords WHERE keywords MATCH $match";
        const string some = all + " AND rowid >> 20 IN (SELECT d.key FROM json_each($ids) j JOIN documents d ON d.id = j.value)";
        using SqliteCommand command = connection.Command(
            options.Documents is null ? all : some,
            ("$title", options.TitleWeight), ("$heading", options.HeadingWeight), ("$body", options.BodyWeight), ("$match", match));
        if (options.Documents is { } documents) command.Parameters.AddWithValue("$ids", JsonSerializer.Serialize(documents.IsDefault ? [] : documents.AsEnumerable()));
        using SqliteDataReader reader = command.ExecuteReader();
        var hits = new List<Hit>();
        while (reader.Read()) hits.Add(new Hit(reader.GetInt64(0), reader.GetDouble(1)));
        return hits;
    }

    // The best `count` hits with every hit that ties with the last of them; which of those stay is decided by document id, once ids are known.
    private static List<Hit> Best(List<Hit> hits, int count)
    {
        if (hits.Count <= count) return hits;
        hits.Sort((x, y) => y.Score.CompareTo(x.Score));
        double last = hits[count - 1].Score;
        int end = count;
        while (end < hits.Count && hits[end].Score == last) end++;
        return hits.GetRange(0, end);
    }

    private static Dictionary<long, string> Ids(SqliteConnection connection, IEnumerable<long> keys)
    {
        using SqliteCommand command = connection.Command("SELECT id FROM documents WHERE key = $key", ("$key", 0L));
        var ids = new Dictionary<long, string>();
        foreach (long key in keys)
        {
            if (ids.ContainsKey(key)) continue;
            command.Parameters[0].Value = key;
            ids[key] = (string)command.ExecuteScalar()!;
        }

        return ids;
    }

    private static Chunk Load(SqliteConnection connection, long row) => connection.Query(
        $"SELECT {StoreRows.ChunkColumns} FROM chunks c JOIN documents d ON d.key = c.document WHERE c.rowid = $row", StoreRows.Chunk, ("$row", row)).Single();

    private readonly record struct Hit(long Row, double Score)
    {
        public long DocumentKey => Row >> StoreSchema.OrdinalBits;
    }
}
