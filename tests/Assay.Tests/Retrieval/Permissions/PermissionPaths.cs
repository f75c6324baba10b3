using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Assay.Answering;
using Assay.Diagnosis;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Context;
using Assay.Retrieval.Dense;
using Assay.Retrieval.Keyword;
using Assay.Retrieval.Search;
using Assay.Retrieval.Search.Reranking;
using Assay.Retrieval.Search.Stages;
using Assay.Retrieval.Storage;
using Assay.Retrieval.Tracing;
using Assay.Workspaces;
using Asking = Assay.Tests.Retrieval.Permissions.PermissionWorld.Asking;

namespace Assay.Tests.Retrieval.Permissions;

/// <summary>The ways by which somebody who asks could come by text of a document: each is checked against the test's own record of who may read what.</summary>
internal static partial class PermissionPaths
{
    private const int Many = 1000;

    private static readonly SearchProfile Everything = new()
    {
        Feedback = new FeedbackOptions { Weight = 0.5, GateLow = 0, GateHigh = 0 }, Proximity = new ProximityOptions { Weight = 1 }, Support = new SupportOptions { Weight = 0.5 },
    };

    public static void Search(PermissionWorld world, Asking asking, string[] query)
    {
        IReadOnlyList<Passage> found = world.Knowledge.Search(string.Join(' ', query), Many, asking.Principal);
        Assert.All(found, p => AssertReadable(world, asking, p.Chunk.DocumentId, p.Chunk.Title, p.Chunk.Text));
        Assert.Equal(world.Expected(asking, query), found.Select(p => p.Chunk.DocumentId).Distinct().Order(StringComparer.Ordinal));
    }

    // What may not be read must not take a place either.
    public static void BestFew(PermissionWorld world, Asking asking, string[] query)
    {
        string text = string.Join(' ', query);
        IReadOnlyList<Passage> found = world.Knowledge.Search(text, 3, asking.Principal);
        Assert.All(found, p => AssertReadable(world, asking, p.Chunk.DocumentId, p.Chunk.Title, p.Chunk.Text));
        Assert.InRange(found.Count, Math.Min(3, world.Expected(asking, query).Count()), 3);
    }

    public static void Documents(PermissionWorld world, Asking asking, string[] query) => Assert.Equal(
        world.Expected(asking, query), world.Knowledge.RankDocuments(string.Join(' ', query), Many, asking.Principal).Select(d => d.DocumentId).Order(StringComparer.Ordinal));

    public static void Context(PermissionWorld world, Asking asking, string[] query) =>
        AssertReadable(world, asking, world.Knowledge.Context(string.Join(' ', query), asking.Principal));

    public static void ContextOf(PermissionWorld world, Asking asking, string[] query)
    {
        string[] ids = world.RandomIds();
        ImmutableArray<ContextPassage> found = world.Knowledge.GoldContext(string.Join(' ', query), ids, asking.Principal);
        AssertReadable(world, asking, found);
        Assert.All(found, p => Assert.Contains(p.DocumentId, ids));
    }

    public static void Whole(PermissionWorld world, Asking asking, string[] query)
    {
        (ImmutableArray<ContextPassage> found, ImmutableArray<double> shares) = world.Knowledge.WholeDocuments(string.Join(' ', query), 1_000_000, asking.Principal);
        AssertReadable(world, asking, found);
        Assert.Equal(world.AllReadable(asking), found.Select(p => p.DocumentId).Order(StringComparer.Ordinal));
        Assert.Equal(1, shares[^1]);
    }

    public static void Words(PermissionWorld world, Asking asking, string[] query) =>
        Assert.Equal(2 * world.AllReadable(asking).Count(), world.Knowledge.CountWords(asking.Principal).Count);

