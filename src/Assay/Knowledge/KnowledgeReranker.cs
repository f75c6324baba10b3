using System.Globalization;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Retrieval.Search;
using Assay.Retrieval.Search.Reranking;

namespace Assay.Knowledge;

/// <summary>The reranker of a project: a local model that reads a query together with each of the best passages.</summary>
public sealed class KnowledgeReranker : IReranker, IDisposable
{
    private readonly RerankingModel _model;
    private readonly CancellationToken _cancellationToken;

    private KnowledgeReranker(RerankingModel model, int depth, CancellationToken cancellationToken)
    {
        (_model, Depth, _cancellationToken) = (model, depth, cancellationToken);
    }

    /// <inheritdoc/>
    public int Depth { get; }

    /// <inheritdoc/>
    public string Name => _model.Name;

    /// <summary>What its order counts beside that of the search before it, where nothing was measured on these documents.</summary>
    internal CrossEncoderOptions Share => _model.Hint is { } hint ? new CrossEncoderOptions { Weight = hint.Weight } : new CrossEncoderOptions();

    /// <summary>Names the model and how deep it looks: what searches find depends on both.</summary>
    internal string State => string.Create(CultureInfo.InvariantCulture, $"{_model.Identity} {Depth}");

    /// <summary>Opens the reranker of a project.</summary>
    /// <param name="project">Names it.</param>
    /// <param name="providers">The environment that says where stored models are.</param>
    /// <param name="cancellationToken">Stops every search that waits for it.</param>
    /// <returns>Null when the project names none.</returns>
    /// <exception cref="Assay.Text.AssayException">Something of it is missing, damaged, not supported, or too large for the memory that is free.</exception>
    internal static KnowledgeReranker? Open(Project project, ProviderOptions providers, CancellationToken cancellationToken) =>
        project.Reranker is { } reference ? new KnowledgeReranker(RerankModels.Open(reference, providers), project.Retrieval.RerankDepth, cancellationToken) : null;

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">The search was stopped.</exception>
    public IReadOnlyList<double> Score(RerankRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _model.Reads(request.Query) ? [.. _model.Score(request.Query, request.Texts, _cancellationToken).Select(s => (double)s)] : new double[request.Count];
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
