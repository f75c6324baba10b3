using Assay.Decisions.Costs;
using Assay.Text;

namespace Assay.Tests.Decisions.Costs;

/// <summary>Lines, sums and working of the cost model.</summary>
public sealed class CostModelTests
{
    [Fact]
    public void Training_shows_the_slip_of_a_thousand()
    {
        // An article says 800 USD for this.
        CostInputs inputs = new("fine-tuned") { Training = new() { Tokens = Quantity.Of("training tokens", 100_000), TokenPrice = Quantity.TokenPrice("training price", CostRange.Of(0.008), per: 1000) } };

        CostLine line = Assert.Single(CostModel.Breakdown(inputs, 1).Lines);

        Assert.Equal(0.8m, line.Once);
        Assert.Equal("100,000 tokens / 1,000 x 0.008 USD = 0.80 USD", Assert.Single(line.Working));
    }

    [Fact]
    public void Training_of_examples_multiplies_tokens_first()
    {
        CostInputs inputs = new("fine-tuned") { Training = new() { Examples = Quantity.Of("examples", 10_000), TokensPerExample = Quantity.Of("tokens of an example", 500), TokenPrice = Quantity.TokenPrice("training price", CostRange.Of(25)) } };

        CostLine line = Assert.Single(CostModel.Breakdown(inputs, 1).Lines);

        Assert.Equal(125m, line.Once);
        Assert.Equal(["10,000 examples x 500 tokens = 5,000,000 tokens", "5,000,000 tokens / 1,000,000 x 25 USD = 125 USD"], line.Working.ToArray());
    }

    [Fact]
    public void Context_of_a_question_and_of_a_month()
    {
        CostLine line = Assert.Single(CostModel.Breakdown(Context(2000, CostRange.Of(2.5), 1_000_000), 1).Lines);

        Assert.Equal((0.005m, 5000m), (line.PerQuery, line.Monthly));
        Assert.Equal(
        [
            "2,000 context tokens / 1,000,000 x 2.50 USD = 0.005 USD a question",
            "2,000 tokens x 1,000,000 questions = 2,000,000,000 tokens a month",
            "1,000,000 questions x 0.005 USD = 5,000 USD a month",
        ], line.Working.ToArray());
    }

    [Fact]
    public void Range_of_prices_gives_both_ends()
    {
        CostInputs inputs = Context(1500, CostRange.Between(0.01, 0.05), 10_000_000);

        Assert.Equal(150m, CostModel.Breakdown(inputs, 1, at: CostCase.Cheapest).Monthly);
        Assert.Equal(750m, CostModel.Breakdown(inputs, 1, at: CostCase.Dearest).Monthly);
        Assert.Contains("1,500 tokens x 10,000,000 questions = 15,000,000,000 tokens a month", CostModel.Breakdown(inputs, 1).Lines[0].Working);
    }

    [Fact]
    public void Question_tokens_of_one_embedding()
    {
        CostInputs inputs = new("rag") { Query = new() { QueryTokens = Quantity.Of("question tokens", 500), EmbeddingPrice = Quantity.TokenPrice("embedding price", CostRange.Of(0.10)) } };

        Assert.Equal(0.00005m, CostModel.Breakdown(inputs, 1).PerQuery);
    }

    [Fact]
    public void Gpu_hours_of_a_lora_give_a_range()
    {
        CostInputs inputs = new("fine-tuned") { Training = new() { GpuHours = new("GPU hours", CostRange.Between(2, 4)), GpuPrice = Quantity.Of("GPU price", 5) } };

        Assert.Equal((10m, 20m), (CostModel.Breakdown(inputs, 1, at: CostCase.Cheapest).Once, CostModel.Breakdown(inputs, 1, at: CostCase.Dearest).Once));
    }

    [Fact]
    public void Negative_quantity_names_arm_and_quantity()
    {
        InputException error = Assert.Throws<InputException>(() => CostModel.Breakdown(Context(-1, CostRange.Of(1), 10), 1));

        Assert.Contains("rag: 'context tokens' must be 0 or more", error.Message, StringComparison.Ordinal);
    }

    private static CostInputs Context(double tokens, CostRange price, double queries) => new("rag")
    {
        QueriesPerMonth = Quantity.Of("questions a month", queries),
        Query = new() { ContextTokens = Quantity.Of("context tokens", tokens), InputPrice = Quantity.TokenPrice("input price", price) },
    };
}
