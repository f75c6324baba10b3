using Assay.Decisions.Costs;
using FsCheck;
using FsCheck.Fluent;

namespace Assay.Tests.Decisions.Costs;

/// <summary>The volume at which one arm becomes cheaper than another.</summary>
public sealed class CrossoverTests
{
    /// <summary>
    /// The example of CodeTreatise/Gen-AI, lesson "RAG vs. Fine-Tuning Break-Even Analysis", from the default values of its own code: 10 hours and 20 hours at 75 USD, 10 million training tokens at 8 USD per million, 50 USD of
    /// validation, a retraining every four months at 0.8 of the first one, 2,550 against 550 input tokens at 0.40 USD and 300 output tokens at 1.60 USD per million.
    /// </summary>
    [Fact]
    public void Between_the_published_example_is_467_000_of_which_retraining_is_87_percent()
    {
        Crossover found = Crossover.Between(Rag(), Tuned(), 12);

        Assert.Equal((CrossoverKind.Above, 467_000m), (found.Kind, Math.Round(found.QueriesPerMonth!.Value / 1000) * 1000));
        Assert.Equal(467_261.8m, Math.Round(found.QueriesPerMonth!.Value, 1));
        Assert.Equal((879.8m, 300.96m, 0.000801m, 4491.32m), (found.Once, found.Monthly, found.PerQuery, found.Numerator));
        Assert.Equal(0.87, Math.Round(found.RetrainingShare!.Value, 2));
    }

