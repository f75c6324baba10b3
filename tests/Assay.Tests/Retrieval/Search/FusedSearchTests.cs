using System.Collections.Immutable;
using Assay.Retrieval.Dense;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Search;
using Assay.Retrieval.Search.Reranking;
using Assay.Retrieval.Storage;
using Assay.Retrieval.Tracing;
using Assay.Tests.Retrieval.Dense;
using Assay.Tests.Retrieval.Storage;

namespace Assay.Tests.Retrieval.Search;

/// <summary>Search by words and by meaning together. The model's synonyms are near each other and share no letters.</summary>
public sealed class FusedSearchTests : IDisposable
{
    private static readonly SearchProfile s_plain = new() { Feedback = new() { Weight = 0 }, Support = new() { Weight = 0 } };

    private readonly StoreFolder folder = new();
    private readonly WordVectors model = new(512) { Synonyms = { ["car"] = "automobile", ["fast"] = "quick" } };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_shares_no_word_with_the_query_is_found_by_meaning()
    {
        (Searcher searcher, _) = await OpenAsync(("a", "quick automobile"), ("b", "fast food"), ("c", "grey lamp"));
        var trace = new TraceBuilder("fast car", TimeProvider.System);
        IReadOnlyList<Passage> found = searcher.Search("fast car", null, trace);
        Assert.Equal(["a", "b", "c"], found.Select(p => p.Chunk.DocumentId).Order());
        Assert.Equal("c", found[^1].Chunk.DocumentId);
        Assert.Equal(["b"], searcher.Search("fast car", new SearchOptions { WordsOnly = true }).Select(p => p.Chunk.DocumentId));
        Assert.Equal("a", searcher.With(s_plain with { Fusion = new() { DenseWeight = 0.9 } }).Search("fast car")[0].Chunk.DocumentId);

        SearchTrace built = trace.Build();
        Assert.Equal(["keyword", "feedback", "proximity", "dense", "fusion", "support", "rerank", "cross-encoder"], built.Stages.Select(s => s.Name));
        Assert.Equal("a", built.Stages.Single(s => s.Name == "dense").Hits[0].DocumentId);
        Assert.Equal("b", built.Stages.Single(s => s.Name == "keyword").Hits[0].DocumentId);
    }

    [Fact]
    public async Task Weight_one_is_the_search_by_meaning_and_weight_zero_the_one_by_words()
    {
        (Searcher searcher, DenseSearch dense) = await OpenAsync(("a", "quick automobile"), ("b", "fast food"), ("c", "fast car"), ("d", "nothing of it"));
        string[] Ranked(double weight) => [.. searcher.With(s_plain with { Fusion = new() { DenseWeight = weight } }).Search("fast car").Select(p => p.Chunk.DocumentId)];
        Assert.Equal(["c", "b"], Ranked(0));
        Assert.Equal((await dense.SearchAsync("fast car", 10)).Count, Ranked(1).Length);
        Assert.Equal(["a", "c"], Ranked(1)[..2]);
    }

    [Fact]
    public async Task Where_one_document_stands_out_by_words_a_gate_puts_what_only_meaning_finds_behind()
    {
        (Searcher searcher, _) = await OpenAsync(("a", "quick automobile"), ("b", "fast car fast car"), ("c", "a car in a grey garage with lamps and tools and boxes and shelves"), ("d", "fast train"));
        List<string> Ranked(FusionOptions fusion) => [.. searcher.With(s_plain with { Fusion = fusion }).Search("fast car").Select(p => p.Chunk.DocumentId)];
        List<string> open = Ranked(new() { DenseWeight = 0.9 }), shut = Ranked(new() { DenseWeight = 0.9, GateLow = 0.9, GateHigh = 1 });
        Assert.Equal(["b", "a"], open[..2]);
        Assert.Equal(["b", "d"], shut[..2]);
        Assert.Contains("a", shut);
        Assert.Equal(open, Ranked(new() { DenseWeight = 0.9, GateLow = 0, GateHigh = 0.01 }));
        Assert.Equal(Ranked(new() { DenseWeight = 1 }), Ranked(new() { DenseWeight = 1, GateLow = 0.9, GateHigh = 1 }));
        Assert.Throws<Assay.Text.InputException>(() => Ranked(new() { GateLow = 0.5, GateHigh = 0.4 }));
    }

