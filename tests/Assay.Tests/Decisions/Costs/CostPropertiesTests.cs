using Assay.Decisions.Costs;
using FsCheck;
using FsCheck.Fluent;

namespace Assay.Tests.Decisions.Costs;

/// <summary>What holds for any inputs.</summary>
public sealed class CostPropertiesTests
{
    [Fact]
    public void Breakdown_lines_add_up_to_the_totals() => Prop.ForAll<int>(seed =>
    {
        CostInputs inputs = Any(seed);
        CostBreakdown whole = CostModel.Breakdown(inputs, 17);
        return Near(whole.Lines.Sum(l => l.Once), whole.Once) && Near(whole.Lines.Sum(l => l.Monthly), whole.Monthly) && Near(whole.Lines.Sum(l => l.PerQuery), whole.PerQuery)
            && Near(whole.Once + (17 * whole.Monthly), whole.Total) && whole.Lines.All(l => l.Working.Length > 0 && l.Source.Length > 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Breakdown_is_what_the_curve_of_volume_says() => Prop.ForAll<int>(seed =>
    {
        CostInputs inputs = Any(seed);
        return Near((decimal)CostModel.Curve(inputs, q => q.Value.Mode).TotalAt(inputs.QueriesPerMonth!.Value.Mode, 17), CostModel.Total(inputs, 17));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Breakdown_more_questions_never_cost_less() => Prop.ForAll<int, PositiveInt>((seed, more) =>
    {
        CostInputs inputs = Any(seed), busier = inputs with { QueriesPerMonth = Quantity.Of("questions a month", inputs.QueriesPerMonth!.Value.Mode + more.Get) };
        return CostModel.Total(busier, 12) >= CostModel.Total(inputs, 12) && CostModel.Total(inputs, 13) >= CostModel.Total(inputs, 12);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Breakdown_ends_of_the_ranges_enclose_the_likeliest() => Prop.ForAll<int>(seed =>
    {
        CostInputs inputs = Any(seed);
        decimal At(CostCase end) => CostModel.Breakdown(inputs, 12, at: end).Total;
        return At(CostCase.Cheapest) <= At(CostCase.Mode) && At(CostCase.Mode) <= At(CostCase.Dearest);
    }).QuickCheckThrowOnFailure();

    private static bool Near(decimal a, decimal b) => Math.Abs(a - b) <= 1e-9m * Math.Max(1, Math.Abs(b));

    // Inputs of every kind, each with a range, that vary with the seed.
    private static CostInputs Any(int seed)
    {
        var random = new Random(seed);
        Quantity Q(string name, double most, double per = 1)
        {
            double[] ends = [.. Enumerable.Range(0, 3).Select(_ => random.NextDouble() * most).Order()];
            return new Quantity(name, new CostRange(ends[0], ends[1], ends[2])) { Per = per };
        }

        Quantity Positive(string name, double most) => Q(name, most) is var q ? q with { Value = new CostRange(q.Value.Low + 0.01, q.Value.Mode + 0.01, q.Value.High + 0.01) } : q;
        return new CostInputs("any")
        {
            QueriesPerMonth = Q("questions a month", 1e6),
            Items = [new(CostGroup.Build, CostTiming.Once, Q("build", 1e5)), new(CostGroup.People, CostTiming.Monthly, Q("people", 1e4)), new(CostGroup.Other, CostTiming.PerQuery, Q("other", 0.01))],
            Training = new() { Examples = Q("examples", 1e4), TokensPerExample = Q("tokens", 1000), TokenPrice = Q("training price", 30, 1e6), LeastPerRun = Q("least", 10), GpuHours = Q("hours", 9), GpuPrice = Q("gpu", 9), Runs = Q("runs", 9), RetrainingsPerMonth = Q("retrainings", 4), HoursPerRetraining = Q("people hours", 9), HourlyRate = Q("rate", 99) },
            Index = new() { CorpusTokens = Q("corpus", 1e7), EmbeddingPrice = Q("embedding", 0.2, 1e6), ChangedSharePerMonth = Q("changed", 2), StoredGigabytes = Q("gb", 9), StorePerGigabyte = Q("per gb", 1), StoreLeastPerMonth = Q("store least", 70), ReadPrice = Q("reads", 20, 1e6), Writes = Q("writes", 1e5), WritePrice = Q("write price", 4, 1e6) },
            Query = new() { PromptTokens = Q("prompt", 2000), ContextTokens = Q("context", 2000), QueryTokens = Q("query", 100), CachedShare = Q("cached", 0.9), OutputTokens = Q("output", 500), InputPrice = Q("input price", 5, 1e6), OutputPrice = Q("output price", 20, 1e6), RerankPrice = Q("rerank", 2, 1000), JudgedShare = Q("judged", 1), JudgePrice = Q("judge", 0.1) },
            Hosting = new() { GpuPrice = Q("hosting gpu", 9), TokensPerSecond = Positive("speed", 1000), Utilisation = Positive("use", 0.9), PeakFactor = Q("peak", 5) },
            PassRate = Positive("pass", 0.9),
            WrongAnswerCost = Q("wrong", 0.1),
        };
    }
}
