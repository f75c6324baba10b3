using Assay.Decisions.Costs;
using Assay.Decisions.Costs.WhatIf;
using Assay.Decisions.Prices;
using Assay.Decisions.Requirements;

namespace Assay.Tests.Decisions.Costs;

/// <summary>Lines that bend, share or depend on each other.</summary>
public sealed class CostLinesTests
{
    [Fact]
    public void Hosting_buys_whole_machines_for_the_peak_and_says_what_a_token_costs_at_this_load()
    {
        CostLine line = Assert.Single(CostModel.Breakdown(Hosted(peak: 5), 1).Lines);

        // 5 x 300 = 1,500 tokens a second at the peak; 1,000 x 70% a machine.
        Assert.Equal(3 * 730 * 2.5m, line.Monthly);
        Assert.Contains("5 questions a second x 300 tokens / (1,000 tokens a second x 70%) -> 3 GPUs", line.Working);
        Assert.Contains("3 x 730 hours x 2.50 USD = 5,475 USD a month", line.Working);
        Assert.Contains("at this load (0.38%) 182.50 USD for a million tokens, 0.694444 USD if the machines were full", line.Working);
    }

    [Fact]
    public void Hosting_grows_by_a_machine_when_the_volume_does()
    {
        CostInputs hosted = Hosted(peak: null);
        double full = 1000 * 0.7 * HostingInputs.SecondsPerMonth / 300;

        Assert.Equal(1825m, At(full));
        Assert.Equal(3650m, At(full + 10));
        Assert.Equal(1825m, At(0));

        decimal At(double queries) => CostModel.Breakdown(hosted with { QueriesPerMonth = Quantity.Of("questions a month", queries) }, 1).Monthly;
    }

    [Fact]
    public void Hosting_is_shared_by_adapters_on_one_machine()
    {
        CostInputs alone = Hosted(peak: 1), shared = alone with { Hosting = alone.Hosting! with { SharedBy = Quantity.Of("arms", 25) } };

        Assert.Equal(CostModel.Breakdown(alone, 1).Monthly / 25, CostModel.Breakdown(shared, 1).Monthly);
    }

    [Fact]
    public void Cached_tokens_come_from_the_beginning_of_the_input()
    {
        CostInputs inputs = new("long-context")
        {
            Query = new()
            {
                PromptTokens = Quantity.Of("prompt", 1000), ContextTokens = Quantity.Of("context", 3000), QueryTokens = Quantity.Of("question", 50), CachedShare = Quantity.Of("cached", 0.5), CacheWriteShare = Quantity.Of("written", 0.1),
                InputPrice = Price("input", 2), CachedPrice = Price("cached price", 0.2), CacheWritePrice = Price("write price", 2.5),
            },
        };

        Dictionary<string, decimal> lines = CostModel.Breakdown(inputs, 1).Lines.ToDictionary(l => l.Name, l => l.PerQuery * 1_000_000);

        // Of 4,050 tokens 2,025 are cached and 405 written: the whole prompt and 1,430 of the context.
        Assert.DoesNotContain("prompt tokens", lines.Keys);
        Assert.Equal((1570m * 2, 50m * 2, 2025m * 0.2m, 405m * 2.5m), (lines["context tokens"], lines["question tokens"], lines["cached tokens"], lines["tokens written to the cache"]));
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(5)]
    public void Caching_a_range_of_the_input_costs_more_at_the_dearest_end_whatever_cached_tokens_cost(double cachedPrice)
    {
        CostInputs At(CostRange share) => new("rag") { Query = new() { ContextTokens = Quantity.Of("context", 1000), CachedShare = new Quantity("cached", share), InputPrice = Price("input", 1), CachedPrice = Price("cached price", cachedPrice) } };
        decimal[] ends = [.. new[] { 0.2, 0.8 }.Select(s => CostModel.Breakdown(At(CostRange.Of(s)), 1).PerQuery).Order()];

        Assert.Equal((ends[0], ends[1]), (CostModel.Breakdown(At(CostRange.Between(0.2, 0.8)), 1, at: CostCase.Cheapest).PerQuery, CostModel.Breakdown(At(CostRange.Between(0.2, 0.8)), 1, at: CostCase.Dearest).PerQuery));
    }

    [Fact]
    public void Hosting_names_a_mean_where_no_peak_was_stated()
    {
        CostInputs hosted = Hosted(peak: null) with { QueriesPerMonth = Quantity.Of("questions a month", 2_628_000) };
        CostInputs busy = hosted with { Hosting = hosted.Hosting! with { PeakFactor = Quantity.Of("peak", 4) } };

        Assert.Equal("2,628,000 questions / 2,628,000 seconds of a month = 1 questions a second on average; no busier time was stated", Assert.Single(CostModel.Breakdown(hosted, 1).Lines).Working[0]);
        Assert.Equal("2,628,000 questions / 2,628,000 seconds of a month x 4 = 4 questions a second at the peak", Assert.Single(CostModel.Breakdown(busy, 1).Lines).Working[0]);
    }

