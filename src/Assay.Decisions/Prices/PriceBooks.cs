using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Decisions.Prices;

/// <summary>All books of prices: hosted models with embedding, reranking and training; graphics processors; vector stores; and rates of exchange. Every amount is in US dollars.</summary>
public sealed class PriceBooks
{
    private static readonly string[] Files = ["currencies.json", "models.json", "gpus.json", "vectorstores.json"];
    private static readonly Lazy<PriceBooks> Included = new(ReadBundled);

    /// <summary>Hosted models.</summary>
    public required PriceBook Models { get; init; }

    /// <summary>Embedding.</summary>
    public ImmutableArray<EmbeddingPrice> Embeddings { get; init; } = [];

    /// <summary>Reranking.</summary>
    public ImmutableArray<RerankPrice> Rerankers { get; init; } = [];

    /// <summary>Training at providers.</summary>
    public ImmutableArray<TrainingPrice> Trainings { get; init; } = [];

    /// <summary>Graphics processors.</summary>
    public ImmutableArray<GpuPrice> Gpus { get; init; } = [];

    /// <summary>Vector stores.</summary>
    public ImmutableArray<VectorStorePrice> VectorStores { get; init; } = [];

    /// <summary>Rates of exchange.</summary>
    public CurrencyRates Currencies { get; init; } = new([]);

    /// <summary>What the user should know of how the books were read, such as a conversion.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The books that come with Assay.</summary>
    /// <returns>Read once.</returns>
    public static PriceBooks Bundled() => Included.Value;

    /// <summary>These books with the entries of a file laid over them: an entry of the same name replaces one, others are added.</summary>
    /// <param name="path">The file; opened, and named in messages.</param>
    /// <returns>New books.</returns>
    /// <exception cref="InputException">Something in it cannot be used; names every place.</exception>
    /// <exception cref="AssayException">It cannot be read.</exception>
    public PriceBooks With(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = FileReading.Try(path, () => OrdinaryFile.HasContent(path) ? File.ReadAllBytes(path) : throw new InputException(new Problem(path, null, $"The file {OrdinaryFile.Nothing}")));
        return With(PriceFileReader.Read(path, bytes, Currencies.Rates));
    }

    /// <summary>These books with a rate of exchange of the user's.</summary>
    /// <param name="rate">Replaces the known one.</param>
    /// <returns>New books.</returns>
    public PriceBooks With(CurrencyRate rate)
    {
        ArgumentNullException.ThrowIfNull(rate);
        return With(new PriceEntries { Currencies = [rate] });
    }

