using Assay.Decisions.Prices;

namespace Assay.Tests.Decisions.Prices;

public sealed class PriceBookTests
{
    private static readonly PriceBook Book = PriceBook.Bundled();

    [Fact]
    public void Find_listed_model_gives_its_price() =>
        Assert.Equal(new ModelPrice(0.15m, 0.075m, 0.6m, 128000), Book.Find("openai", "gpt-4o-mini")! with { Tuned = null, Origin = null });

    [Fact]
    public void Find_dated_snapshot_gives_the_price_of_its_model() =>
        Assert.Equal(Book.Find("openai", "gpt-4o-mini"), Book.Find("openai", "gpt-4o-mini-2024-07-18"));

    [Theory]
    [InlineData("openai", "gpt-4o-mini-audio")]
    [InlineData("anthropic", "gpt-4o-mini")]
    [InlineData("openai", "no-such-model")]
    public void Find_other_model_gives_nothing(string provider, string model) => Assert.Null(Book.Find(provider, model));

    [Fact]
    public void CostUsd_counts_cached_tokens_at_their_own_price() =>
        Assert.Equal(((600m * 2) + (400m * 1) + (100m * 10)) / 1_000_000, new ModelPrice(2, 1, 10, null).CostUsd(1000, 400, 100));

    [Fact]
    public void StaleWarning_after_ninety_days_names_the_date()
    {
        Assert.Null(Book.StaleWarning(Book.Date.AddDays(90)));
        Assert.Contains(Book.Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), Book.StaleWarning(Book.Date.AddDays(91)), StringComparison.Ordinal);
    }
}
