using System.Collections.Immutable;
using Assay.Retrieval.Search;
using Assay.RetrievalTuning;
using Assay.Retrieval.Storage;
using Assay.Tests.Retrieval.Storage;

namespace Assay.Tests.Application.RetrievalTuning;

public sealed class StageEvaluationTests : IDisposable
{
    private readonly StoreFolder folder = new();
    private readonly JudgedQuestion[] questions;
    private readonly Searcher searcher;

    // Titles name the subject; every body is full of the words of another page's title.
    public StageEvaluationTests()
    {
        const int count = 40;
        KnowledgeStore store = folder.Open();
        for (int i = 0; i < count; i++)
        {
            string id = $"d{i:00}", other = $"subject{(i + 1) % count}x";
            store.Put(StoreFolder.Document(id) with { Title = $"subject{i}x" }, [.. StoreFolder.Chunks(id, $"{other} {other} {other} and more").Select(c => c with { Title = $"subject{i}x" })]);
        }

        questions = [.. Enumerable.Range(0, count).Select(i => new JudgedQuestion($"q{i:00}", $"subject{i}x", new Dictionary<string, int> { [$"d{i:00}"] = 1 }))];
        searcher = new Searcher(new KeywordSearch(store), Start);
    }

    private static SearchProfile Start { get; } = new() { Keyword = new() { TitleWeight = 0.5, B = 0 }, Feedback = new() { Weight = 0 }, Support = new() { Weight = 0 } };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_stage_that_helps_is_chosen_in_every_fold_and_measured_on_the_others()
    {
        StageResult result = Run([Title(5), Useless()]);
        Assert.Equal(0.6309, result.Default.Mean!.Value, 4);
        Assert.Equal(1, result.CrossValidated.Mean);
        Assert.Equal(1 - 0.6309, result.Gain.Mean!.Value, 4);
        Assert.Equal(["title 5", "default"], result.Stages.Select(s => s.Choice));
        Assert.All(result.Stages[0].FoldChoices, c => Assert.Equal("title 5", c));
        Assert.Equal(0, result.Stages[1].Gain.Mean);
        Assert.Equal(5, result.Profile.Keyword.TitleWeight);
    }

    [Fact]
    public void A_stage_that_hurts_is_left_out_and_the_defaults_stay()
    {
        StageResult result = Run([Title(0)]);
        Assert.Equal("default", result.Stages[0].Choice);
        Assert.Equal(Start, result.Profile);
        Assert.Equal(result.Default.Mean, result.CrossValidated.Mean);
    }

    [Fact]
    public void A_stage_that_gains_nothing_is_switched_off()
    {
        SearchProfile start = Start with { Support = new() { Weight = 0.1 } };
        var off = new SearchStage("support", [new StageChoice("off", p => p with { Support = p.Support with { Weight = 0 } }, IsOff: true)]);
        var selector = new StageSelector(Meter(), [off], new StageOptions());
        StageSelection selection = selector.Choose(start, [.. Enumerable.Range(0, questions.Length)]);
        Assert.Equal(("off", 0.0), (selection.Steps[0].Choice, selection.Profile.Support.Weight));
    }

    [Fact]
    public void A_trained_reranker_does_offline_what_the_search_does_with_it()
    {
        var selector = new StageSelector(Meter(), [new SearchStage(SearchStage.Rerank, [])], new StageOptions());
        StageSelection selection = selector.Choose(Start, [.. Enumerable.Range(0, questions.Length)]);
        Assert.NotNull(selection.Profile.Reranker);
        double[] offline = selector.Scores(selection.Profile), online = Meter().Measure(selection.Profile).Ndcg;
        Assert.Equal(online, offline);
        Assert.True(offline.Average() > 0.95);
    }

    private static SearchStage Title(double weight) => new("title", [new StageChoice($"title {weight}", p => p with { Keyword = p.Keyword with { TitleWeight = weight } })]);

    private static SearchStage Useless() => new("k1", [new StageChoice("k1 1.3", p => p with { Keyword = p.Keyword with { K1 = 1.3 } })]);

    private StageResult Run(ImmutableArray<SearchStage> stages) => new StageEvaluation(Meter(), stages, new StageOptions { LeastGainPerMs = 0 }).Run(Start);

    private ProfileMeter Meter() => new(searcher.With, questions, TimeProvider.System, _ => { }, CancellationToken.None);
}
