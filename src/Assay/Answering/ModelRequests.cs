using Assay.Decisions.Prices;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Running;
using Assay.Text;
using Assay.Text.Tokens;
using Assay.Workspaces;
using Microsoft.Extensions.AI;

namespace Assay.Answering;

/// <summary>The project's chat model for work beside answering: within a limit of cost, and never the same request twice.</summary>
public sealed class ModelRequests : IDisposable
{
    private const int Concurrency = 4, MostOutputTokens = 512;

    private static readonly ChatOptions s_options = new() { Temperature = 0, MaxOutputTokens = MostOutputTokens };

    private readonly IChatClient _client;
    private readonly AnswerCache _cache;
    private readonly ModelPrice? _price;
    private readonly decimal _maxCostUsd;

    private ModelRequests(Project project, IChatClient client, AnswerCache cache, decimal maxCostUsd) =>
        (Project, _client, _cache, _price, _maxCostUsd) = (project, client, cache, ModelPrices.Of(project, PriceBook.Bundled()), maxCostUsd);

    /// <summary>Whose model it is.</summary>
    public Project Project { get; }

    /// <summary>Opens the project's model.</summary>
    /// <param name="project">Names it.</param>
    /// <param name="providers">How providers are reached.</param>
    /// <param name="maxCostUsd">Most US dollars for what is not kept yet.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <returns>Null where the project has the built-in reader alone, or a bundled model, which answers from passages and drafts nothing.</returns>
    /// <exception cref="AssayException">A key is missing, or something of the model.</exception>
    public static ModelRequests? Open(Project project, ProviderOptions providers, decimal maxCostUsd, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(project);
        if (project.Model.Kind is ModelKind.Extractive or ModelKind.Bundled) return null;
        AnswerCache cache = AnswerCache.Open(Workspace.Open(project.Root), survivesPowerLoss: true);
        try
        {
            return new ModelRequests(project, ChatModels.Create(project.Model, providers, timeProvider, project.Adapter), cache, maxCostUsd);
        }
        catch
        {
            cache.Dispose();
            throw;
        }
    }

    /// <summary>Stops before the first request when all of a job would cost more than allowed.</summary>
    /// <param name="first">The requests it begins with; those whose reply is kept cost nothing.</param>
    /// <param name="written">Tokens that the reply to each usually has.</param>
    /// <param name="later">Given how many of the first are open: how many more requests of their size follow, and the tokens of a reply to each.</param>
    /// <param name="what">What is done, and how to make it less: parts of the message.</param>
    /// <exception cref="InputException">It would cost more than allowed, or the price of a remote model is not known.</exception>
    public void CheckCost(ModelRequest[] first, int written, Func<long, (long Requests, long Written)> later, (string Does, string Less) what)
    {
        ArgumentNullException.ThrowIfNull(later);
        ModelRequest[] missing = [.. first.Where(r => _cache.Find(r.Key) is null)];
        if (missing.Length == 0 || (_price is null && !Project.Model.IsRemote)) return;
        if (_price is not { } price) throw new InputException(new Problem(Project.Display(Path.Combine(Project.Root, ProjectFile.FileName)), null, $"The price of {Project.Model} is not known, so the cost of this cannot be limited. Add it under 'price', or use --no-model."));
        (long requests, long each) = later(missing.Length);
        long tokens = missing.Sum(r => (long)r.Tokens), usual = (tokens / missing.Length) + 1;
        decimal cost = price.CostUsd(tokens + (requests * usual), 0, ((long)missing.Length * written) + (requests * each));
        if (cost <= _maxCostUsd) return;
        throw new InputException(new Problem("", null, FormattableString.Invariant(
            $"{what.Does} is expected to cost about {cost:0.00} USD, more than the {_maxCostUsd:0.00} USD allowed. Nothing was spent. Allow it with --max-cost {Math.Ceiling(cost * 1.2m)}, {what.Less}, or use --no-model.")));
    }

    /// <summary>Asks.</summary>
    /// <param name="requests">The requests.</param>
    /// <param name="stage">What is being done, for the progress.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it; what was replied is kept.</param>
    /// <returns>A reply each.</returns>
    /// <exception cref="ProviderException">The provider failed after its retries.</exception>
    public async Task<string[]> AskAsync(ModelRequest[] requests, string stage, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var replies = new string[requests.Length];
        int done = 0;

        // The first request goes out alone, so that a wrong key or address costs one request.
        if (requests.Length > 0) await OneAsync(0, cancellationToken).ConfigureAwait(false);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = Project.Model.IsRemote ? Concurrency : 1, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(1, Math.Max(0, requests.Length - 1)), limits, async (i, token) => await OneAsync(i, token).ConfigureAwait(false)).ConfigureAwait(false);
        return replies;

        async Task OneAsync(int i, CancellationToken token)
        {
            replies[i] = await AskAsync(requests[i], token).ConfigureAwait(false);
            progress?.Report(new CompareProgress(stage, Interlocked.Increment(ref done), requests.Length));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _cache.Dispose();
    }

    private async Task<string> AskAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        if (_cache.Find(request.Key) is { } kept) return kept.Text;
        ChatResponse response = await _client.GetResponseAsync([new(ChatRole.System, request.System), new(ChatRole.User, request.User)], s_options, cancellationToken).ConfigureAwait(false);
        var answer = new ModelAnswer { Text = response.Text, InputTokens = response.Usage?.InputTokenCount ?? request.Tokens, OutputTokens = response.Usage?.OutputTokenCount ?? TokenEstimate.Count(response.Text), TokensEstimated = response.Usage is null };
        _cache.Keep(request.Key, answer, request.Documents.Select(d => new AnswerSource(d)));
        return answer.Text;
    }
}