    [Fact]
    public void A_store_bills_gigabytes_numbers_and_reads_and_its_least()
    {
        CostInputs Stored(double least) => new("rag")
        {
            QueriesPerMonth = Quantity.Of("questions", 1_000_000),
            Index = new()
            {
                StoredGigabytes = Quantity.Of("gigabytes", 100), StorePerGigabyte = Quantity.Of("a gigabyte", 0.12), StoredDimensions = Quantity.Of("numbers", 1e10), DimensionPrice = Price("a million numbers", 0.00465),
                ReadPrice = Price("reads", 16), StoreLeastPerMonth = Quantity.Of("least", least),
            },
        };

        Assert.Equal(12m + 46.5m + 16m, CostModel.Breakdown(Stored(45), 1).Monthly);
        Assert.Equal(100m, CostModel.Breakdown(Stored(100), 1).Monthly);
        Assert.Contains("10,000,000,000 stored numbers / 1,000,000 x 0.00465 USD = 46.50 USD a month", CostModel.Breakdown(Stored(45), 1).Lines[0].Working);
    }

    [Fact]
    public void Tiers_make_all_tokens_of_a_long_prompt_dearer()
    {
        ModelPrice model = PriceBooks.Bundled().Model("claude-sonnet-4-5");
        decimal At(double tokens) => CostModel.Breakdown(new("long-context") { Query = new() { ContextTokens = Quantity.Of("context", tokens), OutputTokens = Quantity.Of("output", 1000), InputPrice = Price("input", 3), OutputPrice = Price("output price", 15), Tiers = model.TierFactors() } }, 1).PerQuery;

        Assert.Equal((0.6m + 0.015m, model.At(200_000).CostUsd(200_000, 0, 1000)), (At(200_000), At(200_000)));
        Assert.Equal(model.At(300_000).CostUsd(300_000, 0, 1000), At(300_000));
    }

    [Fact]
    public void Retraining_counts_people_and_changes()
    {
        CostInputs inputs = new("fine-tuned")
        {
            Training = new() { GpuHours = Quantity.Of("hours", 3), GpuPrice = Quantity.Of("price", 5), EvaluationPerRun = Quantity.Of("evaluation", 10), RetrainingsPerMonth = Quantity.Of("retrainings", ChangeRate.Weekly.PerMonth()), HoursPerRetraining = Quantity.Of("people", 2), HourlyRate = Quantity.Of("rate", 90), Runs = Quantity.Of("runs", 4) },
        };

        CostBreakdown breakdown = CostModel.Breakdown(inputs, 12);

        Assert.Equal(100m, breakdown.Once);
        Assert.Equal(Math.Round(52m / 12 * 205, 6), Math.Round(breakdown.Monthly, 6));
        Assert.Equal(CostGroup.Retraining, breakdown.Lines[1].Group);
    }

    [Fact]
    public void Wrong_answers_and_the_cost_of_a_right_one()
    {
        CostInputs inputs = new("rag")
        {
            QueriesPerMonth = Quantity.Of("questions", 1000), PassRate = Quantity.Of("pass", 0.8), WrongAnswerCost = Quantity.Of("wrong", 2.5),
            Query = new() { ContextTokens = Quantity.Of("context", 2000), InputPrice = Price("input", 2) },
        };

        CostBreakdown breakdown = CostModel.Breakdown(inputs, 1);

        Assert.Equal(0.004m + 0.5m, breakdown.PerQuery);
        Assert.Equal(0.005m, breakdown.CostOfPass);
        Assert.Equal("(1 - 0.8) x 2.50 USD = 0.50 USD a question", breakdown.Lines[1].Working[0]);
    }

    [Theory]
    [InlineData("10,000", 10_000, 10_000, 10_000)]
    [InlineData("5%", 0.05, 0.05, 0.05)]
    [InlineData("0.01..0.05", 0.01, 0.03, 0.05)]
    [InlineData("15000..20000..60000", 15_000, 20_000, 60_000)]
    public void RangeText_reads_numbers_and_ranges(string text, double low, double mode, double high)
    {
        CostRange range = RangeText.Read(text)!.Value;
        Assert.Equal((low, high), (range.Low, range.High));
        Assert.Equal(mode, range.Mode, 12);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1,5")]
    [InlineData("0,500")]
    [InlineData("1e3")]
    [InlineData("5..1")]
    [InlineData("1..2..3..4")]
    [InlineData("1..")]
    [InlineData("NaN")]
    [InlineData("99999999999999999999")]
    public void RangeText_refuses_anything_else(string text) => Assert.Null(RangeText.Read(text));

    [Theory]
    [InlineData(125, "125 USD", true)]
    [InlineData(0.8, "0.80 USD", true)]
    [InlineData(0.00005, "0.00005 USD", true)]
    [InlineData(15_000_000_000, "15,000,000,000 USD", true)]
    [InlineData(2.0 / 3, "0.666667 USD", false)]
    [InlineData(1234.567, "1,234.57 USD", false)]
    [InlineData(0.1 + 0.2, "0.30 USD", true)]
    public void Money_is_exact_or_says_that_it_is_not(double value, string text, bool exact) => Assert.Equal((text, exact), (Figures.Money(value, "USD"), Figures.IsExact(value)));

    private static Quantity Price(string name, double price) => Quantity.TokenPrice(name, CostRange.Of(price));

    private static CostInputs Hosted(double? peak) => new("fine-tuned")
    {
        QueriesPerMonth = Quantity.Of("questions a month", 100_000),
        Query = new() { OutputTokens = Quantity.Of("output tokens", 300) },
        Hosting = new() { GpuPrice = Quantity.Of("GPU price", 2.5), TokensPerSecond = Quantity.Of("tokens a second", 1000), Utilisation = Quantity.Of("utilisation", 0.7), PeakPerSecond = peak is { } p ? Quantity.Of("peak", p) : null },
    };
}
