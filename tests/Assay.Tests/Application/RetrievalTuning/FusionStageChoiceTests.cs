using Assay.Retrieval.Dense;
using Assay.Retrieval.Search;
using Assay.Retrieval.Storage;
using Assay.RetrievalTuning;
using Assay.Tests.Retrieval.Dense;
using Assay.Tests.Retrieval.Storage;

namespace Assay.Tests.Application.RetrievalTuning;

/// <summary>Choosing how words and meaning are fused, where one of the two misleads.</summary>
public sealed class FusionStageChoiceTests : IDisposable
{
    private const int Count = 30;

    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Meaning_that_misleads_loses_its_weight()
    {
        // Every question's word stands on one page; its vector is nearer to another one.
        StageResult result = await RunAsync(model =>
        {
            for (int i = 0; i < Count; i++) model.Synonyms[$"asked{i}x"] = $"told{(i + 1) % Count}x";
        }, i => $"asked{i}x told{i}x", weight: 0.9);
        StageOutcome fusion = result.Stages.Single(s => s.Stage == "fusion");
        Assert.Equal(1, result.CrossValidated.Mean!.Value, 6);
        Assert.True(result.Default.Mean < 0.7);
        Assert.True(result.Profile.Fusion.DenseWeight < 0.7);
        Assert.DoesNotContain(StageSelector.Unchanged, fusion.FoldChoices);
        Assert.Equal(result.Profile.Fusion.DenseWeight > 0 ? 0.25m : 0, fusion.UsdPerSearch);
    }

    [Fact]
    public async Task Meaning_that_alone_finds_the_page_is_kept_and_its_price_is_told()
    {
        StageResult result = await RunAsync(model =>
        {
            for (int i = 0; i < Count; i++) model.Synonyms[$"asked{i}x"] = $"told{i}x";
        }, i => $"other{i}x");
        Assert.True(result.Profile.Fusion.DenseWeight > 0);
        Assert.Equal(1, result.CrossValidated.Mean!.Value, 6);
        Assert.Equal(0.25m, result.Stages.Single(s => s.Stage == "fusion").UsdPerSearch);
    }

    [Fact]
    public async Task A_fusion_below_one_of_its_parts_is_never_handed_out()
    {
        StageResult result = await RunAsync(model =>
        {
            for (int i = 0; i < Count; i++) model.Synonyms[$"asked{i}x"] = $"told{(i * 7 + 3) % Count}x";
        }, i => i % 3 == 0 ? $"asked{i}x" : "nothing");
        ProfileMeter meter = last!;
        double handed = meter.Measure(result.Profile with { Reranker = null }).Ndcg.Average();
        foreach (double weight in (double[])[0, 1])
        {
            Assert.True(handed >= meter.Measure(result.Profile with { Reranker = null, Fusion = result.Profile.Fusion with { DenseWeight = weight } }).Ndcg.Average());
        }
    }

    private ProfileMeter? last;

    // Page i tells of told{i}x, and has the words that textOf gives it.
    private async Task<StageResult> RunAsync(Action<WordVectors> teach, Func<int, string> textOf, double weight = 0.5)
    {
        KnowledgeStore store = folder.Open();
        var model = new WordVectors(4096);
        teach(model);
        for (int i = 0; i < Count; i++)
        {
            string id = $"d{i:00}";
            store.Put(StoreFolder.Document(id) with { Title = "" }, [.. StoreFolder.Chunks(id, $"told{i}x {textOf(i)}").Select(c => c with { Title = "" })]);
        }

        await new ChunkEmbedder(store, model, "m").EmbedAsync(null, CancellationToken.None);
        JudgedQuestion[] questions = [.. Enumerable.Range(0, Count).Select(i => new JudgedQuestion($"q{i:00}", $"asked{i}x", new Dictionary<string, int> { [$"d{i:00}"] = 1 }))];
        var dense = new DenseSearch(store, model, new DenseSearchOptions { Embedder = "m" });
        await dense.Queries.EmbedAsync([.. questions.Select(q => q.Text)]);
        SearchProfile start = new() { Feedback = new() { Weight = 0 }, Support = new() { Weight = 0 }, Fusion = new() { DenseWeight = weight } };
        var searcher = new Searcher(new KeywordSearch(store), start, dense);
        var meter = new ProfileMeter(searcher.With, questions, TimeProvider.System, _ => { }, CancellationToken.None);
        var evaluation = new StageEvaluation(meter, [.. SearchStage.Hybrid.Where(s => s.Name == "fusion")], new StageOptions { LeastGainPerMs = 0, QueryUsd = 0.25m });
        last = meter;
        return evaluation.Run(start);
    }
}