    [Fact]
    public async Task A_query_without_vector_is_an_error_and_not_a_worse_result()
    {
        (Searcher searcher, _) = await OpenAsync(("a", "quick automobile"));
        Assert.Throws<InvalidOperationException>(() => searcher.Search("never embedded"));
        Assert.Empty(searcher.Search("never embedded", new SearchOptions { WordsOnly = true }));
        Assert.Empty(searcher.With(s_plain with { Fusion = new() { DenseWeight = 0 } }).Search("never embedded"));
    }

    [Fact]
    public async Task The_nearest_vector_of_a_closed_document_is_never_returned()
    {
        KnowledgeStore store = folder.Open();
        store.Put(StoreFolder.Document("closed"), StoreFolder.Chunks("closed", "fast car"), given: AccessList.Of(["group:board"]));
        store.Put(StoreFolder.Document("open"), StoreFolder.Chunks("open", "grey lamp"), given: AccessList.Everyone);
        (Searcher searcher, _) = await OpenAsync(store);
        foreach (double weight in (double[])[0.1, 0.5, 1])
        {
            Searcher some = searcher.With(s_plain with { Fusion = new() { DenseWeight = weight } });
            Assert.Equal(["open"], some.Search("fast car").Select(p => p.Chunk.DocumentId));
            Assert.Equal(["open"], some.RankDocuments("fast car").Select(d => d.DocumentId));
            Assert.Equal("closed", some.Search("fast car", new SearchOptions { Principal = new Principal(null, "board") })[0].Chunk.DocumentId);
        }
    }

    [Fact]
    public async Task Documents_asked_for_bound_what_is_found_by_meaning()
    {
        (Searcher searcher, _) = await OpenAsync(("a", "quick automobile"), ("b", "fast car"), ("c", "grey lamp"));
        Assert.Equal(["c"], searcher.Search("fast car", new SearchOptions { Documents = ["c"] }).Select(p => p.Chunk.DocumentId));
    }

    [Fact]
    public async Task Equal_results_stand_in_order_of_document_ids_however_they_were_stored()
    {
        string[] ids = ["e", "b", "d", "a", "c"];
        (Searcher searcher, _) = await OpenAsync([.. ids.Select(i => (i, "fast car"))]);
        foreach (FusionMethod method in Enum.GetValues<FusionMethod>())
        {
            Searcher some = searcher.With(s_plain with { Fusion = new() { Method = method } });
            Assert.Equal(ids.Order(), some.Search("fast car").Select(p => p.Chunk.DocumentId));
            Assert.Equal(some.Search("fast car").Select(p => p.Score), some.Search("fast car").Select(p => p.Score));
        }
    }

    [Fact]
    public async Task The_reranker_sees_the_cosine_and_a_model_from_before_it_still_works()
    {
        (Searcher searcher, _) = await OpenAsync(("a", "quick automobile"), ("b", "fast food"), ("c", "grey lamp"));
        RerankCandidates candidates = searcher.Candidates("fast car", 10);
        int cosine = RerankFeatures.Names.IndexOf("cosine");
        Assert.Equal(1, candidates.Features[candidates.Documents.IndexOf("a")][cosine]);
        Assert.InRange(candidates.Features[candidates.Documents.IndexOf("b")][cosine], 0.1, 0.9);
        Assert.Equal(0, searcher.Candidates("fast car", 10, new SearchOptions { WordsOnly = true }).Features[0][cosine]);

        ImmutableArray<string> old = [.. RerankFeatures.Names.Take(cosine)];
        var model = new RerankModel(old, [1, .. Enumerable.Repeat(0.0, cosine - 1)], 10);
        Assert.Equal(3, searcher.With(s_plain with { Reranker = model }).Search("fast car").Count);
    }

    private Task<(Searcher Searcher, DenseSearch Dense)> OpenAsync(params (string Id, string Text)[] documents)
    {
        KnowledgeStore store = folder.Open();
        foreach ((string id, string text) in documents) store.Put(StoreFolder.Document(id) with { Title = "" }, [.. StoreFolder.Chunks(id, text).Select(c => c with { Title = "" })]);
        return OpenAsync(store);
    }

    private async Task<(Searcher Searcher, DenseSearch Dense)> OpenAsync(KnowledgeStore store)
    {
        await new ChunkEmbedder(store, model, "m").EmbedAsync(null, CancellationToken.None);
        var dense = new DenseSearch(store, model, new DenseSearchOptions { Embedder = "m" });
        await dense.EmbedAsync("fast car");
        return (new Searcher(new KeywordSearch(store), s_plain, dense), dense);
    }
}