    // Two people ask the same, and the answers of both are kept: the second must not be given what was kept for the first.
    public static void Answers(PermissionWorld world, Asking asking, string[] query)
    {
        string text = $"What is {string.Join(' ', query)}?";
        using var model = new ExtractiveAnswerModel(world.Knowledge, "Not known.", null, TimeProvider.System);
        foreach (Asking one in (Asking[])[world.RandomAsking(), asking, world.RandomAsking(), asking])
        {
            var request = new AnswerRequest(text, world.Knowledge.Context(text, one.Principal), FromDocuments: true) { Principal = one.Principal };
            AssertReadable(world, one, request.Passages);
            string key = model.Key(request);
            if (world.Cache.Find(key) is not { } answer)
            {
                answer = model.AnswerAsync(request, CancellationToken.None).ToBlockingEnumerable().OfType<AnswerCompleted>().Single().Answer;
                world.Cache.Keep(key, answer, AnswerSource.Of(request.Passages));
            }

            Assert.Null(world.Forbidden(answer.Text, one));
            Assert.All(CitationResolver.Resolve(answer.Text, request.Passages), c => AssertReadable(world, one, c.Passage!.DocumentId, c.Passage.Title, c.Passage.Text));
        }
    }

    /// <summary>Every stage on, also those that are off by default.</summary>
    public static void AllStages(PermissionWorld world, Asking asking, string[] query)
    {
        Searcher searcher = world.Knowledge.Searcher.With(Everything);
        SearchOptions options = world.Knowledge.SearchOptions(Many, asking.Principal);
        IReadOnlyList<Passage> found = searcher.Search(string.Join(' ', query), options);
        Assert.All(found, p => AssertReadable(world, asking, p.Chunk.DocumentId, p.Chunk.Title, p.Chunk.Text));
        Assert.Equal(world.Expected(asking, query), found.Select(p => p.Chunk.DocumentId).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>Every stage on, by words and by meaning together.</summary>
    public static void Fused(PermissionWorld world, Asking asking, string[] query)
    {
        DenseSearch dense = world.Next(2) == 0 ? world.Exact : world.Graph;
        string text = string.Join(' ', query);
        dense.Queries.EmbedAsync([text]).GetAwaiter().GetResult();
        var method = (FusionMethod)world.Next(Enum.GetValues<FusionMethod>().Length);
        var searcher = new Searcher(world.Keywords, Everything with { Fusion = new FusionOptions { Method = method } }, dense);
        SearchOptions options = world.Knowledge.SearchOptions(Many, asking.Principal);
        IReadOnlyList<Passage> found = searcher.Search(text, options);
        Assert.All(found, p => AssertReadable(world, asking, p.Chunk.DocumentId, p.Chunk.Title, p.Chunk.Text));
        Assert.Empty(world.Expected(asking, query).Except(found.Select(p => p.Chunk.DocumentId)));
        Assert.All(searcher.RankDocuments(text, Many, options), d => Assert.True(world.MayRead(d.DocumentId, asking), $"'{d.DocumentId}' is ranked."));
    }

    public static void Candidates(PermissionWorld world, Asking asking, string[] query)
    {
        RerankCandidates found = world.Knowledge.Searcher.With(Everything).Candidates(string.Join(' ', query), 5, world.Knowledge.SearchOptions(1, asking.Principal));
        Assert.Equal(world.Expected(asking, query), found.Documents.Concat(found.Rest).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>A model that reads passages is handed none that the asker may not read, and none that is gone.</summary>
    public static void Reranked(PermissionWorld world, Asking asking, string[] query)
    {
        DenseSearch dense = world.Next(2) == 0 ? world.Exact : world.Graph;
        string text = string.Join(' ', query);
        dense.Queries.EmbedAsync([text]).GetAwaiter().GetResult();
        var reader = new ShortestFirst(2 + world.Next(Many - 1));
        var searcher = new Searcher(world.Keywords, Everything, dense, reader);
        SearchOptions options = world.Knowledge.SearchOptions(Many, asking.Principal);
        var trace = new TraceBuilder(text, TimeProvider.System);
        IReadOnlyList<Passage> found = searcher.Search(text, options, trace);
        Assert.All(found, p => AssertReadable(world, asking, p.Chunk.DocumentId, p.Chunk.Title, p.Chunk.Text));
        Assert.All(reader.Read, t => Assert.True(t.Length > 0 && world.Forbidden(t, asking) is null, $"'{t}' was handed to the reranker."));
        Assert.Equal(Math.Min(reader.Depth, found.Count), reader.Read.Count);
        AssertTrace(world, asking, TraceJson.Write(trace.Build()), query);
    }

    private sealed class ShortestFirst(int depth) : IReranker
    {
        public int Depth => depth;

        public string Name => "short";

        public List<string> Read { get; } = [];

        public IReadOnlyList<double> Score(RerankRequest request)
        {
            Read.AddRange(request.Texts);
            return [.. request.Texts.Select(t => -(double)t.Length)];
        }
    }

    public static void KeywordAlone(PermissionWorld world, Asking asking, string[] query)
    {
        // From the file, or in step with every change.
        KeywordSearch search = world.Next(50) == 0 ? new KeywordSearch(world.Store) : world.Keywords;
        string text = string.Join(' ', query);
        var options = new SearchOptions { K = Many, Principal = asking.Principal };
        IReadOnlyList<Passage> found = search.Search(text, options);
        Assert.All(found, p => AssertReadable(world, asking, p.Chunk.DocumentId, p.Chunk.Title, p.Chunk.Text));
        Assert.Equal(world.Expected(asking, query), search.RankDocuments(text, Many, options).Select(d => d.DocumentId).Order(StringComparer.Ordinal));
    }

    // What is found for a word that is not there is not taken from where the asker may not look.
    public static void WrongSpelling(PermissionWorld world, Asking asking, string[] query)
    {
        string[] wrong = [.. query.Select(w => w.Remove(1 + (w.Length / 2), 1))];
        IReadOnlyList<Passage> found = world.Knowledge.Search(string.Join(' ', wrong), Many, asking.Principal);
        Assert.All(found, p => AssertReadable(world, asking, p.Chunk.DocumentId, p.Chunk.Title, p.Chunk.Text));
        string text = TraceJson.Write(world.Knowledge.Explain(string.Join(' ', wrong), 5, asking.Principal, TimeProvider.System));
        Assert.Null(world.Forbidden(text, asking, wrong));
    }

    // Scores, counts and orders are those of an index that never held what the asker may not read.
    public static void NothingElseCounts(PermissionWorld world, Asking asking, string[] query)
    {
        KeywordSnapshot shadow = world.Shadow(asking);
        world.Keywords.Read((store, index) =>
        {
            ChunkFilter? filter = KeywordSearch.Filter(store, new SearchOptions { Principal = asking.Principal });
            SearchRun seen = Run(store, index, filter, query), alone = Run(store, shadow, null, query);
            Assert.Equal(alone.Chunks, seen.Chunks);
            Assert.Equal(alone.Candidates.Select(c => c.Row), seen.Candidates.Select(c => c.Row));
            for (int i = 0; i < seen.Candidates.Count; i++) Assert.Equal(alone.Candidates[i].Score, seen.Candidates[i].Score, 1e-4 * Math.Abs(alone.Candidates[i].Score));
            return true;
        });
    }

    public static void Vectors(PermissionWorld world, Asking asking, string[] query) => Assert.Equal(world.AllReadable(asking), Near(world, asking, world.Exact, query, Many));

    public static void VectorGraph(PermissionWorld world, Asking asking, string[] query)
    {
        string[] found = Near(world, asking, world.Graph, query, world.Next(2) == 0 ? 5 : Many);
        Assert.True(found.Length > 0 || !world.AllReadable(asking).Any(), "Nothing was found.");
    }

    public static void Explained(PermissionWorld world, Asking asking, string[] query) =>
        AssertTrace(world, asking, TraceJson.Write(world.Knowledge.Explain(string.Join(' ', query), 5, asking.Principal, TimeProvider.System)), query);

    // Who asked sees it later, when documents have been closed, changed and removed.
    public static void Traces(PermissionWorld world, Asking asking, string[] query)
    {
        TraceStore traces = world.Knowledge.Traces(TimeProvider.System);
        string text = string.Join(' ', query);
        var trace = new TraceBuilder(text, TimeProvider.System) { Asker = AnswerAudit.Asker(asking.Principal) };
        ImmutableArray<ContextPassage> context = world.Knowledge.Context(text, asking.Principal, trace);
        trace.Answer(new AnswerTrace(string.Join(' ', context.Select(c => c.Text)), "test", [], [], Abstained: false));
        if (world.Traces.Count < 50) world.Traces.Add((traces.Add(trace.Build()), asking));
        (long number, Asking before) = world.Traces[world.Next(world.Traces.Count)];
        string asker = AnswerAudit.Asker(before.Principal);
        StoredTrace? found = traces.Find(number, asker, id => world.Knowledge.ContentHash(id, before.Principal) is not null);
        Assert.Equal(asker.Length > 0, found is not null);
        if (found is not null) AssertTrace(world, before, TraceJson.Write(found.Trace with { Query = "", Terms = [], Stages = [.. found.Trace.Stages.Select(s => s with { Hits = [.. s.Hits.Select(h => h with { Terms = [] })] })] }), []);
        if (AnswerAudit.Asker(asking.Principal) != asker) Assert.Null(traces.Find(number, AnswerAudit.Asker(asking.Principal), _ => true));
    }

    public static void WhyNot(PermissionWorld world, Asking asking, string[] query)
    {
        string id = world.RandomId();
        MissReport report = world.Knowledge.WhyNot(new MissQuestion(string.Join(' ', query), id, 3) { Principal = asking.Principal }, _ => true);
        if (!world.MayRead(id, asking))
        {
            Assert.Equal(MissStage.NotStored, report.Stage);
            report = report with { DocumentId = "", Explanation = report.Explanation.Replace(id, "it", StringComparison.Ordinal) };
        }

        AssertTrace(world, asking, JsonSerializer.Serialize(report), query);
    }

    private static SearchRun Run(StoreSnapshot store, KeywordSnapshot index, ChunkFilter? filter, string[] query)
    {
        KeywordQuery terms = KeywordSearch.Query(index, string.Join(' ', query), new SearchOptions(), filter, null);
        var run = new SearchRun { Store = store, Index = index, Filter = filter, Profile = Everything, Query = terms, Asked = terms, Depth = Many };
        KeywordStage.Run(run);
        FeedbackStage.Run(run);
        ProximityStage.Run(run);
        SupportStage.Run(run);
        return run;
    }

    private static string[] Near(PermissionWorld world, Asking asking, DenseSearch search, string[] query, int count) => world.Store.Snapshot(store =>
    {
        ChunkFilter? filter = KeywordSearch.Filter(store, new SearchOptions { Principal = asking.Principal });
        Chunk[] found = [.. search.Search(store, world.Vector(string.Join(' ', query)), count, filter).Select(h => store.Chunk(h.Row)!)];
        Assert.All(found, c => AssertReadable(world, asking, c.DocumentId, c.Title, c.Text));
        return found.Select(c => c.DocumentId).Distinct().Order(StringComparer.Ordinal).ToArray();
    });

    private static void AssertTrace(PermissionWorld world, Asking asking, string json, string[] typed)
    {
        Assert.Null(world.Forbidden(json, asking, typed));
        Assert.All(Id().Matches(json), m => Assert.True(world.MayRead(m.Value, asking), $"'{m.Value}' is named."));
    }

    [GeneratedRegex(@"\bd[0-9][0-9]\b")]
    private static partial Regex Id();

    private static void AssertReadable(PermissionWorld world, Asking asking, ImmutableArray<ContextPassage> passages)
    {
        foreach (ContextPassage passage in passages) AssertReadable(world, asking, passage.DocumentId, passage.Title, passage.Text);
    }

    private static void AssertReadable(PermissionWorld world, Asking asking, string id, string title, string text)
    {
        Assert.True(world.MayRead(id, asking), $"'{id}' came back.");
        Assert.Null(world.Forbidden(title, asking));
        Assert.Null(world.Forbidden(text, asking));
    }
}
