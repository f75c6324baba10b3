using Assay.Decisions.Costs;

namespace Assay.Tests.Decisions.Costs;

/// <summary>The collection of published figures, and that what Assay says of their contradictions is what it computes.</summary>
public sealed class PublishedCostsTests
{
    private static readonly PublishedCosts Published = PublishedCosts.Bundled();

    [Fact]
    public void Bundled_refers_only_to_what_it_holds()
    {
        string[] sources = [.. Published.Sources.Select(s => s.Id)], figures = [.. Published.Figures.Select(f => f.Id)];

        Assert.Equal(figures.Length, figures.Distinct().Count());
        Assert.All(Published.Figures, f => Assert.Contains(f.Source, sources));
        Assert.All(Published.Figures, f => Assert.True(f.Quote.Length > 8 && (f.Low ?? f.High ?? 0) <= (f.High ?? decimal.MaxValue), f.Id));
        Assert.All(Published.Contradictions, c => Assert.All(c.Figures, id => Assert.Contains(id, figures)));
        Assert.All(Published.Contradictions, c => Assert.True(c.Figures.Length >= 2, c.Id));
        Assert.All(Published.Sources, s => Assert.Contains(Published.Figures.Select(f => f.Source).Append("openai-accuracy"), id => id == s.Id));
    }

    [Theory]
    [InlineData("article-000")]
    [InlineData("article-001")]
    [InlineData("article-002")]
    [InlineData("article-003")]
    [InlineData("article-004")]
    public void Bundled_every_article_contradicts_something(string article) =>
        Assert.Contains(Published.Contradictions, c => c.Figures.Any(f => Published.Find(f)!.Source == article));

    [Fact]
    public void Engineering_usual_ranges_are_those_of_products_and_the_others_stand_beside()
    {
        Assert.Equal((15_000m, 60_000m), (PublishedCosts.UsualEngineering("rag")!.Low, PublishedCosts.UsualEngineering("rag")!.High));
        Assert.Equal((25_000m, 120_000m), (PublishedCosts.UsualEngineering("fine-tuned")!.Low, PublishedCosts.UsualEngineering("fine-tuned")!.High));
        Assert.Equal((40_000m, 180_000m), (PublishedCosts.UsualEngineering("hybrid")!.Low, PublishedCosts.UsualEngineering("hybrid")!.High));
        Assert.Null(PublishedCosts.UsualEngineering("prompt"));
        Assert.All(PublishedCosts.Engineering, e => Assert.Equal((e.Low, e.High, e.Quote), (Published.Find(e.Id)!.Low!.Value, Published.Find(e.Id)!.High!.Value, Published.Find(e.Id)!.Quote)));
        Assert.Equal(CostRange.Between(15_000, 60_000), PublishedCosts.UsualEngineering("rag")!.ToQuantity().Value);
    }

    [Fact]
    public void Contradictions_show_what_the_model_computes()
    {
        Assert.Equal(Said("training-800"), Training(100_000, 0.008, 1000));
        Assert.StartsWith("5,000,000 tokens / 1,000,000 x 25 USD = 125 USD", Training(5_000_000, 25, 1_000_000), StringComparison.Ordinal);
        Assert.Contains(Amount(Context(2000, 2.5, 10_000_000)), Said("context-10-million"), StringComparison.Ordinal);
        Assert.Contains($"= {Figures.Number(Context(1500, 0.01, 10_000_000))} to {Amount(Context(1500, 0.05, 10_000_000))}", Said("context-10-million"), StringComparison.Ordinal);
        Assert.EndsWith(Amount(Context(5_000_000, 0.10, 1)), Said("embedding-corpus"), StringComparison.Ordinal);
        Assert.EndsWith(Amount(Context(1_000_000, 0.10, 1)), Said("embedding-price"), StringComparison.Ordinal);
        Assert.Contains(Amount(750.2 + (12 * 35.04) + (12e6 * 0.001501)), Said("crossover-table"), StringComparison.Ordinal);
        Assert.Contains(Amount(1630 + (12 * 336) + (12e6 * 0.0007)), Said("crossover-table"), StringComparison.Ordinal);
        Assert.Contains(Figures.Number(5000 * 365.0 / 12), Said("volume-day-month"), StringComparison.Ordinal);
    }

    private static string Said(string id) => Published.Contradictions.Single(c => c.Id == id).Assay;

    private static string Amount(double value) => Figures.Money(value, "USD");

    private static string Training(double tokens, double price, double per) => CostModel.Breakdown(
        new("fine-tuned") { Training = new() { Tokens = Quantity.Of("tokens", tokens), TokenPrice = Quantity.TokenPrice("price", CostRange.Of(price), per: per) } }, 1).Lines[0].Working[0];

    private static double Context(double tokens, double price, double queries) => (double)CostModel.Breakdown(
        new("rag") { QueriesPerMonth = Quantity.Of("queries", queries), Query = new() { ContextTokens = Quantity.Of("tokens", tokens), InputPrice = Quantity.TokenPrice("price", CostRange.Of(price)) } }, 1).Monthly;
}
