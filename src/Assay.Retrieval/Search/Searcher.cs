using System.Collections.Immutable;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Dense;
using Assay.Retrieval.Keyword;
using Assay.Retrieval.Search.Reranking;
using Assay.Retrieval.Search.Stages;
using Assay.Retrieval.Storage;
using Assay.Retrieval.Tracing;
using Assay.Text;

namespace Assay.Retrieval.Search;

/// <summary>Finds the passages that answer a question: keyword index, feedback, proximity, fusion with a search by meaning, support of the rest of the document, rerankers.</summary>
/// <remarks>
/// Which stages run, and with which numbers, is the <see cref="SearchProfile"/>'s. Everything is read from one snapshot of the store and the index of
/// the same generation, and what the asker may not read is outside every stage: it is neither found, nor learned from, nor counted.
/// Equal scores are ordered by document id (ordinal), then by position. Safe to use from several threads at once.
/// </remarks>
public sealed class Searcher
{
    /// <summary>Chunks that go through the stages: enough to judge documents by more than their best chunk.</summary>
    private const int LeastDepth = 1000;

    /// <summary>No more chunks go through the stages; documents behind them are ranked by their keyword score alone.</summary>
    private const int MostDepth = 10_000;

    private readonly KeywordSearch keyword;
    private readonly DenseSearch? dense;
    private readonly IReranker? reranker;
    private readonly SearchProfile profile;

    /// <summary>Makes a search.</summary>
    /// <param name="keyword">The keyword index with its store; stays open while this is used.</param>
    /// <param name="profile">The stages' numbers; null for the defaults.</param>
    /// <param name="dense">
    /// The search by meaning over the same store; null for words alone. Because models answer in their own time, <see cref="TextVectors.EmbedAsync"/> of
    /// <see cref="DenseSearch.Queries"/> is called with a query before it is searched for.
    /// </param>
    /// <param name="reranker">Reads the query with the best candidates and orders them anew; null for none. Owned by the caller.</param>
    /// <exception cref="InputException">The profile is out of range; lists every problem.</exception>
    public Searcher(KeywordSearch keyword, SearchProfile? profile = null, DenseSearch? dense = null, IReranker? reranker = null)
    {
        ArgumentNullException.ThrowIfNull(keyword);
        this.keyword = keyword;
        this.dense = dense;
        this.reranker = reranker;
        this.profile = profile ?? SearchProfile.Default;
        if (this.profile.Validate() is { Count: > 0 } problems) throw new InputException(problems);
    }

    /// <summary>The stages' numbers.</summary>
    public SearchProfile Profile => profile;

    /// <summary>The same search with other numbers.</summary>
    /// <param name="other">The profile.</param>
    /// <returns>A search over the same index.</returns>
    /// <exception cref="InputException">The profile is out of range; lists every problem.</exception>
    public Searcher With(SearchProfile other) => new(keyword, other, dense, reranker);

    /// <summary>The same search with another reranker.</summary>
    /// <param name="other">The reranker; null for none. Owned by the caller.</param>
    /// <returns>A search over the same index.</returns>
    public Searcher With(IReranker? other) => new(keyword, profile, dense, other);

    /// <summary>Reads the query with the best candidates and orders them anew; null for none.</summary>
    public IReranker? Reranker => reranker;

    /// <summary>The passages that answer a query best.</summary>
    /// <param name="query">What a user typed: words, and phrases in double quotes. Nothing in it is an operator.</param>
    /// <param name="options">How many, from which documents, for whom; null for the defaults.</param>
    /// <param name="trace">Notes what each stage does; null for no trace.</param>
    /// <returns>At most <see cref="SearchOptions.K"/> passages, best first; empty when no word of the query occurs and nothing is found by meaning.</returns>
    /// <exception cref="InputException">The options are out of range; lists every problem.</exception>
    /// <exception cref="InvalidOperationException">It is to be found by meaning too and has no vector yet.</exception>
    /// <exception cref="AssayException">The store cannot be read.</exception>
    public IReadOnlyList<Passage> Search(string query, SearchOptions? options = null, TraceBuilder? trace = null)
    {
        options = Checked(query, options);
        return keyword.Read((store, index) =>
        {
            SearchRun run = Run(store, index, query, Math.Clamp(options.K, LeastDepth, MostDepth), options, trace);
            Staged(run);
            Rerank(run, options);
            return Load(run, options.K);
        });
    }

    /// <summary>Documents ranked by their best passage.</summary>
    /// <param name="query">See <see cref="Search"/>.</param>
    /// <param name="depth">Most documents returned; 1 or more.</param>
    /// <param name="options">From which documents, for whom; null for the defaults.</param>
    /// <param name="trace">Notes what each stage does; null for no trace.</param>
    /// <returns>Best first; each document once.</returns>
    /// <exception cref="InputException">The options are out of range; lists every problem.</exception>
    /// <exception cref="AssayException">The store cannot be read.</exception>
    public IReadOnlyList<(string DocumentId, double Score)> RankDocuments(string query, int depth = 1000, SearchOptions? options = null, TraceBuilder? trace = null)
    {
        options = Checked(query, options);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        return keyword.Read((store, index) =>
        {
            SearchRun run = Run(store, index, query, Math.Clamp(depth, LeastDepth, MostDepth), options, trace);
            Staged(run);
            Rerank(run, options);
            return Documents(run, depth);
        });
    }

