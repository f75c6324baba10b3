using System.Globalization;
using Assay.Decisions.Prices;
using Assay.Text;

namespace Assay.Tests.Decisions.Prices;

/// <summary>The books that come with Assay, and files of users laid over them.</summary>
public sealed class PriceBooksTests
{
    private static readonly PriceBooks Books = PriceBooks.Bundled();

    [Fact]
    public void Bundled_every_entry_has_a_source_and_a_day_that_was()
    {
        PriceOrigin[] origins =
        [
            .. Books.Models.Names.Select(n => Books.Models.Find(n.Provider, n.Model)!.Origin!), .. Books.Embeddings.Select(e => e.Origin), .. Books.Rerankers.Select(r => r.Origin), .. Books.Trainings.Select(t => t.Origin),
            .. Books.Gpus.Select(g => g.Origin), .. Books.VectorStores.Select(v => v.Origin), .. Books.Currencies.Rates.Select(r => r.Origin),
        ];

        Assert.True(origins.Length > 100);
        Assert.All(origins, o => Assert.True(o.Source.Length > 20 && o.Date > new DateOnly(2026, 1, 1) && o.Date < new DateOnly(2027, 1, 1), o.ToString()));
        Assert.Empty(Books.Notes);
    }

    [Fact]
    public void Bundled_tuned_models_cost_more_than_their_base()
    {
        ModelPrice model = Books.Model("gpt-4o");

        Assert.Equal((3.75m, 15m), (model.Tuned!.Input, model.Tuned.Output));
        Assert.Equal(25m, Books.Training("gpt-4o").Price);
    }

    [Fact]
    public void At_long_prompt_takes_the_tier()
    {
        ModelPrice model = Books.Model("anthropic:claude-sonnet-4-5");

        Assert.Equal((3m, 6m), (model.At(200_000).Input, model.At(200_001).Input));
        Assert.Equal(new TierFactor(200_000, 2, 1.5), Assert.Single(model.TierFactors()));
        Assert.Equal(model, model.At(10));
    }

    [Fact]
    public void Gpu_cheapest_of_its_name_unless_a_provider_is_named()
    {
        Assert.Equal(("runpod", GpuProviderClass.Marketplace, 2.69m), Named(Books.Gpu("h100-sxm", spot: false)));
        Assert.Equal(("aws", GpuProviderClass.Hyperscaler, 6.88m), Named(Books.Gpu("aws:H100-SXM", spot: false)));
        Assert.Equal(6.571m, Books.Gpu("H100-SXM", spot: true).Spot);
        Assert.Contains("no spot price of 'L40S'", Assert.Throws<InputException>(() => Books.Gpu("L40S", spot: true)).Message, StringComparison.Ordinal);

        static (string, GpuProviderClass, decimal?) Named(GpuPrice g) => (g.Provider, g.Class, g.OnDemand);
    }

    [Theory]
    [InlineData("gpt-4o-mni", "Did you mean 'gpt-4o-mini'?")]
    [InlineData("openai:gpt4o", "Did you mean 'gpt-4o'?")]
    [InlineData("my-own", "The price book has no model 'my-own'. Give a price")]
    public void Model_unknown_names_the_nearest(string name, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => Books.Model(name)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("0.00637912345", "0.00637912")]
    [InlineData("1.176123456", "1.17612")]
    [InlineData("2", "2")]
    [InlineData("123.45678", "123.457")]
    public void Rates_are_written_with_six_significant_digits(string rate, string text) =>
        Assert.Equal(text, new CurrencyRate("XXX", decimal.Parse(rate, CultureInfo.InvariantCulture), new PriceOrigin("a source", new DateOnly(2026, 11, 1))).Text);

    [Fact]
    public void Bundled_notes_and_limits_are_kept()
    {
        Assert.Equal((10, true), (Books.VectorStore("pinecone-builder").MostGb, Books.VectorStore("pinecone-builder").Origin.Note!.EndsWith("more is blocked", StringComparison.Ordinal)));
        Assert.Null(Books.VectorStore("pinecone-standard").MostGb);
        Assert.Null(Books.Training("gpt-4o").Origin.Note);
    }

