using System.Collections.Immutable;
using System.Globalization;
using Assay.Answering;
using Assay.Arms;
using Assay.Decisions.Prices;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;
using Assay.Knowledge;
using Assay.Models.Providers;
using Assay.Retrieval.Search.Expansion;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Running;

/// <summary>Runs one arm over a question set. An answer that was ever given to the same request is taken from the cache.</summary>
/// <param name="model">Answers.</param>
/// <param name="cache">Keeps answers.</param>
/// <param name="scorer">Scores them.</param>
/// <param name="price">The model's price; null when unknown.</param>
/// <param name="search">What is added to questions that are searched for; its tokens, cost and time are the arm's.</param>
/// <param name="timeProvider">Measures searches.</param>
internal sealed class ArmRunner(IAnswerModel model, AnswerCache cache, AnswerScorer scorer, ModelPrice? price, QuestionSearch search, TimeProvider timeProvider)
{
    /// <summary>A provider that fails this often in a row before it ever answered is down; going on would only burn time.</summary>
    private const int FailuresBeforeGivingUp = 5;

    private int _failuresInARow;
    private bool _everAsked;
    private bool _everAnswered;
    private bool _anyKept;

    /// <summary>Which repetition of the same requests this is, from 0; each is kept by itself.</summary>
    public int Repeat { get; init; }

    /// <summary>What a question will be asked with.</summary>
    /// <param name="Question">The question.</param>
    /// <param name="Context">What the arm hands over.</param>
    /// <param name="SearchMs">How long choosing it took, the model that expanded the question included.</param>
    /// <param name="Expanded">What a model added to the question; null for nothing.</param>
    internal sealed record Item(Question Question, ArmContext Context, double SearchMs, ExpandedQuery? Expanded)
    {
        public AnswerRequest Request => new(Question.Text, Context.Passages, Context.FromDocuments) { Principal = Asker.Of(Question) };
    }

    private string KeyOf(AnswerRequest request) => Repeat == 0 ? model.Key(request) : ContentHash.Of(["repeat", Repeat.ToString(CultureInfo.InvariantCulture), model.Key(request)]);

    /// <summary>Chooses the context of every question.</summary>
    public ImmutableArray<Item> Prepare(IArm arm, QuestionSet questions, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        var items = ImmutableArray.CreateBuilder<Item>(questions.Questions.Length);
        foreach (Question question in questions.Questions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long started = timeProvider.GetTimestamp();
            ArmContext context = Fitting(question, arm.Prepare(question));
            double elapsedMs = timeProvider.GetElapsedTime(started).TotalMilliseconds + context.PreparedMs;
            items.Add(context.Searched
                ? new Item(question, context, elapsedMs + search.ExpansionMs(question.Text), search.Expansion(question.Text))
                : new Item(question, context, elapsedMs, null));
            progress?.Report(new CompareProgress($"search {arm.Name}", items.Count, questions.Questions.Length));
        }

        return items.MoveToImmutable();
    }

    // What arms hand over was counted without the words around it.
    private ArmContext Fitting(Question question, ArmContext context) => context.Withheld is not null || context.Computed is not null ? context :
        context.First(PromptRoom.Passages(model, new AnswerRequest(question.Text, context.Passages, context.FromDocuments) { Principal = Asker.Of(question) }));

    /// <summary>US dollars that the answers not yet kept will cost, estimated at the most output tokens seen as usual; null when the price is unknown.</summary>
    public decimal? EstimateCostUsd(IEnumerable<Item> items)
    {
        const int usualOutputTokens = 150;
        if (price is null || price == ModelPrice.Free) return price is null ? null : 0;
        return items.Where(i => i.Context.Withheld is null && i.Context.Computed is null && cache.Find(KeyOf(i.Request)) is null).Sum(i => price.CostUsd(model.PromptTokens(i.Request), 0, usualOutputTokens));
    }

    /// <summary>Answers and scores every question.</summary>
    public async Task<Run> RunAsync(IArm arm, ImmutableArray<Item> items, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        var rows = new AnswerRow[items.Length];
        int done = 0;

        // The first request goes out alone, so that a wrong key or address costs one request.
        while (done < items.Length && !_everAsked)
        {
            await AnswerOneAsync(done, cancellationToken).ConfigureAwait(false);
        }

        await Parallel.ForEachAsync(
            Enumerable.Range(done, items.Length - done),
            new ParallelOptions { MaxDegreeOfParallelism = model.Concurrency, CancellationToken = cancellationToken },
            async (i, token) => await AnswerOneAsync(i, token).ConfigureAwait(false)).ConfigureAwait(false);
        return new Run(arm.Name, arm.IsReference, arm.CanCite, [.. rows]);

        async Task AnswerOneAsync(int i, CancellationToken token)
        {
            rows[i] = await AnswerAsync(items[i], token).ConfigureAwait(false);
            int finished = Interlocked.Increment(ref done);
            progress?.Report(new CompareProgress($"answer {arm.Name}", finished, items.Length));
        }
    }

