using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Assay.Arms;
using Assay.Decisions.Costs;
using Assay.Decisions.Prices;
using Assay.Decisions.Requirements;

namespace Assay.Deciding;

/// <summary>What stands in for figures that were neither measured nor stated. Data: <c>Deciding/assumptions.json</c>, and what is published of engineering.</summary>
/// <param name="books">Prices of graphics processors, rates of exchange.</param>
/// <param name="currency">ISO code of all amounts.</param>
public sealed class CostAssumptions(PriceBooks books, string currency)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };
    private static readonly Lazy<FileContent> Included = new(Read);

    /// <summary>The model that a decision on paper is priced with where none is named, as <c>provider:name</c>.</summary>
    public static string ReferenceModel => Included.Value.ReferenceModel;

    /// <summary>Version and day of the file.</summary>
    public static string Version => FormattableString.Invariant($"{Included.Value.Version} of {Included.Value.Date:yyyy-MM-dd}");

    /// <summary>US dollars for one unit of the currency.</summary>
    public decimal UsdPerUnit { get; } = books.Currencies.Find(currency).Usd;

    /// <summary>A quantity of the file.</summary>
    /// <param name="id">Its key.</param>
    /// <returns>The quantity, without unit.</returns>
    public static Quantity Of(string id)
    {
        Entry entry = Included.Value.Quantities[id];
        return new Quantity(entry.Name, new CostRange(entry.Low, entry.Mode, entry.High)) { Source = entry.Source };
    }

    /// <summary>An hour of a person.</summary>
    public Quantity PersonHour => Of("personHour") is var hour ? hour with { Name = "an hour of a person", Value = InCurrency(hour.Value) } : hour;

    /// <summary>An hour of a rented graphics processor: from the cheapest spot price to the dearest on-demand price listed, the middle one in between.</summary>
    public Quantity GpuHour
    {
        get
        {
            GpuPrice[] listed = [.. books.Gpus.Where(g => g.Name == Included.Value.Gpu)];
            double[] prices = [.. listed.SelectMany(g => new[] { g.Spot, g.OnDemand }).OfType<decimal>().Select(p => (double)p).Order()];
            return new Quantity($"an hour of one {Included.Value.Gpu}", InCurrency(new CostRange(prices[0], prices[prices.Length / 2], prices[^1])))
            {
                Source = FormattableString.Invariant($"{prices.Length} prices of the book, spot to on demand"),
            };
        }
    }

    /// <summary>Engineering until an arm's first version runs.</summary>
    /// <param name="arm">The arm.</param>
    /// <returns>Null where nothing is published: a prompt needs no engineering beside that of the product around it.</returns>
    public Quantity? Build(string arm) => PublishedCosts.UsualEngineering(arm)?.ToQuantity(UsdPerUnit);

    /// <summary>A vector store: the one named, at its listed prices, or on paper what is published of them.</summary>
    /// <param name="index">What is to be stored.</param>
    /// <param name="name">Its name in the price book; null for none named.</param>
    /// <param name="onPaper">Whether there is no project, whose passages would be in Assay's own store.</param>
    /// <returns>The same with what the store costs.</returns>
    public IndexInputs Stored(IndexInputs index, string? name, bool onPaper)
    {
        ArgumentNullException.ThrowIfNull(index);
        if (name is null) return onPaper ? index with { StoreLeastPerMonth = Of("vectorStore") is var store ? store with { Value = InCurrency(store.Value) } : null } : index;
        VectorStorePrice listed = books.VectorStore(name);
        Quantity? Amount(string what, decimal? usd, double per) => usd is { } price ? new Quantity($"{what} of {listed.Name}", InCurrency(CostRange.Of((double)price))) { Per = per, Source = FormattableString.Invariant($"price book of {listed.Origin.Date:yyyy-MM-dd}") } : null;
        return index with
        {
            StoreLeastPerMonth = Amount("least a month", listed.LeastPerMonth, 1),
            StorePerGigabyte = Amount("a gigabyte for a month", listed.PerGb, 1),
            ReadPrice = Amount("a million reads", listed.PerMillionReads, Quantity.Million),
            DimensionPrice = Amount("a million stored numbers for a month", listed.PerMillionDimensions, Quantity.Million),
            WritePrice = Amount("a million writes", listed.PerMillionWrites, Quantity.Million),
        };
    }

    /// <summary>The price of an embedder's tokens.</summary>
    /// <param name="provider">Its provider.</param>
    /// <param name="model">Its name there.</param>
    /// <returns>Null where no book lists it.</returns>
    public Quantity? Embedding(string provider, string model) => books.Embeddings.FirstOrDefault(e => e.Provider == provider && e.Model == model) is { } listed
        ? Quantity.TokenPrice($"price of embedding by {model}", InCurrency(CostRange.Of((double)listed.Input)), FormattableString.Invariant($"price book of {listed.Origin.Date:yyyy-MM-dd}"))
        : null;

    /// <summary>What one question takes on paper.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="needs">What is known.</param>
    /// <returns>Tokens, without prices.</returns>
    public static QueryInputs QueryOf(string arm, Needs needs)
    {
        ArgumentNullException.ThrowIfNull(needs);
        Quantity instructions = needs.InstructionTokens is { } stated ? Quantity.Of("tokens of instructions", stated) : Of("instructionTokens");
        Quantity? context = arm switch
        {
            ArmCatalog.Rag or ArmCatalog.Hybrid => Of("contextTokens"),
            ArmCatalog.LongContext => needs.Corpus.Tokens is { } all ? Quantity.Of("tokens of all documents in the prompt", all) : Of("wholeCorpusTokens"),
            _ => null,
        };
        return new QueryInputs
        {
            PromptTokens = ArmCatalog.IsTuned(arm) ? Of("tunedInstructionTokens") : instructions,
            ContextTokens = context,
            QueryTokens = Of("questionTokens"),
            OutputTokens = Of("answerTokens"),
            CachedShare = arm == ArmCatalog.LongContext ? Of("cachedShare") : null,
        };
    }

    /// <summary>A range of US dollars in the currency.</summary>
    /// <param name="usd">US dollars.</param>
    /// <returns>The range.</returns>
    public CostRange InCurrency(CostRange usd)
    {
        double rate = (double)UsdPerUnit;
        return new CostRange(usd.Low / rate, usd.Mode / rate, usd.High / rate);
    }

    private static FileContent Read()
    {
        using Stream stream = typeof(CostAssumptions).Assembly.GetManifestResourceStream("Assay.Deciding.assumptions.json")!;
        return JsonSerializer.Deserialize<FileContent>(stream, Json)!;
    }

    private sealed record FileContent(int Version, DateOnly Date, string ReferenceModel, string Gpu, ImmutableDictionary<string, Entry> Quantities);

    private sealed record Entry(string Name, double Low, double Mode, double High, string Source);
}