    [Fact]
    public void Currencies_convert_through_dollars()
    {
        Assert.Equal(117.61m, Math.Round(Books.Currencies.Convert(100, "EUR", "USD"), 4));
        Assert.Equal(100m, Math.Round(Books.Currencies.Convert(Books.Currencies.Convert(100, "GBP", "JPY"), "JPY", "GBP"), 10));
        InputException error = Assert.Throws<InputException>(() => Books.Currencies.Find("EUX"));
        Assert.Contains("--rate EUX=1.08", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_file_replaces_and_adds()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("mine.json", Header("USD", "models\": \"per thousand tokens") + """ "models":[{"provider":"openai","model":"gpt-4o","input":0.002,"output":0.008},{"provider":"acme","model":"own-1","input":0.001,"output":0.001}]}""");

        PriceBooks mine = Books.With(path);

        Assert.Equal((2m, 8m), (mine.Model("gpt-4o").Input, mine.Model("gpt-4o").Output));
        Assert.Equal(1m, mine.Model("acme:own-1").Input);
        Assert.Equal(Books.Model("gpt-4.1"), mine.Model("gpt-4.1"));
        Assert.Equal(Books.Models.Names.Length + 1, mine.Models.Names.Length);
    }

    [Fact]
    public void With_file_in_euros_is_converted_and_says_so()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("mine.json", Header("EUR", "gpus\": \"per hour") + """ "gpus":[{"provider":"acme","name":"H100","memoryGb":80,"class":"specialist","onDemand":2}]}""");

        PriceBooks mine = Books.With(path);

        Assert.Equal(2.3522m, mine.Gpu("acme:H100", spot: false).OnDemand);
        Assert.Contains("converted at 1.1761 USD", Assert.Single(mine.Notes), StringComparison.Ordinal);
        Assert.Equal(2.2m, Books.With(new CurrencyRate("EUR", 1.1m, new PriceOrigin("--rate", new DateOnly(2026, 11, 26)))).With(path).Gpu("acme:H100", spot: false).OnDemand);
    }

    [Theory]
    [InlineData("""{"date":"2026-11-01","source":"mine","currency":"USD","units":{"models":"per million tokens"},"models":[{"provider":"a","model":"b","input":-1,"output":1}]}""", "(1): 'input' of entry 1 of 'models' is -1: a price is 0 or more")]
    [InlineData("""{"date":"2026-11-01","source":"mine","currency":"USD","models":[{"provider":"a","model":"b","input":1,"output":1}]}""", "The unit of 'models' is missing. Expected \"units\": { \"models\": \"per million tokens\" } or \"per thousand tokens\"")]
    [InlineData("""{"date":"2026-11-01","source":"mine","currency":"USD","units":{"gpus":"per day"},"gpus":[{"provider":"a","name":"b","memoryGb":8,"class":"specialist","onDemand":1}]}""", "The unit of 'gpus' must be \"per hour\", found 'per day'")]
    [InlineData("""{"date":"2026-11-01","source":"mine","currency":"XAU","units":{"models":"per million tokens"},"models":[{"provider":"a","model":"b","input":1,"output":1}]}""", "No rate of exchange for 'XAU' is known")]
    [InlineData("""{"source":"mine","currency":"USD"}""", "'date' is missing")]
    [InlineData("""{"date":"2026-11-01","currency":"USD"}""", "'source' of a price file is missing")]
    [InlineData("{\"date\":\"2026-11-01\",\"source\":\"mine\",\"currency\":\"USD\",\n\"models\":[\n{\"provider\":\"a\",\"model\":\"b\",\"inputs\":1,\"output\":1}]}", "(3): 'inputs' is not a field of entry 1 of 'models'. Did you mean 'input'?")]
    [InlineData("{\"date\":\"2026-11-01\",\n\"date\":\"2026-11-01\"}", "(2): 'date' is there twice")]
    [InlineData("{\n\"date\": 5,,}", "(2): The file is not JSON")]
    [InlineData("[1]", "Expected an object")]
    [InlineData("""{"date":"2026-11-01","source":"mine","currency":"USD","units":{"models":"per million tokens"},"models":[{"provider":"a","model":"b","input":1,"output":1},{"provider":"a","model":"b","input":1,"output":1}]}""", "'b' is in 'models' twice")]
    [InlineData("""{"date":"2026-11-01","source":"mine","currency":"USD","units":{"models":"per million tokens"},"models":[{"provider":"a","model":"b","input":"1","output":1e400}]}""", "'input' of entry 1 of 'models' must be an amount of 0 or more, at most a billion, found '1'")]
    public void With_file_that_cannot_be_used_says_where_and_why(string json, string expected)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("mine.json", json);

        InputException error = Assert.Throws<InputException>(() => Books.With(path));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.All(error.Problems, p => Assert.Equal(path, p.File));
    }

    [Fact]
    public void With_deep_nesting_or_no_file_is_an_error()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("not JSON", Assert.Throws<InputException>(() => Books.With(folder.Write("deep.json", new string('[', 100_000)))).Message, StringComparison.Ordinal);
        Assert.Contains("no such file", Assert.Throws<InputException>(() => Books.With(Path.Combine(folder.Path, "none.json"))).Message, StringComparison.Ordinal);
        Assert.Contains("is empty", Assert.Throws<InputException>(() => Books.With(folder.Write("empty.json", ""))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StaleWarnings_name_what_is_old()
    {
        PriceOrigin old = new("a list", new DateOnly(2026, 1, 1)), fresh = new("a list", new DateOnly(2026, 11, 1));

        string warning = Assert.Single(PriceBooks.StaleWarnings([("x", old), ("y", old), ("z", fresh)], new DateOnly(2026, 11, 26)));

        Assert.StartsWith("The price of x, y is of 2026-01-01, more than 90 days old (a list).", warning, StringComparison.Ordinal);
    }

    private static string Header(string currency, string unit) => string.Create(CultureInfo.InvariantCulture, $"{{\"version\":2,\"date\":\"2026-11-01\",\"source\":\"mine\",\"currency\":\"{currency}\",\"units\":{{\"{unit}\"}},");
}
