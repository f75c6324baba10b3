using System.Globalization;
using Assay.Decisions.Prices;
using Assay.Models.Providers;
using Assay.Retrieval.Search;
using Assay.Retrieval.Search.Expansion;
using Assay.Running;
using Assay.Text;
using Assay.Workspaces;
using Microsoft.Extensions.AI;

namespace Assay.Expanding;

/// <summary>Asks a project's chat model to expand questions, within a limit of cost, and never the same one twice.</summary>
public sealed class ProjectExpander : IDisposable
{
    private const int Concurrency = 4;

    /// <summary>A provider that fails this often before it ever replies is down.</summary>
    private const int FailuresBeforeGivingUp = 5;

    private readonly ExpansionModel _model;
    private readonly IChatClient _client;
    private readonly AnswerCache _cache;
    private readonly QueryExpander _expander;
    private bool _everReplied;
    private int _failures;

    private ProjectExpander(ExpansionModel model, IChatClient client, AnswerCache cache, TimeProvider timeProvider)
    {
        _model = model;
        _client = client;
        _cache = cache;
        _expander = new QueryExpander(client, model.Reference.ToString(), new ExpansionCache(cache), timeProvider);
    }

    /// <summary>Opens the kept replies of a workspace.</summary>
    /// <param name="model">Which model is asked.</param>
    /// <param name="client">The model; disposed with this object.</param>
    /// <param name="workspace">Where replies are kept.</param>
    /// <param name="timeProvider">Times replies.</param>
    /// <returns>The expander.</returns>
    /// <exception cref="AssayException">The kept replies cannot be read.</exception>
    public static ProjectExpander Open(ExpansionModel model, IChatClient client, Workspace workspace, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new ProjectExpander(model, client, AnswerCache.Open(workspace, survivesPowerLoss: true), timeProvider);
    }

    /// <summary>Expands one question for somebody who waits for it.</summary>
    /// <param name="kind">What is asked for; not off.</param>
    /// <param name="question">The question.</param>
    /// <param name="profile">What was measured to pay: a kind of weight 0 is not asked for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Variants, or why there are none; a failed call is no error.</returns>
    /// <exception cref="ProviderException">The key is refused.</exception>
    public async Task<ExpandedQuery> ExpandAsync(QueryExpansion kind, string question, SearchProfile profile, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return profile.Expansion.WeightOf(kind) <= 0
            ? ExpandedQuery.Without(kind, ExpansionOutcome.NotAsked, "off in the search profile, because it did not pay on the project's questions")
            : await TryAsync(kind, question, mayGoOn: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>US dollars that the replies not yet kept will cost, estimated.</summary>
    /// <param name="wanted">Kinds and questions.</param>
    /// <returns>0 for a model of this site whose price is not known.</returns>
    /// <exception cref="InputException">The price of a remote model is not known.</exception>
    public decimal EstimateCostUsd(IEnumerable<(QueryExpansion Kind, string Question)> wanted)
    {
        ModelPrice? price = _model.Price;
        if (price is null && !_model.Reference.IsRemote) return 0;
        (QueryExpansion Kind, string Question)[] missing = [.. wanted.Distinct().Where(w => !_expander.IsKept(w.Kind, w.Question))];
        if (missing.Length == 0) return 0;
        return price is not null
            ? missing.Sum(m => price.CostUsd(QueryExpander.PromptTokens(m.Kind, m.Question), 0, QueryExpander.UsualOutputTokens))
            : throw new InputException(new Problem(_model.SettingsFile, null, string.Create(CultureInfo.InvariantCulture,
                $"The price of {_model.Reference} is not known, so the cost of {missing.Length} query expansions cannot be limited. Add it under 'price' if it is the project's model, or name a listed or local one under 'retrieval.expansionModel'.")));
    }

    /// <summary>Stops a run that would cost more than allowed before anything is sent.</summary>
    /// <param name="wanted">Kinds and questions.</param>
    /// <param name="maxCostUsd">Most US dollars.</param>
    /// <exception cref="InputException">It would cost more, or the price of a remote model is not known.</exception>
    public void CheckCost(IEnumerable<(QueryExpansion Kind, string Question)> wanted, decimal maxCostUsd)
    {
        decimal cost = EstimateCostUsd(wanted);
        if (cost <= maxCostUsd) return;
        throw new InputException(new Problem("", null, string.Create(CultureInfo.InvariantCulture,
            $"Query expansion is expected to cost about {cost:0.00} USD, more than the {maxCostUsd:0.00} USD allowed. Nothing was spent on it. Allow it with --max-cost {Math.Ceiling(cost * 1.2m)}, or write expansion: off under 'retrieval'.")));
    }

    /// <summary>Expands many questions; what was asked before is taken from the kept replies.</summary>
    /// <param name="wanted">Kinds and questions.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it; what was replied is kept.</param>
    /// <returns>The questions; one whose call failed has no variants and says why.</returns>
    /// <exception cref="ProviderException">The provider is down or refuses the key.</exception>
    public async Task<ExpandedQuestions> ExpandAllAsync(IEnumerable<(QueryExpansion Kind, string Question)> wanted, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        (QueryExpansion Kind, string Question)[] all = [.. wanted.Distinct()];
        var results = new ExpandedQuestion[all.Length];
        int done = 0;

        // The first request goes out alone, so that a wrong key or address costs one request.
        bool asked = false;
        while (done < all.Length && !asked) asked = !(await OneAsync(done, cancellationToken).ConfigureAwait(false)).IsKept;
        await Parallel.ForEachAsync(
            Enumerable.Range(done, all.Length - done),
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (i, token) => await OneAsync(i, token).ConfigureAwait(false)).ConfigureAwait(false);
        return new ExpandedQuestions(results, _model.Price);

        async Task<ExpandedQuery> OneAsync(int i, CancellationToken token)
        {
            results[i] = new ExpandedQuestion(all[i].Question, await TryAsync(all[i].Kind, all[i].Question, mayGoOn: false, token).ConfigureAwait(false));
            progress?.Report(new CompareProgress("expand", Interlocked.Increment(ref done), all.Length));
            return results[i].Query;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _cache.Dispose();
    }

    private async Task<ExpandedQuery> TryAsync(QueryExpansion kind, string question, bool mayGoOn, CancellationToken cancellationToken)
    {
        try
        {
            ExpandedQuery expanded = await _expander.ExpandAsync(kind, question, cancellationToken).ConfigureAwait(false);
            if (!expanded.IsKept) _everReplied = true;
            return expanded;
        }
        catch (ProviderException e) when (e.Kind != ProviderErrorKind.Authentication && (mayGoOn || _everReplied || Interlocked.Increment(ref _failures) < FailuresBeforeGivingUp))
        {
            return ExpandedQuery.Without(kind, e.Kind == ProviderErrorKind.TimedOut ? ExpansionOutcome.TimedOut : ExpansionOutcome.NoReply, e.Message);
        }
    }
}
