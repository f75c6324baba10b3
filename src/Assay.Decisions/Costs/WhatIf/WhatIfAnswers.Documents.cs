using Assay.Decisions.Prices;

namespace Assay.Decisions.Costs.WhatIf;

/// <summary>Embedding documents and storing their vectors.</summary>
public sealed partial class WhatIfAnswers
{
    private CostInputs? _index;

    private void Index()
    {
        if (_inputs.VectorStore is null && (_inputs.StorageGb is not null || _inputs.Vectors is not null || _inputs.ReadUnits is not null || _inputs.WriteUnits is not null)) Missing("--storage-gb, --vectors, --read-units and --write-units need --vector-store: a name from the price book.");
        if (_inputs.CorpusTokens is null && _inputs.VectorStore is null) return;
        EmbeddingPrice? embedder = _inputs.Embedder is { } name ? _books.Embedding(name) : null;
        Quantity? price = _inputs.CorpusTokens is null ? null : EmbeddingTokenPrice(embedder);
        if (_inputs.CorpusTokens is not null && price is null) Missing("--corpus-tokens needs a price: --embedding-price (for a million tokens), or --embedder with a name from the price book.");
        VectorStorePrice? store = _inputs.VectorStore is { } named ? _books.VectorStore(named) : null;
        if (_inputs.Dimensions is not null && _inputs.Vectors is null) Missing("--dimensions needs --vectors: how many of them are stored.");
        if (_problems.Count > 0) return;
        _index = new CostInputs("documents") { QueriesPerMonth = Q("requests a month", _inputs.Requests), Index = Stored(new() { CorpusTokens = Q("tokens of documents", _inputs.CorpusTokens), EmbeddingPrice = price }, store, embedder) };
        if (_inputs.CorpusTokens is not null) Answer("embedding", "embedding the documents", _index, b => b.Once - Writing(b), "", l => l.Group == CostGroup.Embedding);
        if (_index.Index is { Writes: not null, WritePrice: not null }) Answer("writing", "writing the vectors", _index, Writing, "", l => l.Group == CostGroup.Storage && l.Once > 0);
        if (store is not null) Answer("store", "the vector store", _index, b => b.Lines.Where(l => l.Group == CostGroup.Storage).Sum(l => l.Monthly), " a month", l => l.Group == CostGroup.Storage && l.Once == 0);

        static decimal Writing(CostBreakdown b) => b.Lines.Where(l => l.Group == CostGroup.Storage).Sum(l => l.Once);
    }

    private Quantity? EmbeddingTokenPrice(EmbeddingPrice? embedder)
    {
        if (embedder is not null)
        {
            _used.Add((_inputs.Embedder!, embedder.Origin));
            return FromBook("embedding price", embedder.Input, Quantity.Million);
        }

        return PerMillion("embedding price", _inputs.EmbeddingPrice) ?? (!AsksQuestion && _training is null ? TypedPrice("embedding price") : null);
    }

    private IndexInputs Stored(IndexInputs index, VectorStorePrice? store, EmbeddingPrice? embedder)
    {
        if (store is null) return index;
        _used.Add((store.Name, store.Origin));
        CostRange? dimensions = _inputs.Dimensions ?? (embedder?.Dimensions is { } listed ? CostRange.Of(listed) : null);
        CostRange? numbers = _inputs.Vectors is { } n && dimensions is { } d ? new CostRange(n.Low * d.Low, n.Mode * d.Mode, n.High * d.High) : null;
        Quantity? Book(string name, decimal? usd, double per = 1) => usd is { } price ? FromBook(name, price, per) : null;
        LeftOut(store, numbers is not null);
        return index with
        {
            StoredGigabytes = Q("gigabytes", _inputs.StorageGb), StoreLeastPerMonth = Book("least a month", store.LeastPerMonth), StorePerGigabyte = Book("a gigabyte a month", store.PerGb),
            StoredDimensions = Q("stored numbers", numbers), DimensionPrice = Book("stored numbers a month", store.PerMillionDimensions, Quantity.Million),
            ReadsPerQuery = Q("read units of a question", _inputs.ReadUnits), ReadPrice = Book("read units", store.PerMillionReads, Quantity.Million),
            Writes = Q("write units", _inputs.WriteUnits), WritePrice = Book("write units a million", store.PerMillionWrites, Quantity.Million),
        };
    }

    // What the store bills and nobody counted is no zero.
    private void LeftOut(VectorStorePrice store, bool hasNumbers)
    {
        (string What, string Option)[] parts =
        [
            .. store.PerGb is not null && _inputs.StorageGb is null ? [("gigabytes", "--storage-gb")] : Array.Empty<(string, string)>(),
            .. store.PerMillionDimensions is not null && !hasNumbers ? [("the numbers of vectors", "--vectors with --dimensions or --embedder")] : Array.Empty<(string, string)>(),
            .. store.PerMillionReads is not null && _inputs.Requests is null ? [("reads", "--requests-per-month")] : Array.Empty<(string, string)>(),
            .. store.PerMillionWrites is not null && _inputs.WriteUnits is null ? [("writes", "--write-units")] : Array.Empty<(string, string)>(),
        ];
        if (parts.Length > 0) _notes.Add($"{store.Name} also bills {string.Join(", ", parts.Select(p => p.What))}, counted as 0 here: add {string.Join(", ", parts.Select(p => p.Option))}.");
        if (_inputs.StorageGb is { } gigabytes && store.MostGb is { } most && gigabytes.High > most) _notes.Add($"{store.Name} holds at most {Figures.Number(most)} GB; its price does not hold for {Figures.Number(gigabytes.High)} GB. Name another plan.");
    }
}
