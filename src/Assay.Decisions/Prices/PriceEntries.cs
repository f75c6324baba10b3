using System.Collections.Immutable;

namespace Assay.Decisions.Prices;

/// <summary>What one price file holds, in US dollars.</summary>
internal sealed record PriceEntries
{
    public PriceOrigin Origin { get; init; } = new("", DateOnly.MinValue);

    public ImmutableArray<(string Provider, string Model, ModelPrice Price)> Models { get; init; } = [];

    public ImmutableArray<EmbeddingPrice> Embeddings { get; init; } = [];

    public ImmutableArray<RerankPrice> Rerankers { get; init; } = [];

    public ImmutableArray<TrainingPrice> Trainings { get; init; } = [];

    public ImmutableArray<GpuPrice> Gpus { get; init; } = [];

    public ImmutableArray<VectorStorePrice> VectorStores { get; init; } = [];

    public ImmutableArray<CurrencyRate> Currencies { get; init; } = [];

    /// <summary>What was done to the file's numbers, such as a conversion.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
