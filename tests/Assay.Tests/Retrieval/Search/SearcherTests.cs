using Assay.Retrieval.Dense;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Search;
using Assay.Retrieval.Search.Reranking;
using Assay.Retrieval.Storage;
using Assay.Retrieval.Tracing;
using Assay.Tests.Retrieval.Storage;
using Assay.Text;

namespace Assay.Tests.Retrieval.Search;

public sealed class SearcherTests : IDisposable
{
    private static readonly SearchProfile s_plain = new() { Feedback = new() { Weight = 0 }, Support = new() { Weight = 0 } };

    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_stages_it_is_the_keyword_index()
    {
        KnowledgeStore store = Store();
        var keyword = new KeywordSearch(store);
        var searcher = new Searcher(keyword, s_plain with { Keyword = new() });
        foreach (string query in (string[])["pump pressure", "valve", "the unknown", ""])
        {
            Assert.Equal(keyword.Search(query).Select(p => (p.Chunk.DocumentId, p.Chunk.Ordinal, p.Score)), searcher.Search(query).Select(p => (p.Chunk.DocumentId, p.Chunk.Ordinal, p.Score)));
            Assert.Equal(keyword.RankDocuments(query), searcher.RankDocuments(query));
        }
    }

    [Fact]
    public void Support_adds_a_share_of_the_best_other_chunk()
    {
        KnowledgeStore store = Store();
        var keyword = new KeywordSearch(store);
        Passage[] before = [.. new Searcher(keyword, s_plain).Search("pump")];
        Passage[] after = [.. new Searcher(keyword, s_plain with { Support = new() { Weight = 0.5, SingleChunk = 0.25 } }).Search("pump")];
        double Of(Passage[] passages, string id, int ordinal) => passages.Single(p => p.Chunk.DocumentId == id && p.Chunk.Ordinal == ordinal).Score;
        Assert.Equal(Of(before, "two", 0) + (0.5 * Of(before, "two", 1)), Of(after, "two", 0), 9);
        Assert.Equal(Of(before, "two", 1) + (0.5 * Of(before, "two", 0)), Of(after, "two", 1), 9);
        Assert.Equal(Of(before, "one", 0) * 1.125, Of(after, "one", 0), 9);
    }

    [Fact]
    public void Proximity_prefers_terms_that_stand_together()
    {
        KnowledgeStore store = folder.Open();
        StoreFolder.Put(store, "apart", "pressure is measured here and there and in many other places by the pump");
        StoreFolder.Put(store, "together", "is measured here and there and in many other places by the pump pressure");
        foreach (int i in Enumerable.Range(0, 8)) StoreFolder.Put(store, $"filler{i}", "nothing of that");
        var keyword = new KeywordSearch(store);
        Assert.Equal(["apart", "together"], new Searcher(keyword, s_plain).RankDocuments("pump pressure").Select(d => d.DocumentId));
        Assert.Equal(["together", "apart"], new Searcher(keyword, s_plain with { Proximity = new() { Weight = 0.1 } }).RankDocuments("pump pressure").Select(d => d.DocumentId));
    }

    [Fact]
    public void Feedback_moves_up_what_shares_terms_with_the_best_hits_and_adds_nothing_without_a_word_of_the_query()
    {
        KnowledgeStore store = folder.Open();
        StoreFolder.Put(store, "a", "pump impeller cavitation");
        StoreFolder.Put(store, "b", "pump impeller cavitation");
        StoreFolder.Put(store, "c", "pump with words around it");
        StoreFolder.Put(store, "d", "pump with cavitation around it");
        StoreFolder.Put(store, "e", "impeller cavitation in mixers");
        foreach (int i in Enumerable.Range(0, 100)) StoreFolder.Put(store, $"filler{i}", "unrelated text about lamps");
        var keyword = new KeywordSearch(store);
        Assert.Equal(["a", "b", "c", "d"], new Searcher(keyword, s_plain).RankDocuments("pump").Select(d => d.DocumentId));
        var learning = new Searcher(keyword, s_plain with { Feedback = new() { Weight = 0.2, GateLow = 0, GateHigh = 0 } });
        Assert.Equal(["a", "b", "d", "c"], learning.RankDocuments("pump").Select(d => d.DocumentId));
    }

