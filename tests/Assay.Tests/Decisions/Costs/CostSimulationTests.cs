using System.Text.Json;
using Assay.Decisions.Costs;
using Assay.Text;

namespace Assay.Tests.Decisions.Costs;

/// <summary>Draws from ranges.</summary>
public sealed class CostSimulationTests
{
    private static readonly SimulationOptions Usual = new() { Months = 12, Seed = 7 };

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(10, 20, 60)]
    [InlineData(5, 30, 30)]
    public void At_is_the_inverse_of_the_triangle(double low, double mode, double high)
    {
        CostRange range = new(low, mode, high);

        for (double share = 0.05; share < 1; share += 0.05)
        {
            double x = range.At(share), below = x < mode ? (x - low) * (x - low) / ((high - low) * (mode - low)) : 1 - ((high - x) * (high - x) / ((high - low) * (high - mode)));
            Assert.Equal(share, below, 9);
        }

        Assert.Equal((low, high), (range.At(0), range.At(1)));
    }

    [Fact]
    public void Run_median_of_one_range_is_that_of_the_triangle()
    {
        CostRange range = new(15_000, 20_000, 60_000);
        ArmSimulation arm = Assert.Single(CostSimulation.Run([Build("rag", range)], Usual).Arms);

        foreach ((decimal drawn, double share) in new[] { (arm.Total.P10, 0.1), (arm.Total.P50, 0.5), (arm.Total.P90, 0.9) })
        {
            // Standard error of a percentile: √(p·(1 − p)/n) / density.
            Assert.InRange((double)drawn, range.At(share - 0.015), range.At(share + 0.015));
        }
    }

    [Fact]
    public void Run_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        string First(SimulationOptions options) => JsonSerializer.Serialize(CostSimulation.Run([Rag(), Tuned()], options));

        string once = First(Usual);

        Assert.Equal(once, First(Usual));
        Assert.NotEqual(once, First(Usual with { Seed = 8 }));
    }

    [Fact]
    public void Run_further_arm_leaves_the_draws_of_the_others()
    {
        SimulationResult two = CostSimulation.Run([Rag(), Tuned()], Usual), three = CostSimulation.Run([Rag(), Build("prompt", new(1, 2, 3)), Tuned()], Usual);

        Assert.Equal(two.Arms[0].Total, three.Arms[0].Total);
        Assert.Equal(two.Arms[1].Cumulative.ToArray(), three.Arms[2].Cumulative.ToArray());
    }

    [Fact]
    public void Run_what_two_arms_share_is_drawn_once()
    {
        // Both pay the same uncertain price for the same tokens; one of them pays 1 USD more. It is never the cheaper one.
        CostInputs plain = Tokens("prompt"), dearer = Tokens("rag") with { Items = [new(CostGroup.Other, CostTiming.Once, Quantity.Of("one dollar", 1))] };

        SimulationResult result = CostSimulation.Run([plain, dearer], Usual);

        Assert.Equal((1.0, 0.0), (result.Arms[0].CheapestShare, result.Arms[1].CheapestShare));
    }

    [Fact]
    public void Run_shares_of_the_cheapest_and_of_crossovers_add_up()
    {
        SimulationResult result = CostSimulation.Run([Rag(), Tuned(), Build("prompt", new(1, 2, 30_000))], Usual);

        Assert.Equal(1, result.Arms.Sum(a => a.CheapestShare), 9);
        Assert.All(result.Crossovers, c => Assert.Equal(1, c.Above + c.Below + c.Always + c.Never, 9));
        Assert.Equal(3, result.Crossovers.Length);
        CrossoverDistribution pair = result.Crossovers[0];
        Assert.True(pair.Volume!.Value.P10 < pair.Volume.Value.P50 && pair.Volume.Value.P50 < pair.Volume.Value.P90);
        decimal mode = Crossover.Between(Rag(), Tuned(), 12).QueriesPerMonth!.Value;
        Assert.InRange(mode, pair.Volume.Value.P10, pair.Volume.Value.P90);
    }

    [Fact]
    public void Run_months_and_volumes_only_add_cost()
    {
        SimulationResult result = CostSimulation.Run([Rag(), Tuned()], Usual with { Draws = 500 });

        Assert.All(result.Arms, a => Assert.All(a.Cumulative.Zip(a.Cumulative.Skip(1)), m => Assert.True(m.First.P50 <= m.Second.P50 && m.First.P10 <= m.Second.P10)));
        Assert.All(result.Curve.Zip(result.Curve.Skip(1)), v => Assert.True(v.First.QueriesPerMonth < v.Second.QueriesPerMonth && v.First.Arms.Zip(v.Second.Arms).All(a => a.First.P50 <= a.Second.P50)));
        Assert.Equal(result.Arms[0].Total, result.Arms[0].Cumulative[^1]);
    }

    [Fact]
    public void Run_tornado_moves_one_quantity_at_a_time_widest_first()
    {
        SimulationResult result = CostSimulation.Run([Tuned()], Usual with { Draws = 100 });

        Assert.Equal(result.Tornado.OrderByDescending(b => b.Swing).Select(b => b.Quantity), result.Tornado.Select(b => b.Quantity));
        TornadoBar build = result.Tornado.Single(b => b.Quantity == "fine-tuned engineering");
        Assert.Equal(95_000m, build.Swing);
        Assert.Equal(CostModel.Total(Tuned(), 12) - 72_500m + 25_000m, build.AtLow);
        Assert.DoesNotContain(result.Tornado, b => b.Range.IsPoint);
    }

    [Fact]
    public void Run_refuses_what_it_cannot_draw()
    {
        Assert.Contains("100 to 1000000", Assert.Throws<InputException>(() => CostSimulation.Run([Rag()], Usual with { Draws = 5 })).Message, StringComparison.Ordinal);
        Assert.Contains("Two arms are named 'rag'", Assert.Throws<InputException>(() => CostSimulation.Run([Rag(), Rag()], Usual)).Message, StringComparison.Ordinal);
        Assert.Contains("in another place", Assert.Throws<InputException>(() => CostSimulation.Run([Tokens("a"), Tokens("b") with { Query = new() { ContextTokens = Quantity.Of("context tokens", 1), InputPrice = Quantity.TokenPrice("input price", CostRange.Of(1)) } }], Usual)).Message, StringComparison.Ordinal);
    }

    internal static CostInputs Rag() => new("rag")
    {
        QueriesPerMonth = new("questions a month", new(50_000, 100_000, 300_000)),
        Items = [new(CostGroup.Build, CostTiming.Once, new Quantity("rag engineering", CostRange.Between(15_000, 60_000))), new(CostGroup.Storage, CostTiming.Monthly, new Quantity("vector store", CostRange.Between(70, 200)))],
        Query = new() { ContextTokens = new("context tokens", new(500, 1500, 2000)), OutputTokens = Quantity.Of("output tokens", 300), InputPrice = Quantity.TokenPrice("input price", new(2, 2.5, 3)), OutputPrice = Quantity.TokenPrice("output price", CostRange.Of(10)) },
    };

    internal static CostInputs Tuned() => new("fine-tuned")
    {
        QueriesPerMonth = new("questions a month", new(50_000, 100_000, 300_000)),
        Items = [new(CostGroup.Build, CostTiming.Once, new Quantity("fine-tuned engineering", CostRange.Between(25_000, 120_000)))],
        Training = new() { GpuHours = new("GPU hours", CostRange.Between(2, 4)), GpuPrice = new("GPU price", CostRange.Between(2.69, 6.88)), RetrainingsPerMonth = Quantity.Of("retrainings a month", 1) },
        Query = new() { PromptTokens = Quantity.Of("tuned prompt tokens", 100), OutputTokens = Quantity.Of("output tokens", 300), InputPrice = Quantity.TokenPrice("tuned input price", CostRange.Of(0.3)), OutputPrice = Quantity.TokenPrice("tuned output price", CostRange.Of(1.2)) },
    };

    private static CostInputs Build(string arm, CostRange range) => new(arm) { Items = [new(CostGroup.Build, CostTiming.Once, new Quantity(arm + " build", range))] };

    private static CostInputs Tokens(string arm) => new(arm)
    {
        QueriesPerMonth = Quantity.Of("questions a month", 100_000),
        Query = new() { ContextTokens = Quantity.Of("context tokens", 1000), InputPrice = Quantity.TokenPrice("input price", CostRange.Between(1, 10)) },
    };
}
