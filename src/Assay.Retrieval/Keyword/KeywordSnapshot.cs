using System.Collections.Concurrent;
using System.Collections.Immutable;
using Assay.Retrieval.Keyword.Scoring;
using Assay.Retrieval.Keyword.Segments;
using Assay.Retrieval.Keyword.Spelling;
using Assay.Retrieval.Search;
using Assay.Retrieval.Storage;
using Assay.Text.Languages;

namespace Assay.Retrieval.Keyword;

/// <summary>The keyword index as it was at one generation of the store; never changes.</summary>
/// <remarks>
/// Scores depend on the documents alone: not on the order in which they came, on versions that were replaced, or on how the index keeps them.
/// Safe to use from several threads at once; needs no disposal.
/// </remarks>
public sealed class KeywordSnapshot
{
    /// <summary>Scopes kept for the next search, each with a number for every chunk.</summary>
    private const int MostScopes = 16;

    private readonly ConcurrentDictionary<ScopeKey, ScoringScope> scopes = new();

    internal KeywordSnapshot(ImmutableArray<SegmentView> views, long generation)
    {
        Views = views;
        Generation = generation;
        ChunkTotals totals = views.SelectMany(v => v.ByClass.Values).Aggregate(default(ChunkTotals), (sum, c) => sum + c);
        DocumentCount = totals.Documents;
        ChunkCount = totals.Chunks;
        Languages = [.. views.SelectMany(v => v.Languages).GroupBy(l => l.Key, l => l.Value).OrderByDescending(g => g.Sum()).ThenBy(g => g.Key).Select(g => g.Key)];
    }

    /// <summary>The store generation that this is the index of.</summary>
    public long Generation { get; }

    /// <summary>Number of documents with text.</summary>
    public int DocumentCount { get; }

    /// <summary>Number of chunks.</summary>
    public int ChunkCount { get; }

    /// <summary>The languages of its documents, the commonest first.</summary>
    public ImmutableArray<Language> Languages { get; }

    /// <summary>The segments, the largest first.</summary>
    internal ImmutableArray<SegmentView> Views { get; }

    /// <summary>The average weighted length of a chunk in words.</summary>
    /// <param name="options">The weights.</param>
    /// <param name="filter">Whose access classes count; null for all.</param>
    /// <returns>1 when there is no chunk.</returns>
    public double AverageLength(Bm25Options options, ChunkFilter? filter = null) => Scope(options, filter).Average;

    /// <summary>Number of chunks that statistics count.</summary>
    /// <param name="filter">Whose access classes count; null for all.</param>
    /// <returns>0 or more.</returns>
    public int CountChunks(ChunkFilter? filter = null) => Scope(Bm25Options.Default, filter).Totals.Chunks;

    /// <summary>Number of chunks that hold a word.</summary>
    /// <param name="word">The word as the analyzer gives it.</param>
    /// <param name="filter">Whose access classes count; null for all. The documents of a filter do not matter for statistics.</param>
    /// <returns>0 when it does not occur.</returns>
    public int DocumentFrequency(string word, ChunkFilter? filter = null)
    {
        int count = Scope(Bm25Options.Default, filter).DocumentFrequency(word, QueryPlan.Find(Views, word));
        GC.KeepAlive(this);
        return count;
    }

    /// <summary>The chunks that answer a query best.</summary>
    /// <param name="query">The terms and how they are scored.</param>
    /// <param name="k">Most hits; 1 or more.</param>
    /// <param name="filter">Which chunks may be returned; its access classes also bound what statistics count. Null for all.</param>
    /// <returns>Best first; equal scores by document id (ordinal), then position. Only chunks with a score above 0.</returns>
    /// <exception cref="ArgumentException">A term has no word or a weight out of range.</exception>
    public ImmutableArray<KeywordHit> Search(KeywordQuery query, int k, ChunkFilter? filter = null)
    {
        (ImmutableArray<BestHits.Hit> hits, double scale) = Best(query, k, filter, byDocument: false);
        ImmutableArray<KeywordHit> result = [.. hits.Select(h => new KeywordHit(Views[h.View].Segment.ChunkRows[h.Chunk], h.Score / scale))];
        GC.KeepAlive(this);
        return result;
    }

    /// <summary>The documents that answer a query best, each by its best chunk.</summary>
    /// <param name="query">The terms and how they are scored.</param>
    /// <param name="most">Most documents; 1 or more.</param>
    /// <param name="filter">See <see cref="Search"/>.</param>
    /// <returns>Best first; equal scores by id (ordinal).</returns>
    /// <exception cref="ArgumentException">A term has no word or a weight out of range.</exception>
    public ImmutableArray<DocumentHit> SearchDocuments(KeywordQuery query, int most, ChunkFilter? filter = null)
    {
        (ImmutableArray<BestHits.Hit> hits, double scale) = Best(query, most, filter, byDocument: true);
        ImmutableArray<DocumentHit> result = [.. hits.Select(h => Document(h, scale))];
        GC.KeepAlive(this);
        return result;
    }