    private async Task<AnswerRow> AnswerAsync(Item item, CancellationToken cancellationToken)
    {
        if (item.Context.Withheld is { } abstention) return Answered(item, new ModelAnswer { Text = abstention }) with { Withheld = true };
        if (item.Context.Computed is { } computed) return Answered(item, new ModelAnswer { Text = computed.Text }) with { FromTables = true };
        AnswerRequest request = item.Request;
        if (model.ContextWindow is { } window && model.PromptTokens(request) > window) return Failed(item, Outcome.OverContext, null);
        string key = KeyOf(request);
        try
        {
            if (cache.Find(key) is { } kept)
            {
                _anyKept = true;
                cache.Know(key, AnswerSource.Of(request.Passages));
                return Answered(item, kept);
            }

            return Answered(item, await AskAsync(key, request, cancellationToken).ConfigureAwait(false));
        }
        catch (ProviderException e) when (e.Kind == ProviderErrorKind.ContextOverflow)
        {
            return Failed(item, Outcome.OverContext, null);
        }
        catch (ProviderException e) when (!IsHopeless(e))
        {
            return Failed(item, e.Kind == ProviderErrorKind.TimedOut ? Outcome.TimedOut : Outcome.ProviderFailed, e.Message);
        }
    }

    private async Task<ModelAnswer> AskAsync(string key, AnswerRequest request, CancellationToken cancellationToken)
    {
        _everAsked = true;
        await foreach (AnswerEvent answerEvent in model.AnswerAsync(request, cancellationToken).ConfigureAwait(false))
        {
            if (answerEvent is AnswerCompleted completed)
            {
                cache.Keep(key, completed.Answer, AnswerSource.Of(request.Passages));
                _everAnswered = true;
                return completed.Answer;
            }
        }

        throw new AssayException("The model ended its answer without completing it. Run the command again; what was answered is kept.");
    }

    private bool IsHopeless(ProviderException e)
    {
        if (e.Kind == ProviderErrorKind.Authentication) return true;

        // Answers kept from an earlier run show that model and address are right: what fails now may be just the questions that failed then.
        bool mayBeTheQuestion = _anyKept && e.Kind != ProviderErrorKind.Disconnected;
        return !_everAnswered && !mayBeTheQuestion && Interlocked.Increment(ref _failuresInARow) >= FailuresBeforeGivingUp;
    }

    private AnswerRow Answered(Item item, ModelAnswer answer) => new()
    {
        Question = item.Question.Id,
        Answer = answer.Text,
        Score = answer.CutOff ? scorer.CutOff(item.Question) : scorer.Score(item.Question, answer.Text, item.Context.Passages.Length),
        Context = Sources(item),
        Places = Places(item),
        SearchMs = item.SearchMs,
        AnswerMs = answer.ElapsedMs,
        InputTokens = answer.InputTokens + (item.Expanded?.Reply?.InputTokens ?? 0),
        CachedInputTokens = answer.CachedInputTokens + (item.Expanded?.Reply?.CachedInputTokens ?? 0),
        OutputTokens = answer.OutputTokens + (item.Expanded?.Reply?.OutputTokens ?? 0),
        TokensEstimated = answer.TokensEstimated || item.Expanded?.Reply?.TokensEstimated == true,
        CostUsd = price?.CostUsd(answer.InputTokens, answer.CachedInputTokens, answer.OutputTokens) + search.Expanded.CostUsd(item.Expanded),
        SkippedRetrieval = item.Context.SkippedRetrieval,
        PromptTokensSaved = item.Context.Withheld is null && item.Context.Computed is null ? model.TokensSaved(item.Request) : null,
        SearchedFor = [.. item.Expanded?.Variants.Select(v => v.Text) ?? []],
        ShareOfDocuments = item.Context.ShareOfDocuments,
    };

    private static AnswerRow Failed(Item item, Outcome outcome, string? failure) => new()
    {
        Question = item.Question.Id,
        Answer = "",
        Score = AnswerScorer.Fail(item.Question, outcome),
        Failure = failure,
        SkippedRetrieval = item.Context.SkippedRetrieval,
        Context = Sources(item),
        Places = Places(item),
        SearchMs = item.SearchMs,
        ShareOfDocuments = item.Context.ShareOfDocuments,
    };

    private static ImmutableArray<string> Places(Item item) =>
        item.Context.Passages.All(p => p.Place is null) ? [] : [.. item.Context.Passages.Select(p => p.Place ?? "")];

    private static ImmutableArray<string> Sources(Item item) =>
        [.. item.Context.Passages.Select(p => p.Slug.Length == 0 ? p.DocumentId : $"{p.DocumentId}#{p.Slug}")];
}
