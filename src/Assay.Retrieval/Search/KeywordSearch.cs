using System.Collections.Immutable;
using System.Text.Json;
using Assay.Retrieval.Keyword;
using Assay.Retrieval.Storage;
using Assay.Retrieval.Tracing;
using Assay.Text;

namespace Assay.Retrieval.Search;

/// <summary>Finds chunks by their words: BM25 over title, headings and text, words by their stems, accents ignored.</summary>
/// <remarks>
/// See <see cref="Bm25Options"/> for the score. Equal scores are ordered by document id (ordinal), then by position, so a result never depends
/// on the order in which documents were stored. What is found is what the store holds at the time of the search, also when another
/// process writes to it. Safe to use from several threads at once.
/// </remarks>
/// <param name="store">The store searched; it stays open while this is used.</param>
public sealed class KeywordSearch(KnowledgeStore store)
{
    private readonly StoredKeywordIndex index = new(store);

    /// <summary>The file that keeps the index beside the store; it is made again when it is missing.</summary>
    public string IndexFile => index.Path;

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
        return Read((snapshot, keywords) =>
        {
            long started = trace?.Start() ?? 0;
            ChunkFilter? filter = Filter(snapshot, options, trace);
            KeywordQuery terms = Query(keywords, query, options, filter, trace);
            ImmutableArray<KeywordHit> hits = keywords.Search(terms, options.K, filter);
            List<Passage> passages = [.. hits.Select(h => new Passage(snapshot.Chunk(h.Row)!, h.Score))];
            if (trace is not null)
            {
                trace.Generation = keywords.Generation;
                ImmutableArray<ChunkMatch?> matches = keywords.Matches(hits.Select(h => h.Row), terms, filter);
                trace.Stage("keyword", started, passages.Select((p, i) => new TraceHit(i + 1, p.Chunk.DocumentId, p.Chunk.Ordinal, p.Score)
                {
                    Terms = [.. matches[i]!.Terms.Select(t => t.Term.Text)],
                }), passages.Count);
            }

            return passages;
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
        return Read((snapshot, keywords) =>
        {
            ChunkFilter? filter = Filter(snapshot, options);
            ImmutableArray<DocumentHit> hits = keywords.SearchDocuments(Query(keywords, query, options, filter, trace: null), depth, filter);
            return (IReadOnlyList<(string DocumentId, double Score)>)[.. hits.Select(h => (h.Id, h.Score))];
        });
    }

    /// <summary>Brings the index up to date with the store, and writes its file when enough has changed: at the end of an ingestion.</summary>
    /// <exception cref="AssayException">The store cannot be read.</exception>
    public void Refresh() => index.Save();

    /// <summary>Writes the file anew, with nothing in it of documents that are gone. A process that is killed here leaves no file.</summary>
    /// <exception cref="AssayException">A file of the index cannot be deleted.</exception>
    public void Forget() => index.Forget();

    /// <summary>Reads one snapshot of the store with the index of the same generation.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="read">Gets both; they must not be used after it returns.</param>
    internal T Read<T>(Func<StoreSnapshot, KeywordSnapshot, T> read) => index.Read(read);

    /// <summary>The terms of a query with their spelling variants.</summary>
    internal static KeywordQuery Query(KeywordSnapshot keywords, string query, SearchOptions options, ChunkFilter? filter, TraceBuilder? trace)
    {
        KeywordQuery parsed = QueryParser.Parse(query, keywords.Languages);
        ImmutableArray<(string Word, KeywordTerm Variant)> variants = SpellingVariants.Find(keywords, parsed, filter);
        if (trace is not null)
        {
            foreach (KeywordTerm term in parsed.Terms) trace.Term(new TraceTerm(term.Text, term.Text, TermOrigin.Query, term.Words.Length == 1 ? keywords.DocumentFrequency(term.Words[0], filter) : -1, term.Weight));
            foreach ((string word, KeywordTerm variant) in variants) trace.Term(new TraceTerm(variant.Text, word, TermOrigin.Spelling, keywords.DocumentFrequency(variant.Words[0], filter), variant.Weight));
        }

        return new KeywordQuery([.. parsed.Terms, .. variants.Select(v => v.Variant)])
        {
            Scoring = Scoring(options),
        };
    }

    /// <summary>How options score a match.</summary>
    /// <param name="options">The options.</param>
    internal static Bm25Options Scoring(SearchOptions options) =>
        Bm25Options.Default with { TitleWeight = options.TitleWeight, HeadingWeight = options.HeadingWeight, BodyWeight = options.BodyWeight };

    /// <summary>Which chunks options allow; null for all.</summary>
    /// <param name="snapshot">Says who may read what.</param>
    /// <param name="options">The options.</param>
    /// <param name="trace">Told how many documents pass; null for nobody.</param>
    internal static ChunkFilter? Filter(StoreSnapshot snapshot, SearchOptions options, TraceBuilder? trace = null)
    {
        bool[]? readable = snapshot.Readable(options.Principal);
        if (readable is null && options.Documents is null) return null;
        var filter = new ChunkFilter(
            readable is null ? null : Enumerable.Range(0, readable.Length).Where(c => readable[c]),
            options.Documents is { } documents ? Keys(snapshot, documents.IsDefault ? [] : documents) : null);
        if (trace is not null) Note(snapshot, filter, trace);
        return filter;
    }

    // Counts only. What is said of the documents asked for is said of those that may be read, so that it gives no others away.
    private static void Note(StoreSnapshot snapshot, ChunkFilter filter, TraceBuilder trace)
    {
        List<(long Key, int Class)> all = snapshot.Connection.Query("SELECT key, access_class FROM documents", r => (r.GetInt64(0), r.GetInt32(1)));
        List<(long Key, int Class)> readable = [.. all.Where(d => filter.AllowsClass(d.Class))];
        if (filter.RestrictsAccess) trace.Filter(new FilterTrace(FilterReason.Permission, readable.Count, all.Count - readable.Count));
        if (filter.Documents is null) return;
        int named = readable.Count(d => filter.AllowsDocument(d.Key));
        trace.Filter(new FilterTrace(FilterReason.Documents, named, readable.Count - named));
    }

    private static List<long> Keys(StoreSnapshot snapshot, ImmutableArray<string> ids) => snapshot.Connection.Query(
        "SELECT d.key FROM json_each($ids) j JOIN documents d ON d.id = j.value", r => r.GetInt64(0), ("$ids", JsonSerializer.Serialize(ids.AsEnumerable())));

    private static SearchOptions Checked(string query, SearchOptions? options)
    {
        ArgumentNullException.ThrowIfNull(query);
        options ??= new SearchOptions();
        IReadOnlyList<Problem> problems = options.Validate();
        return problems.Count == 0 ? options : throw new InputException(problems);
    }
}