    /// <summary>How the terms of a query match one chunk: for explanations, features and proximity.</summary>
    /// <param name="row">The chunk.</param>
    /// <param name="query">The query that found it.</param>
    /// <param name="filter">The filter it was found with.</param>
    /// <returns>The terms that occur in the chunk, in the order of the query; null when the chunk is not here or may not be read.</returns>
    public ChunkMatch? Match(long row, KeywordQuery query, ChunkFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        ScoringScope scope = Scope(query.Scoring, filter);
        ChunkMatch? match = ChunkMatcher.Match(this, scope, QueryPlan.Make(Views, scope, query), row);
        GC.KeepAlive(this);
        return match;
    }

    /// <summary>How the terms of a query match several chunks.</summary>
    /// <param name="rows">The chunks.</param>
    /// <param name="query">The query that found them.</param>
    /// <param name="filter">The filter they were found with.</param>
    /// <returns>As <see cref="Match"/>, in the order of the rows.</returns>
    public ImmutableArray<ChunkMatch?> Matches(IEnumerable<long> rows, KeywordQuery query, ChunkFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        ScoringScope scope = Scope(query.Scoring, filter);
        QueryPlan plan = QueryPlan.Make(Views, scope, query);
        ImmutableArray<ChunkMatch?> matches = [.. rows.Select(row => ChunkMatcher.Match(this, scope, plan, row))];
        GC.KeepAlive(this);
        return matches;
    }

    /// <summary>The words of the index that are spelled almost like one that does not occur.</summary>
    /// <param name="word">The word looked for.</param>
    /// <param name="maxEdits">Most letters inserted, deleted, replaced or swapped with their neighbour; 1 or 2.</param>
    /// <param name="most">Most words returned; 1 or more.</param>
    /// <param name="filter">Words that stand only in documents of other access classes are not named.</param>
    /// <returns>By fewer edits, then by how many chunks hold them, then by the word.</returns>
    public ImmutableArray<NearTerm> NearTerms(string word, int maxEdits, int most, ChunkFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEdits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxEdits, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ScoringScope scope = Scope(Bm25Options.Default, filter);
        var edits = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (SegmentView view in Views) SpellingScan.Find(view.Segment, word, maxEdits, edits);
        ImmutableArray<NearTerm> near = [.. edits
            .Select(e => new NearTerm(e.Key, e.Value, scope.DocumentFrequency(e.Key, QueryPlan.Find(Views, e.Key))))
            .Where(n => n.DocumentFrequency > 0)
            .OrderBy(n => n.Edits).ThenByDescending(n => n.DocumentFrequency).ThenBy(n => n.Word, StringComparer.Ordinal).Take(most)];
        GC.KeepAlive(this);
        return near;
    }

    /// <summary>Where a row is: its view and chunk; null when it is not here.</summary>
    internal (int View, int Chunk)? Find(long row)
    {
        for (int v = 0; v < Views.Length; v++)
        {
            if (Views[v].Find(row >> StoreSchema.OrdinalBits) is not (>= 0 and int document)) continue;
            int chunk = Views[v].Segment.Chunk(row, document);
            return chunk < 0 ? null : (v, chunk);
        }

        return null;
    }

    private (ImmutableArray<BestHits.Hit> Hits, double Scale) Best(KeywordQuery query, int most, ChunkFilter? filter, bool byDocument)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ScoringScope scope = Scope(query.Scoring, filter);
        QueryPlan plan = QueryPlan.Make(Views, scope, query);
        var best = new BestHits(Views, most, byDocument);
        for (int v = 0; v < Views.Length; v++)
        {
            best.Enter(v);
            new SegmentScorer(Views[v], v, plan, scope, filter).Run(best);
        }

        return (best.Take(), plan.Scale);
    }

    private DocumentHit Document(BestHits.Hit hit, double scale)
    {
        Segment segment = Views[hit.View].Segment;
        int document = segment.ChunkDocuments[hit.Chunk];
        return new DocumentHit(segment.DocumentKeys[document], segment.DocumentId(document), hit.Score / scale);
    }

    private ScoringScope Scope(Bm25Options options, ChunkFilter? filter)
    {
        ArgumentNullException.ThrowIfNull(options);
        var key = new ScopeKey(options, filter?.AccessKey);
        if (scopes.TryGetValue(key, out ScoringScope? scope)) return scope;
        options.Check();
        if (scopes.Count >= MostScopes) scopes.Clear();
        scope = new ScoringScope(Views, options, key.Access is null ? null : filter);
        return scopes.GetOrAdd(key, scope);
    }

    private readonly record struct ScopeKey(Bm25Options Options, string? Access);
}