    /// <summary>The price of a model, by its name or as <c>provider:name</c>.</summary>
    /// <param name="name">As the user wrote it.</param>
    /// <returns>The price.</returns>
    /// <exception cref="InputException">No book lists it; names the nearest.</exception>
    public ModelPrice Model(string name) => FindModel(name)
        ?? throw Unknown("model", name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..], Models.Names.Select(n => n.Model), "--prices FILE with an entry under 'models', or state --price-per-million and --output-price");

    /// <summary>The price of a model, by its name or as <c>provider:name</c>.</summary>
    /// <param name="name">As the user wrote it.</param>
    /// <returns>Null when no book lists it.</returns>
    public ModelPrice? FindModel(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        string[] providers = colon < 0 ? [.. Models.Names.Select(n => n.Provider).Distinct()] : [name[..colon]];
        return providers.Select(p => Models.Find(p, name[(colon + 1)..])).FirstOrDefault(p => p is not null);
    }

    /// <summary>The price of a graphics processor: the cheapest of its name, or that of one provider as <c>provider:name</c>.</summary>
    /// <param name="name">As the user wrote it, such as <c>H100-SXM</c> or <c>runpod:H100-SXM</c>.</param>
    /// <param name="spot">Whether spot prices are meant.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="InputException">No book lists it, or not with such a price.</exception>
    public GpuPrice Gpu(string name, bool spot)
    {
        ArgumentNullException.ThrowIfNull(name);
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        GpuPrice[] named = [.. Gpus.Where(g => string.Equals(g.Name, name[(colon + 1)..], StringComparison.OrdinalIgnoreCase) && (colon < 0 || g.Provider == name[..colon]))];
        if (named.Length == 0) throw Unknown("graphics processor", name[(colon + 1)..], Gpus.Select(g => g.Name).Distinct(), "--prices FILE with an entry under 'gpus', or state --gpu-price");
        return named.Where(g => (spot ? g.Spot : g.OnDemand) is not null).MinBy(g => spot ? g.Spot : g.OnDemand)
            ?? throw new InputException(new Problem("", null, $"The books list no {(spot ? "spot" : "on-demand")} price of '{name}'. State --gpu-price, or {(spot ? "leave --spot out" : "use --spot")}."));
    }

    /// <summary>The price of a vector store.</summary>
    /// <param name="name">As the user wrote it.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="InputException">No book lists it; names the nearest.</exception>
    public VectorStorePrice VectorStore(string name) => VectorStores.FirstOrDefault(v => string.Equals(v.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw Unknown("vector store", name, VectorStores.Select(v => v.Name), "--prices FILE with an entry under 'vectorStores'");

    /// <summary>The price of an embedding model.</summary>
    /// <param name="name">As the user wrote it.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="InputException">No book lists it; names the nearest.</exception>
    public EmbeddingPrice Embedding(string name) => Embeddings.FirstOrDefault(e => e.Model == name || $"{e.Provider}:{e.Model}" == name)
        ?? throw Unknown("embedding model", name, Embeddings.Select(e => e.Model), "--prices FILE with an entry under 'embeddings'");

    /// <summary>The price of training a model at a provider.</summary>
    /// <param name="name">As the user wrote it.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="InputException">No book lists it; names the nearest.</exception>
    public TrainingPrice Training(string name) => FindTraining(name)
        ?? throw Unknown("training price of", name, Trainings.Select(t => t.Model), "--prices FILE with an entry under 'trainings', or state --training-price");

    /// <summary>The price of training a model at a provider.</summary>
    /// <param name="name">As the user wrote it.</param>
    /// <returns>Null when no book lists it.</returns>
    public TrainingPrice? FindTraining(string name) => Trainings.FirstOrDefault(t => t.Model == name || $"{t.Provider}:{t.Model}" == name);

    /// <summary>Warnings for entries that are used and older than 90 days.</summary>
    /// <param name="used">Their names and origins.</param>
    /// <param name="today">The current day.</param>
    /// <returns>One for each source and day.</returns>
    public static ImmutableArray<string> StaleWarnings(IEnumerable<(string Name, PriceOrigin Origin)> used, DateOnly today) =>
    [
        .. used.Where(u => u.Origin.IsStale(today)).GroupBy(u => (u.Origin.Source, u.Origin.Date)).Select(g =>
            $"The price of {string.Join(", ", g.Select(u => u.Name).Distinct())} is of {g.Key.Date:yyyy-MM-dd}, more than {PriceOrigin.StaleAfterDays} days old ({g.Key.Source}). Look it up and state yours with an option, or keep yours in a file for --prices."),
    ];

    /// <summary>Lays entries over these books.</summary>
    internal PriceBooks With(PriceEntries entries) => new()
    {
        Models = entries.Models.IsEmpty ? Models : new PriceBook(Models.Names.IsEmpty ? entries.Origin : new PriceOrigin(Models.Source, Models.Date),
            Over(Models.Names.Select(n => (n.Provider, n.Model, Models.Find(n.Provider, n.Model)!)), entries.Models, m => (m.Item1, m.Item2))),
        Embeddings = Over(Embeddings, entries.Embeddings, e => (e.Provider, e.Model)),
        Rerankers = Over(Rerankers, entries.Rerankers, e => (e.Provider, e.Model)),
        Trainings = Over(Trainings, entries.Trainings, e => (e.Provider, e.Model)),
        Gpus = Over(Gpus, entries.Gpus, e => (e.Provider, e.Name, e.Class)),
        VectorStores = Over(VectorStores, entries.VectorStores, e => e.Name),
        Currencies = new CurrencyRates(Over(Currencies.Rates, entries.Currencies, c => c.Currency)),
        Notes = [.. Notes, .. entries.Notes],
    };

    private static PriceBooks ReadBundled()
    {
        PriceBooks books = new() { Models = new PriceBook(new PriceOrigin("", DateOnly.MinValue), []) };
        foreach (string file in Files)
        {
            using Stream stream = typeof(PriceBooks).Assembly.GetManifestResourceStream($"Assay.Decisions.Prices.{file}")!;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            books = books.With(PriceFileReader.Read(file, bytes, books.Currencies.Rates));
        }

        return books;
    }

    private static ImmutableArray<T> Over<T, TKey>(IEnumerable<T> under, ImmutableArray<T> over, Func<T, TKey> key)
    {
        HashSet<TKey> replaced = [.. over.Select(key)];
        return [.. under.Where(u => !replaced.Contains(key(u))), .. over];
    }

    private static InputException Unknown(string what, string name, IEnumerable<string> valid, string cure) =>
        new(new Problem("", null, $"The price book has no {what} '{name}'.{(NearestName.Find(name, valid) is { } near ? $" Did you mean '{near}'?" : "")} Give a price: {cure}."));
}