    /// <summary>What a reranker would get to see: the candidates of all stages before it.</summary>
    /// <param name="query">See <see cref="Search"/>.</param>
    /// <param name="depth">Most candidates; 2 or more.</param>
    /// <param name="options">From which documents, for whom; null for the defaults.</param>
    /// <returns>Candidates with their features, and the documents behind them.</returns>
    public RerankCandidates Candidates(string query, int depth, SearchOptions? options = null)
    {
        options = Checked(query, options);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 2);
        return keyword.Read((store, index) =>
        {
            SearchRun run = Run(store, index, query, Math.Clamp(depth, LeastDepth, MostDepth), options, trace: null);
            Staged(run);
            double[][] features = RerankFeatures.Of(run, depth);
            ImmutableArray<string> documents = [.. run.Candidates.Take(features.Length).Select(c => run.Document(c).Id)];
            return new RerankCandidates(documents, features, [.. Documents(run, LeastDepth).Select(d => d.DocumentId).Except(documents, StringComparer.Ordinal)]);
        });
    }

    private static SearchOptions Checked(string query, SearchOptions? options)
    {
        ArgumentNullException.ThrowIfNull(query);
        options ??= new SearchOptions();
        IReadOnlyList<Problem> problems = options.Validate();
        return problems.Count == 0 ? options : throw new InputException(problems);
    }

    private SearchRun Run(StoreSnapshot store, KeywordSnapshot index, string query, int depth, SearchOptions options, TraceBuilder? trace)
    {
        // Where titles and headings are left out of the search, they are left out whatever the profile says.
        Bm25Options scoring = profile.Keyword with
        {
            TitleWeight = options.TitleWeight == 0 ? 0 : profile.Keyword.TitleWeight,
            HeadingWeight = options.HeadingWeight == 0 ? 0 : profile.Keyword.HeadingWeight,
        };
        ChunkFilter? filter = KeywordSearch.Filter(store, options, trace);
        KeywordQuery parsed = KeywordSearch.Query(index, query, options, filter, trace) with { Scoring = scoring };
        if (trace is not null) trace.Generation = index.Generation;
        return new SearchRun { Store = store, Index = index, Filter = filter, Profile = profile, Query = parsed, Asked = parsed, Depth = depth, Trace = trace, Vector = Vector(query, options), Expanded = options.Expanded, Text = query };
    }

    // That a query was not embedded must not show as results that are merely worse.
    private ReadOnlyMemory<float>? Vector(string query, SearchOptions options)
    {
        if (dense is null || options.WordsOnly || profile.Fusion.DenseWeight <= 0) return null;
        return dense.Queries.Of(query) ?? throw new InvalidOperationException("The query has no vector: call DenseSearch.Queries.EmbedAsync before the search.");
    }

    // Feedback and proximity reckon in BM25's scores, so they come before these are fused; support and reranker look at what was found by either way.
    private void Staged(SearchRun run)
    {
        if (run.Query.Terms.Length > 0)
        {
            KeywordStage.Run(run);
            FeedbackStage.Run(run);
            ProximityStage.Run(run);
        }

        DenseStage.Run(run, dense);
        SupportStage.Run(run);
        ExpansionStage.Run(run, dense);
    }

    // The trained one is cheap and looks at numbers; it puts in order what the one that reads gets to see.
    private void Rerank(SearchRun run, SearchOptions options)
    {
        if (run.Profile.Reranker is { } trained) RerankStage.Run(run, RerankStage.Trained, trained);
        else run.Trace?.Skipped(RerankStage.Trained, "no reranker has been trained on this project's questions");
        if (reranker is null) run.Trace?.Skipped(RerankStage.Reading, "the project names no reranker");
        else if (!options.IsReranked || profile.CrossEncoder.Weight <= 0) run.Trace?.Skipped(RerankStage.Reading, options.IsReranked ? "off in the search profile" : "this search goes without it");
        else RerankStage.Run(run, RerankStage.Reading, reranker, profile.CrossEncoder.Weight);
    }

    private static List<Passage> Load(SearchRun run, int count)
    {
        var passages = new List<Passage>();
        foreach (Candidate candidate in run.Candidates)
        {
            if (passages.Count == count) break;
            if (run.Store.Chunk(candidate.Row) is Chunk chunk) passages.Add(new Passage(chunk, candidate.Score));
        }

        return passages;
    }

    // The documents of the candidates, then those whose best chunk came behind all of them.
    private static List<(string DocumentId, double Score)> Documents(SearchRun run, int depth)
    {
        var ranked = new List<(string DocumentId, double Score)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (Candidate candidate in run.Candidates)
        {
            if (ranked.Count == depth) return ranked;
            string id = run.Document(candidate).Id;
            if (seen.Add(id)) ranked.Add((id, candidate.Score));
        }

        if (run.Candidates.Count < run.Depth) return ranked;
        double last = run.Candidates[^1].Score;
        foreach (DocumentHit hit in run.Index.SearchDocuments(run.Query, depth, run.Filter))
        {
            if (ranked.Count == depth) break;
            if (seen.Add(hit.Id)) ranked.Add((hit.Id, last = Math.Min(hit.Score, last)));
        }

        return ranked;
    }
}
