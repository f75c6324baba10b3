using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Assay.Answering;
using Assay.Text.Tokens;
using Assay.Workspaces;
using Microsoft.Extensions.AI;

namespace Assay.Judging;

/// <summary>A chat model whose replies are kept, so that none is paid for twice: also those that turned out to be of no use.</summary>
/// <param name="inner">The model; not disposed.</param>
/// <param name="identity">Names it with everything its replies depend on.</param>
/// <param name="repeat">Which repetition of the same requests this is, from 0.</param>
/// <param name="cache">Where replies are kept.</param>
/// <param name="sources">The documents whose text is in the requests.</param>
/// <param name="usage">Told what every reply took; may be null.</param>
/// <param name="timeProvider">Times replies.</param>
internal sealed class CachedChatClient(IChatClient inner, string identity, int repeat, AnswerCache cache, IReadOnlyList<AnswerSource> sources, Action<ModelAnswer>? usage, TimeProvider timeProvider) : IChatClient
{
    /// <summary>Hash of everything a reply depends on.</summary>
    public string Key(IEnumerable<ChatMessage> messages, ChatOptions? options) => ContentHash.Of(
        ["judge/1", identity, repeat.ToString(CultureInfo.InvariantCulture), JsonSerializer.Serialize(new { options?.Temperature, options?.MaxOutputTokens }), (options?.ResponseFormat as ChatResponseFormatJson)?.Schema?.GetRawText(), .. messages.SelectMany(m => new[] { m.Role.Value, m.Text })]);

    /// <summary>Whether the reply to a request is kept.</summary>
    public bool IsKept(IEnumerable<ChatMessage> messages, ChatOptions? options) => cache.Find(Key(messages, options)) is not null;

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatMessage[] all = [.. messages];
        string key = Key(all, options);
        if (cache.Find(key) is { } kept)
        {
            cache.Know(key, sources);
            usage?.Invoke(kept);
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, kept.Text));
        }

        long started = timeProvider.GetTimestamp();
        ChatResponse response = await inner.GetResponseAsync(all, options, cancellationToken).ConfigureAwait(false);
        UsageDetails? spent = response.Usage;
        var answer = new ModelAnswer
        {
            Text = response.Text,
            InputTokens = spent?.InputTokenCount ?? all.Sum(m => TokenEstimate.Count(m.Text)),
            CachedInputTokens = spent?.CachedInputTokenCount ?? 0,
            OutputTokens = spent?.OutputTokenCount ?? TokenEstimate.Count(response.Text),
            TokensEstimated = spent is null,
            ElapsedMs = timeProvider.GetElapsedTime(started).TotalMilliseconds,
            CutOff = response.FinishReason == ChatFinishReason.Length,
        };
        cache.Keep(key, answer, sources);
        usage?.Invoke(answer);
        return response;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (ChatResponseUpdate update in (await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false)).ToChatResponseUpdates()) yield return update;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => inner.GetService(serviceType, serviceKey);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