    [Fact]
    public void Feedback_learns_nothing_from_what_may_not_be_read()
    {
        SearchProfile profile = s_plain with { Feedback = new() { Weight = 0.4, GateLow = 0, GateHigh = 0 }, Proximity = new() { Weight = 0.1 }, Support = new() };
        KnowledgeStore store = folder.Open();
        void Put(string id, string text, AccessList access) => store.Put(StoreFolder.Document(id), StoreFolder.Chunks(id, text), given: access);
        Put("a", "pump manual here", AccessList.Everyone);
        Put("b", "pump secretword here", AccessList.Everyone);
        foreach (int i in Enumerable.Range(0, 100)) Put($"filler{i}", "unrelated text about lamps", AccessList.Everyone);
        foreach (int i in Enumerable.Range(0, 5)) Put($"closed{i}", "pump secretword secretword", AccessList.Of(["group:board"]));
        string[] Ranked(SearchOptions? options) => [.. new Searcher(new KeywordSearch(store), profile).RankDocuments("pump", 1000, options).Select(d => d.DocumentId).Where(d => d.Length == 1)];
        Assert.Equal(["a", "b"], Ranked(null));
        Assert.Equal(["b", "a"], Ranked(new SearchOptions { Principal = new Principal(null, "board") }));
    }

    [Fact]
    public void Every_stage_keeps_to_the_documents_asked_for()
    {
        KnowledgeStore store = Store();
        SearchProfile all = s_plain with { Feedback = new() { Weight = 0.4, GateLow = 0, GateHigh = 0 }, Proximity = new() { Weight = 0.2 }, Support = new() { Weight = 0.4 }, Reranker = Model(5) };
        var options = new SearchOptions { Documents = ["two", "three"], K = 100 };
        Assert.All(new Searcher(new KeywordSearch(store), all).Search("pump pressure valve", options), p => Assert.Contains(p.Chunk.DocumentId, (string[])["two", "three"]));
    }

    [Fact]
    public void A_reranker_orders_its_candidates_and_leaves_the_others_behind_them()
    {
        KnowledgeStore store = Store();
        var keyword = new KeywordSearch(store);
        string[] before = [.. new Searcher(keyword, s_plain).Search("pump pressure").Select(p => $"{p.Chunk.DocumentId}/{p.Chunk.Ordinal}")];
        string[] after = [.. new Searcher(keyword, s_plain with { Reranker = Model(-1) with { Depth = 2 } }).Search("pump pressure").Select(p => $"{p.Chunk.DocumentId}/{p.Chunk.Ordinal}")];
        Assert.True(before.Length > 2);
        Assert.Equal([before[1], before[0], .. before[2..]], after);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(0)]
    public void A_reranker_that_reads_counts_by_its_weight(double weight)
    {
        var keyword = new KeywordSearch(Store());
        var reader = new Reader();
        Passage[] before = [.. new Searcher(keyword, s_plain).Search("pump pressure")];
        var trace = new TraceBuilder("pump pressure", TimeProvider.System);
        Passage[] after = [.. new Searcher(keyword, s_plain with { CrossEncoder = new() { Weight = weight } }, reranker: reader).Search("pump pressure", trace: trace)];
        StageTrace stage = trace.Build().Stages[^1];
        Assert.True(before.Length > 3);
        Assert.Equal(before.Length, after.Length);
        if (weight == 0)
        {
            Assert.Equal(before.Select(p => p.Score), after.Select(p => p.Score));
            Assert.Equal(("off in the search profile", 0), (stage.Note, reader.Requests.Count));
            return;
        }

        RerankRequest request = Assert.Single(reader.Requests);
        Assert.Equal(("pump pressure", 3), (request.Query, request.Count));
        Assert.Equal(before.Take(3).Select(p => ChunkEmbedder.TextOf(p.Chunk.Title, p.Chunk.HeadingPath, p.Chunk.Text)), request.Texts);
        double[] own = [1, 2, 3], mixed = weight == 1 ? own : [.. before.Take(3).Select((p, i) => (0.5 * i / 2) + (0.5 * (p.Score - before[2].Score) / (before[0].Score - before[2].Score)))];
        foreach (Passage passage in after)
        {
            int place = Array.FindIndex(before, p => p.Chunk.DocumentId == passage.Chunk.DocumentId && p.Chunk.Ordinal == passage.Chunk.Ordinal);
            Assert.Equal(place < 3 ? mixed[place] : mixed.Min() - (before[2].Score - before[place].Score), passage.Score, 1e-12);
        }

        Assert.Equal(after.Select(p => p.Score).OrderDescending(), after.Select(p => p.Score));
        Assert.Equal("'counting' scored the first 3", stage.Note);
        Assert.Equal(3, stage.Hits.Count(h => h.Features.Length == 2));
        Assert.Empty(new Searcher(keyword, s_plain, reranker: reader).Search("xzeppelin"));
        new Searcher(keyword, s_plain, reranker: reader).Search("pump pressure", new SearchOptions { IsReranked = false });
        Assert.Single(reader.Requests);
        var alone = new SearchOptions { TitleWeight = 0, HeadingWeight = 0 };
        new Searcher(keyword, s_plain, reranker: reader).Search("pump pressure", alone);
        Assert.Equal(new Searcher(keyword, s_plain).Search("pump pressure", alone).Take(3).Select(p => p.Chunk.Text), reader.Requests[1].Texts);
    }

