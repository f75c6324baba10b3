using System.Globalization;
using Assay.Decisions.Prices;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Retrieval.Dense;
using Assay.Retrieval.Search;
using Assay.Retrieval.Storage;
using Assay.Text;
using Assay.Text.Tokens;
using Assay.Workspaces;

namespace Assay.Knowledge;

/// <summary>The embedding model of a project with the vectors it made: gives chunks their vectors within a limit of cost, and searches by them.</summary>
public sealed class KnowledgeEmbedder : IDisposable
{
    private readonly EmbeddingModel _model;
    private readonly ChunkEmbedder _embedder;
    private readonly VectorStore _vectors;
    private readonly ModelReference _reference;
    private readonly ModelPrice? _price;

    private KnowledgeEmbedder(KnowledgeStore store, ModelReference reference, ModelPrice? price, EmbeddingModel model, DenseSearchOptions options)
    {
        _model = model;
        _reference = reference;
        _price = price;
        _vectors = new VectorStore(store);
        _embedder = new ChunkEmbedder(store, model.Passages, options.Embedder);
        Search = new DenseSearch(store, model.Queries, options, model.Passages);
    }

    /// <summary>Finds chunks by the vectors there are.</summary>
    public DenseSearch Search { get; }

    /// <summary>How much its results count beside those by words where nothing was measured: as the model's folder says, or the defaults.</summary>
    public FusionOptions Fusion => _model.Fusion is { } hint ? new FusionOptions { DenseWeight = hint.Weight, GateLow = hint.GateLow, GateHigh = hint.GateHigh } : new FusionOptions();

    /// <summary>Names the model, and says how many passages have no vector of it: what searches find depends on both.</summary>
    internal string State => string.Create(CultureInfo.InvariantCulture, $"{_model.Identity} {_vectors.CountMissing(_model.Identity)}");

    /// <summary>What had to be assumed because the model's files do not say it; empty for nothing.</summary>
    public string Note => _model.Local?.Note is { Length: > 0 } note ? $"embedder '{_model.Name}': {note}" : "";

    /// <summary>US dollars that the vector of a query costs.</summary>
    /// <param name="query">What a user typed.</param>
    /// <returns>0 for a model on the user's own machine without a price; null when the price is not known.</returns>
    public decimal? CostUsd(string query) => _price is { } price ? price.CostUsd(TokenEstimate.Count(query), 0, 0) : _reference.IsRemote ? null : 0;

    /// <summary>Opens the embedding model of a project.</summary>
    /// <param name="store">The project's documents; stays open while this is used.</param>
    /// <param name="project">Names the model.</param>
    /// <param name="workspace">Where the index is kept.</param>
    /// <param name="providers">How providers are reached.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <returns>Null when the project names none.</returns>
    /// <exception cref="AssayException">A key is missing or an address is unusable; of a local model, something is missing, damaged or not supported.</exception>
    internal static KnowledgeEmbedder? Open(KnowledgeStore store, Project project, Workspace workspace, ProviderOptions providers, TimeProvider timeProvider)
    {
        if (project.Embedder is not { } reference) return null;
        ModelPrice? price = reference.Kind == ModelKind.OpenAi ? PriceBook.Bundled().Find("openai", reference.Name) : null;
        EmbeddingModel model = EmbeddingModels.Create(reference, providers, timeProvider);
        return new KnowledgeEmbedder(store, reference, project.EmbedderPrice is { } own ? new ModelPrice(own, own, 0, null) : price, model,
            new DenseSearchOptions { Embedder = model.Identity, SnapshotPath = workspace.DenseIndexFile, KeepQueries = true, Time = timeProvider });
    }

    /// <summary>Embeds what has no vector, and keeps the index of them.</summary>
    /// <param name="maxCostUsd">Most US dollars that may be spent on it.</param>
    /// <param name="progress">Told after every request; may be null.</param>
    /// <param name="cancellationToken">Stops between requests; what was embedded is kept.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="InputException">It would cost more than allowed, or a remote model's price is not known.</exception>
    /// <exception cref="AssayException">The model failed; what was embedded before is kept.</exception>
    public async Task<EmbedReport> EmbedAsync(decimal maxCostUsd, IProgress<EmbedProgress>? progress, CancellationToken cancellationToken)
    {
        CheckCost(maxCostUsd);
        EmbedReport report = await _embedder.EmbedAsync(progress, cancellationToken).ConfigureAwait(false);
        Search.Save();
        return report;
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    // As for answers: nothing is sent to a remote model before it is known what it will cost.
    private void CheckCost(decimal maxCostUsd)
    {
        if (!_reference.IsRemote && _price is null) return;
        long tokens = _embedder.EstimateTokens(text => TokenEstimate.Count(text));
        if (tokens == 0) return;
        if (_price is null)
        {
            throw new InputException(new Problem(ProjectFile.FileName, null,
                $"The price of {_reference} is not known, so the cost of embedding about {tokens.ToString("N0", CultureInfo.InvariantCulture)} tokens cannot be limited. Add it, in USD per million tokens: embedderPrice: 0.02."));
        }

        decimal cost = _price.CostUsd(tokens, 0, 0);
        if (cost > maxCostUsd)
        {
            throw new InputException(new Problem(ProjectFile.FileName, null, string.Create(CultureInfo.InvariantCulture,
                $"Embedding about {tokens:N0} tokens with {_reference} would cost about {cost:0.00} USD, more than the {maxCostUsd:0.00} USD allowed. Allow it with `assay ingest --max-cost`, or name a cheaper embedder.")));
        }
    }
}
