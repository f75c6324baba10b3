using Assay.Answering;
using Assay.Decisions.Prices;
using Assay.Evaluation.Judging;
using Assay.Models.Local;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Text;
using Assay.Text.Tokens;
using Assay.Workspaces;
using Microsoft.Extensions.AI;

namespace Assay.Judging;

/// <summary>A judge that was opened for a project.</summary>
internal sealed class OpenJudge : IDisposable
{
    /// <summary>The names of the judges that need no model of their own.</summary>
    public const string Deterministic = "deterministic", Local = "local", LocalReranker = "local:reranker", LocalEmbedder = "local:embedder";

    private const int RemoteConcurrency = 4;
    private const int MostAttempts = 3;

    /// <summary>A verdict is short; a judge that needs longer for one is too slow for an evaluation.</summary>
    private static readonly TimeSpan s_replyTimeout = TimeSpan.FromSeconds(60);

    private readonly IDisposable? _owned;
    private readonly IEntailment? _fixed;
    private readonly IChatClient? _chat;
    private readonly JudgeHealth _health = new();
    private readonly ChatParts? _parts;

    private OpenJudge(IEntailment judge, IDisposable? owned) => (_fixed, _owned, Identity) = (judge, owned, judge.Identity);

    private OpenJudge(IChatClient chat, ChatParts parts)
    {
        (_chat, _owned, _parts) = (new SchemaFallbackClient(chat), chat, parts);
        Identity = new ChatEntailment(chat, parts.Name, _health, parts.Timeout, parts.Time).Identity;
    }

    /// <summary>Names the judge with everything its verdicts depend on.</summary>
    public string Identity { get; }

    /// <summary>Whether it is a language model, whose replies are worth keeping.</summary>
    public bool IsModel => _parts is not null;

    /// <summary>Requests worth having under way at once.</summary>
    public int Concurrency => _parts is { IsLocal: false } ? RemoteConcurrency : 1;

    /// <summary>What it costs; null when the price is not known.</summary>
    public ModelPrice? Price => _parts is null ? ModelPrice.Free : _parts.Price;

    /// <summary>Opens a judge.</summary>
    /// <exception cref="InputException">The name is none, the project lacks what it needs, or the data may not leave the site.</exception>
    public static OpenJudge Open(string name, TimeSpan timeout, Project project, ProviderOptions providers, PriceBook prices, TimeProvider time)
    {
        switch (name)
        {
            case Deterministic: return new OpenJudge(new DeterministicEntailment(), null);
            case LocalReranker: return Reranker(project, providers);
            case LocalEmbedder: return Embedder(project, providers, time);
            case Local: return new OpenJudge(LearnedEntailment.Bundled, null);
        }

        var reference = ModelReference.Parse(name);
        if (reference.IsRemote && !project.Needs.DataMayLeave)
        {
            throw new InputException(new Problem(Settings(project), null, $"The judge {reference} is outside this site, and 'needs.dataResidency' does not let documents leave it. Name a model of this site, or --judge deterministic or local."));
        }

        IChatClient client = ChatModels.Create(reference, providers with { RequestTimeout = providers.RequestTimeout < s_replyTimeout ? providers.RequestTimeout : s_replyTimeout, MaxAttempts = Math.Min(providers.MaxAttempts, MostAttempts) }, time);
        var local = client.GetService(typeof(LocalModel)) as LocalModel;
        return new OpenJudge(client, new ChatParts($"{reference} {local?.Fingerprint}".TrimEnd(), local is not null, ModelPrices.Of(project, reference, prices), reference.IsRemote, timeout, time));
    }

    /// <summary>The judge for the answers made from some documents.</summary>
    /// <param name="repeat">Which repetition, from 0.</param>
    /// <param name="sources">The documents.</param>
    /// <param name="cache">Where a model's replies are kept.</param>
    /// <param name="usage">Told what every reply of a model took.</param>
    public IEntailment For(int repeat, IReadOnlyList<AnswerSource> sources, AnswerCache cache, Action<ModelAnswer> usage) =>
        _fixed ?? new ChatEntailment(Cached(repeat, sources, cache, usage), _parts!.Name, _health, _parts.Timeout, _parts.Time);