    [Fact]
    public void The_same_query_gives_the_same_result_again()
    {
        var searcher = new Searcher(new KeywordSearch(Store()), new SearchProfile { Proximity = new() { Weight = 0.1 }, Reranker = Model(3) });
        (string, double)[] Once() => [.. searcher.Search("pump pressure valve").Select(p => (p.Chunk.DocumentId, p.Score))];
        (string, double)[] first = Once();
        Parallel.For(0, 8, _ => Assert.Equal(first, Once()));
    }

    [Fact]
    public void A_trace_names_every_stage()
    {
        var trace = new TraceBuilder("pump", TimeProvider.System);
        new Searcher(new KeywordSearch(Store())).Search("pump", trace: trace);
        SearchTrace built = trace.Build();
        Assert.Equal(["keyword", "feedback", "proximity", "dense", "support", "rerank", "cross-encoder"], built.Stages.Select(s => s.Name));
        Assert.Equal("pump", Assert.Single(built.Stages[0].Hits[0].Terms));
    }

    [Fact]
    public void A_profile_out_of_range_is_refused_with_every_problem()
    {
        InputException error = Assert.Throws<InputException>(() => new Searcher(new KeywordSearch(folder.Open()), new SearchProfile { Feedback = new() { Weight = 2 }, Proximity = new() { Window = 40 } }));
        Assert.Equal(2, error.Problems.Count);
    }

    private sealed class Reader : IReranker
    {
        public int Depth => 3;

        public string Name => "counting";

        public List<RerankRequest> Requests { get; } = [];

        // Later ones are better.
        public IReadOnlyList<double> Score(RerankRequest request)
        {
            Requests.Add(request);
            _ = request.Texts;
            return [.. Enumerable.Range(1, request.Count).Select(i => (double)i)];
        }
    }

    private static RerankModel Model(double score) => new(RerankFeatures.Names, [score, .. Enumerable.Repeat(0.0, RerankFeatures.Names.Length - 1)], 50);

    private KnowledgeStore Store()
    {
        KnowledgeStore store = folder.Open();
        StoreFolder.Put(store, "one", "the pump holds pressure");
        StoreFolder.Put(store, "two", "pump pump", "another pump with a much longer text around it", "pressure");
        StoreFolder.Put(store, "three", "pressure valve of a pump and more words that dilute it");
        foreach (int i in Enumerable.Range(0, 8)) StoreFolder.Put(store, $"filler{i}", $"filler number {i}");
        return store;
    }
}
