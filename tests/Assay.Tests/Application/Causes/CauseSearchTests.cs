using Assay.Causes;
using Assay.Decisions.Prices;
using Assay.Evaluation.Attribution;
using Assay.Running;
using Assay.Tests.Application.Causes.Planted;

namespace Assay.Tests.Application.Causes;

/// <summary>Causes of planted faults, over real pages, search, prompts and scores.</summary>
public sealed class CauseSearchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(11UL, 0, true, true)]
    [InlineData(12UL, 50, true, true)]
    [InlineData(13UL, 50, false, false)]
    public async Task Planted_causes_are_found(ulong seed, int noisy, bool constrained, bool tuned)
    {
        using PlantedProject planted = await PlantedProject.OpenAsync(_folder.Path, PlantedCorpus.Make(seed, 24), new PlantedNoise(noisy, 20, seed));
        using CauseModels models = Models(planted, constrained, tuned);

        Examined examined = await new CauseSearch(planted.Session, models, new CauseOptions(), null).ExamineAsync("rag", CancellationToken.None);

        var score = new PlantedScore(planted.Corpus.Questions, examined.Cases.ToDictionary(c => c.Question.Id, c => Names(CauseRule.Decide(c.Case)), StringComparer.Ordinal));
        Assert.True(score.MacroF1 >= (noisy == 0 ? 0.99 : 0.9), $"{score.MacroF1:0.000}: {string.Join(' ', PlantedTruth.Order.Select(o => $"{o} {score.F1(o):0.00}"))}");
        Assert.True(score.PairsFirst >= 0.9 * score.Pairs);
        Assert.True(examined.IsComplete);
    }

    [Fact]
    public async Task Interrupted_search_goes_on_where_it_stopped_and_asks_nothing_twice()
    {
        PlantedCorpus corpus = PlantedCorpus.Make(21, 8);
        using PlantedProject planted = await PlantedProject.OpenAsync(_folder.Path, corpus, new PlantedNoise(0, 0, 1));
        using CauseModels models = Models(planted, constrained: true, tuned: true);
        using var stop = new CancellationTokenSource();
        int reports = 0;
        var interrupting = new CallbackProgress<CompareProgress>(p =>
        {
            if (p.Stage == "ask gold" && ++reports == 5) stop.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new CauseSearch(planted.Session, models, new CauseOptions(), interrupting).ExamineAsync("rag", stop.Token));
        int before = planted.Own.Calls + planted.Trained.Calls;

        Examined whole = await new CauseSearch(planted.Session, models, new CauseOptions(), null).ExamineAsync("rag", CancellationToken.None);
        int asked = planted.Own.Calls + planted.Trained.Calls;
        Examined again = await new CauseSearch(planted.Session, models, new CauseOptions(), null).ExamineAsync("rag", CancellationToken.None);

        using var fresh = new TemporaryFolder();
        using PlantedProject other = await PlantedProject.OpenAsync(fresh.Path, corpus, new PlantedNoise(0, 0, 1));
        using CauseModels others = Models(other, constrained: true, tuned: true);
        await new CauseSearch(other.Session, others, new CauseOptions(), null).ExamineAsync("rag", CancellationToken.None);
        Assert.InRange(before, 1, asked - 1);
        Assert.Equal(other.Own.Calls + other.Trained.Calls, asked);
        Assert.Equal(asked, planted.Own.Calls + planted.Trained.Calls);
        Assert.Equal(whole.Cases.Select(c => string.Join('+', Names(CauseRule.Decide(c.Case)))), again.Cases.Select(c => string.Join('+', Names(CauseRule.Decide(c.Case)))));
    }

    [Fact]
    public async Task Money_that_does_not_suffice_leaves_switches_open_and_is_not_overspent()
    {
        using PlantedProject planted = await PlantedProject.OpenAsync(_folder.Path, PlantedCorpus.Make(22, 8), new PlantedNoise(0, 0, 1));
        ModelPrice price = new(1000, 1000, 1000, null);
        using var models = new CauseModels { Own = planted.Model(planted.Own), Constrained = planted.Model(planted.Own, isHeld: true), Price = price };
        await planted.Session.RunAsync(new RunVariant(planted.Session.Arm("rag")) { Model = models.Own, Price = price }, planted.Session.Questions.Questions, 1000, null, CancellationToken.None);
        int before = planted.Own.Calls;

        Examined examined = await new CauseSearch(planted.Session, models, new CauseOptions { MaxCostUsd = 20 }, null).ExamineAsync("rag", CancellationToken.None);

        Assert.False(examined.IsComplete);
        Assert.InRange(examined.SpentUsd, 10, 20);
        Assert.InRange(planted.Own.Calls - before, 20, 100);
        Assert.Equal(examined.Failed, examined.Cases.Length);
    }

    [Fact]
    public async Task Sample_and_advice_are_of_all_failures()
    {
        using PlantedProject planted = await PlantedProject.OpenAsync(_folder.Path, PlantedCorpus.Make(23, 12), new PlantedNoise(0, 0, 1));
        using CauseModels models = Models(planted, constrained: true, tuned: true);
        Examined all = await new CauseSearch(planted.Session, models, new CauseOptions(), null).ExamineAsync("rag", CancellationToken.None);
        Examined some = await new CauseSearch(planted.Session, models, new CauseOptions { BudgetQuestions = 40 }, null).ExamineAsync("rag", CancellationToken.None);

        CauseReport whole = Report(planted, all), sampled = Report(planted, some);

        Assert.Equal((40, whole.Failed), (sampled.Examined, sampled.Failed));
        Assert.Contains(sampled.Warnings, w => w.StartsWith("40 of", StringComparison.Ordinal));
        Assert.Equal(whole.Failed, whole.Examined);
        Remedy held = whole.Next.Single(r => r.Id == "constrained"), drawn = sampled.Next.Single(r => r.Id == "constrained");
        Assert.True(held.Measured && held.Low < held.Gain && held.Gain < held.High);
        Assert.InRange(drawn.Gain, held.Low!.Value - 0.05, held.High!.Value + 0.05);
        Assert.Equal(whole.Next.OrderByDescending(r => r.PointsPer100Usd).Select(r => r.Id), whole.Next.Select(r => r.Id));
        Assert.Superset(new HashSet<string> { "passages", "index", "page", "questions", "instructions", "constrained", "trained", "distractors" }, whole.Next.Select(r => r.Id).ToHashSet());
        Assert.All(whole.Causes, c => Assert.InRange(c.Share, c.Low!.Value, c.High!.Value));
    }

    private static CauseReport Report(PlantedProject planted, Examined examined) =>
        CauseReportBuilder.Build(planted.Session.Project, examined, new RemedyRanking(planted.Session.Project, examined, ModelPrice.Free, 60), 3).Report;

    private static CauseModels Models(PlantedProject planted, bool constrained, bool tuned) => new()
    {
        Own = planted.Model(planted.Own), Constrained = constrained ? planted.Model(planted.Own, isHeld: true) : null, Tuned = tuned ? planted.Model(planted.Trained) : null,
    };

    private static string[] Names(CauseFinding finding) => [.. finding.Causes.Select(c => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(c.ToString()))];
}