    /// <summary>What compares answers; null for a judge that is no language model.</summary>
    /// <param name="repeat">Which repetition, from 0.</param>
    /// <param name="sources">The documents that the answers were made from.</param>
    /// <param name="cache">Where replies are kept.</param>
    /// <param name="usage">Told what every reply took.</param>
    public PairwiseJudge? Pairs(int repeat, IReadOnlyList<AnswerSource> sources, AnswerCache cache, Action<ModelAnswer> usage) =>
        _parts is null ? null : new PairwiseJudge(Cached(repeat, sources, cache, usage), _health, _parts.Timeout, _parts.Time);

    /// <summary>US dollars that the replies not yet kept will cost, estimated; null when the price of a model of this site is not known.</summary>
    /// <exception cref="InputException">The price of a remote model is not known.</exception>
    public decimal? EstimateCostUsd(IEnumerable<(int Repeat, IReadOnlyList<ChatMessage> Messages, ChatOptions Options)> prompts, AnswerCache cache)
    {
        if (_parts is null || _parts.Price == ModelPrice.Free) return 0;
        if (_parts.Price is not { } price)
        {
            return !_parts.IsRemote ? null : throw new InputException(new Problem("", null, $"The price of the judge {_parts.Name} is not known, so its cost cannot be limited. Name a listed or local model, or the project's own and its 'price'."));
        }

        decimal cost = 0;
        foreach ((int repeat, IReadOnlyList<ChatMessage> messages, ChatOptions options) in prompts)
        {
            using CachedChatClient client = Cached(repeat, [], cache, null);
            if (!client.IsKept(messages, options)) cost += price.CostUsd(messages.Sum(m => (long)TokenEstimate.Count(m.Text)), 0, options.MaxOutputTokens ?? 0);
        }

        return cost;
    }

    /// <inheritdoc/>
    public void Dispose() => _owned?.Dispose();

    private CachedChatClient Cached(int repeat, IReadOnlyList<AnswerSource> sources, AnswerCache cache, Action<ModelAnswer>? usage) => new(_chat!, Identity, repeat, cache, sources, usage, _parts!.Time);

    private static OpenJudge Reranker(Project project, ProviderOptions providers)
    {
        if (project.Reranker is not { } reference) throw new InputException(new Problem(Settings(project), null, $"--judge {LocalReranker} judges with the project's reranker, and none is named. Name a classifier of pairs under 'reranker', or use --judge {Deterministic}."));
        RerankingModel model = RerankModels.Open(reference, providers);
        return new OpenJudge(new PairEntailment(model.Score, model.Identity), model);
    }

    private static OpenJudge Embedder(Project project, ProviderOptions providers, TimeProvider time)
    {
        if (project.Embedder is not { } reference) throw new InputException(new Problem(Settings(project), null, $"--judge {LocalEmbedder} judges with the project's embedder, and none is named. Name a folder or hf:owner/name under 'embedder' (`assay tune embedder` makes one from the project's own documents), or use --judge {Deterministic}."));
        if (!reference.IsWeights) throw new InputException(new Problem(Settings(project), null, $"The project's embedder {reference} does not run here, so it is no local judge. Name a folder or hf:owner/name, or use --judge {Deterministic}."));
        EmbeddingModel model = EmbeddingModels.Create(reference, providers, time);
        return new OpenJudge(new SimilarityEntailment(model.Passages, model.Identity), model);
    }

    private static string Settings(Project project) => project.Display(Path.Combine(project.Root, ProjectFile.FileName));

    private sealed record ChatParts(string Name, bool IsLocal, ModelPrice? Price, bool IsRemote, TimeSpan Timeout, TimeProvider Time);
}