    [Fact]
    public void Between_totals_meet_at_the_volume() => Prop.ForAll<PositiveInt, PositiveInt, PositiveInt>((setup, monthly, query) =>
    {
        CostInputs rag = Line("rag", 100, 10, 0.002 + (query.Get / 1e5)), tuned = Line("fine-tuned", 100 + setup.Get, 10 + monthly.Get, 0.002);
        int n = ((setup.Get + monthly.Get) % 120) + 1;

        Crossover found = Crossover.Between(rag, tuned, n);

        double q = (double)found.QueriesPerMonth!.Value;
        decimal at = CostModel.Total(With(rag, q), n);
        return found.Kind == CrossoverKind.Above && Math.Abs(at - CostModel.Total(With(tuned, q), n)) <= 1e-9m * at
            && CostModel.Total(With(tuned, q * 1.01), n) < CostModel.Total(With(rag, q * 1.01), n) && CostModel.Total(With(tuned, q * 0.99), n) > CostModel.Total(With(rag, q * 0.99), n);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(100, 10, 0.002, 50, 5, 0.001, CrossoverKind.Always)]
    [InlineData(100, 10, 0.001, 150, 15, 0.002, CrossoverKind.Never)]
    [InlineData(100, 10, 0.001, 50, 5, 0.002, CrossoverKind.Below)]
    [InlineData(100, 10, 0.002, 150, 15, 0.001, CrossoverKind.Above)]
    [InlineData(100, 10, 0.001, 100, 10, 0.001, CrossoverKind.Same)]
    [InlineData(100, 10, 0.001, 150, 10, 0.001, CrossoverKind.Never)]
    [InlineData(100, 10, 0.001, 50, 10, 0.001, CrossoverKind.Always)]
    [InlineData(100, 10, 0.002, 100, 10, 0.001, CrossoverKind.Always)]
    public void Between_says_which_case_it_is(double onceR, double monthlyR, double queryR, double onceF, double monthlyF, double queryF, CrossoverKind kind)
    {
        Crossover found = Crossover.Between(Line("rag", onceR, monthlyR, queryR), Line("fine-tuned", onceF, monthlyF, queryF), 12);

        Assert.Equal((kind, kind is CrossoverKind.Above or CrossoverKind.Below), (found.Kind, found.QueriesPerMonth is not null));
    }

    [Fact]
    public void Between_rented_machines_finds_the_first_volume_at_which_they_pay()
    {
        CostInputs hosted = new("fine-tuned")
        {
            Query = new() { OutputTokens = Quantity.Of("output tokens", 300) },
            Hosting = new() { GpuPrice = Quantity.Of("GPU price", 2.69), TokensPerSecond = Quantity.Of("tokens a second", 1000), Utilisation = Quantity.Of("utilisation", 0.5) },
        };
        CostInputs api = Line("rag", 0, 0, 0.003);

        Crossover found = Crossover.Between(api, hosted, 12);

        // One machine costs 2.69 x 730 = 1,963.70 a month and answers 1,000 x 0.5 x 2,628,000 / 300 = 4,380,000 questions: they meet within its first capacity.
        Assert.Equal((CrossoverKind.Above, 654_566.67m), (found.Kind, Math.Round(found.QueriesPerMonth!.Value, 2)));
    }

    [Theory]
    [InlineData(1220, 0, 0, 100, null)]
    [InlineData(100, 0, 0, 100, null)]
    [InlineData(0, 10, 100, 0, null)]
    [InlineData(0, 0, 100, 0, 0.0)]
    [InlineData(0, 0, 0, 40, 1.0)]
    [InlineData(0, 0, 30, 10, 0.25)]
    public void Between_gives_a_share_of_retraining_only_where_all_parts_add_to_the_numerator(double onceR, double retrainingR, double monthlyF, double retrainingF, double? share)
    {
        static CostInputs With(CostInputs arm, double retraining) => arm with { Items = arm.Items.Add(new(CostGroup.Retraining, CostTiming.Monthly, Quantity.Of(arm.Arm + " retraining", retraining))) };

        Crossover found = Crossover.Between(With(Line("rag", onceR, 0, 0.002), retrainingR), With(Line("fine-tuned", 0, monthlyF, 0.001), retrainingF), 12);

        Assert.Equal((share, 12 * (decimal)(retrainingF - retrainingR)), (found.RetrainingShare, found.Retraining));
    }

    [Fact]
    public void Between_at_an_end_takes_the_other_end_of_the_incumbent()
    {
        static CostInputs Arm(string name, double monthly, CostRange question) => new(name) { Items = [new(CostGroup.Other, CostTiming.Monthly, Quantity.Of(name + " a month", monthly)), new(CostGroup.Tokens, CostTiming.PerQuery, new(name + " a question", question))] };
        CostInputs rag = Arm("rag", 0, CostRange.Between(0.01, 0.02)), tuned = Arm("fine-tuned", 900, CostRange.Between(0.001, 0.005));

        Crossover best = Crossover.Between(rag, tuned, 12, CostCase.Cheapest), mode = Crossover.Between(rag, tuned, 12), worst = Crossover.Between(rag, tuned, 12, CostCase.Dearest);

        Assert.Equal((47_368.42m, 75_000m, 180_000m), (Math.Round(best.QueriesPerMonth!.Value, 2), Math.Round(mode.QueriesPerMonth!.Value, 2), Math.Round(worst.QueriesPerMonth!.Value, 2)));
    }

    private static CostInputs Rag() => new("rag")
    {
        Items =
        [
            new(CostGroup.Build, CostTiming.Once, Quantity.Of("document processing", 10 * 75)), new(CostGroup.Embedding, CostTiming.Once, Quantity.Of("initial embedding", 0.20)),
            new(CostGroup.Storage, CostTiming.Monthly, Quantity.Of("vector store", 25)), new(CostGroup.Other, CostTiming.Monthly, Quantity.Of("monitoring", 10)), new(CostGroup.Embedding, CostTiming.Monthly, Quantity.Of("weekly updates", 4 * 0.01)),
            new(CostGroup.Tokens, CostTiming.PerQuery, Quantity.Of("query embedding", 0.000001)),
        ],
        Query = new() { ContextTokens = Quantity.Of("context tokens", 2550), OutputTokens = Quantity.Of("output tokens", 300), InputPrice = Price("input price", 0.40), OutputPrice = Price("output price", 1.60) },
    };

    private static CostInputs Tuned() => new("fine-tuned")
    {
        Items = [new(CostGroup.Data, CostTiming.Once, Quantity.Of("data preparation", 20 * 75)), new(CostGroup.Other, CostTiming.Monthly, Quantity.Of("monitoring", 10)), new(CostGroup.Retraining, CostTiming.Monthly, Quantity.Of("retraining", 0.25 * 0.8 * (1500 + 80 + 50)))],
        Training = new() { Tokens = Quantity.Of("training tokens", 10_000_000), TokenPrice = Price("training price", 8), EvaluationPerRun = Quantity.Of("validation", 50) },
        Query = new() { PromptTokens = Quantity.Of("prompt tokens", 550), OutputTokens = Quantity.Of("output tokens", 300), InputPrice = Price("input price", 0.40), OutputPrice = Price("output price", 1.60) },
    };

    private static Quantity Price(string name, double price) => Quantity.TokenPrice(name, CostRange.Of(price));

    private static CostInputs With(CostInputs arm, double queries) => arm with { QueriesPerMonth = Quantity.Of("questions a month", queries) };

    private static CostInputs Line(string arm, double once, double monthly, double query) => new(arm)
    {
        Items =
        [
            new(CostGroup.Build, CostTiming.Once, Quantity.Of(arm + " build", once)), new(CostGroup.Other, CostTiming.Monthly, Quantity.Of(arm + " a month", monthly)),
            new(CostGroup.Tokens, CostTiming.PerQuery, Quantity.Of(arm + " a question", query)),
        ],
    };
}
