using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Assay.Text.Tokens;
using Microsoft.Extensions.AI;

namespace Assay.Retrieval.Search.Expansion;

/// <summary>Asks a chat model what else a question should be searched for as; before the search, which is not asynchronous.</summary>
/// <remarks>
/// The model sees the question and nothing else: no document, no name of the asker. Its reply is only ever searched for. A reply that is not what was asked for
/// gives no variants and says so. Safe for concurrent use.
/// </remarks>
/// <param name="client">The model; not disposed with this object.</param>
/// <param name="model">Its name with its provider or address, as far as replies depend on it.</param>
/// <param name="cache">Keeps replies.</param>
/// <param name="timeProvider">Times replies.</param>
public sealed class QueryExpander(IChatClient client, string model, IExpansionCache cache, TimeProvider timeProvider)
{
    /// <summary>
    /// Additional property of a reply's last piece: milliseconds, as a <see cref="double"/>, of the attempt that gave it. Clients that repeat failed requests set it; without
    /// it the time of the whole call counts.
    /// </summary>
    public const string ElapsedMsProperty = "assay.elapsed_ms";

    private const int MostOutputTokens = 400;

    /// <summary>Tokens of a usual reply, for estimates of cost.</summary>
    public const int UsualOutputTokens = 120;

    /// <summary>Whether a question would be answered without asking the model.</summary>
    /// <param name="kind">What would be asked for; not off.</param>
    /// <param name="question">The question.</param>
    /// <returns>True when nothing would be paid.</returns>
    public bool IsKept(QueryExpansion kind, string question) => cache.Find(Request(kind, question)) is not null;

    /// <summary>Prompt tokens of a question, estimated.</summary>
    /// <param name="kind">What would be asked for; not off.</param>
    /// <param name="question">The question.</param>
    /// <returns>More than 0.</returns>
    public static int PromptTokens(QueryExpansion kind, string question) => ExpansionPrompt.For(kind, question).Sum(m => TokenEstimate.Count(m.Text));

    /// <summary>Asks for variants of a question, unless it was asked before.</summary>
    /// <param name="kind">What is asked for; not off.</param>
    /// <param name="question">What a user typed.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>Variants, or why there are none. Failures of the client are its own exceptions.</returns>
    public async Task<ExpandedQuery> ExpandAsync(QueryExpansion kind, string question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        IReadOnlyList<string> request = Request(kind, question);
        if (cache.Find(request) is { } kept) return Read(kind, question, kept) with { IsKept = true };
        ExpansionReply reply = await AskAsync(ExpansionPrompt.For(kind, question), cancellationToken).ConfigureAwait(false);
        cache.Keep(request, reply);
        return Read(kind, question, reply);
    }

    private string[] Request(QueryExpansion kind, string question) => [ExpansionPrompt.Version, model, kind.ToString(), ExpansionPrompt.Shown(question)];

    private ExpandedQuery Read(QueryExpansion kind, string question, ExpansionReply reply)
    {
        (ImmutableArray<string> texts, string? problem) = ExpansionReader.Read(kind, question, reply.Text);
        string by = string.Create(CultureInfo.InvariantCulture, $"{model}, {reply.ElapsedMs:0} ms");
        ExpandedQuery Result(ExpansionOutcome outcome, string note) => new(kind, outcome, [.. texts.Select(t => new QueryVariant(t, 1.0, kind))], note) { Reply = reply };
        if (problem is not null) return Result(ExpansionOutcome.BadReply, $"no expansion: the reply of {by} cannot be used: {problem}");
        return texts.Length == 0 ? Result(ExpansionOutcome.NothingToAdd, $"no expansion: nothing to add ({by})") : Result(ExpansionOutcome.Expanded, $"by {by}");
    }

    private async Task<ExpansionReply> AskAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        UsageDetails? usage = null;
        double? attemptMs = null;
        long started = timeProvider.GetTimestamp();
        var options = new ChatOptions { Temperature = 0, MaxOutputTokens = MostOutputTokens };
        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            text.Append(update.Text);
            usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? usage;
            attemptMs = update.AdditionalProperties?.TryGetValue(ElapsedMsProperty, out double ms) == true ? ms : attemptMs;
        }

        string reply = text.ToString();
        return new ExpansionReply
        {
            Text = reply,
            InputTokens = usage?.InputTokenCount ?? messages.Sum(m => TokenEstimate.Count(m.Text)),
            CachedInputTokens = usage?.CachedInputTokenCount ?? 0,
            OutputTokens = usage?.OutputTokenCount ?? TokenEstimate.Count(reply),
            TokensEstimated = usage is null,
            ElapsedMs = attemptMs ?? timeProvider.GetElapsedTime(started).TotalMilliseconds,
        };
    }
}
