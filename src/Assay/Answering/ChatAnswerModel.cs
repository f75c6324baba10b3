using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Assay.Models.Adapters;
using Assay.Models.Local;
using Assay.Models.Providers;
using Assay.Text.Tokens;
using Assay.Workspaces;
using Microsoft.Extensions.AI;

namespace Assay.Answering;

/// <summary>A chat model behind <see cref="IChatClient"/> as an answering model.</summary>
/// <param name="client">The model; disposed with this object.</param>
/// <param name="reference">Which model it is.</param>
/// <param name="prompts">Makes the messages.</param>
/// <param name="options">What decoding depends on.</param>
/// <param name="timeProvider">Measures the time of an answer.</param>
public sealed class ChatAnswerModel(IChatClient client, ModelReference reference, PromptBuilder prompts, ChatAnswerOptions options, TimeProvider timeProvider) : IAnswerModel
{
    /// <inheritdoc/>
    public int? ContextWindow => options.ContextWindow ?? Local?.Config.MaxPositions;

    /// <inheritdoc/>
    public int Concurrency => options.Concurrency;

    private LoraAdapter? Adapter => client.GetService(typeof(LoraAdapter)) as LoraAdapter;

    private LocalModel? Local => client.GetService(typeof(LocalModel)) as LocalModel;

    /// <inheritdoc/>
    public string Key(AnswerRequest request) => ContentHash.Of(
        ["chat/1", reference.ToString(), .. Local is { } local ? (string[])[local.Fingerprint] : [], .. Adapter is { } adapter ? (string[])[adapter.Fingerprint] : [], JsonSerializer.Serialize(new { options.Temperature, options.MaxOutputTokens }), .. prompts.Build(request).SelectMany(m => new[] { m.Role.Value, m.Text })]);

    /// <inheritdoc/>
    public int PromptTokens(AnswerRequest request) => prompts.Build(request).Sum(m => TokenEstimate.Count(m.Text));

    /// <inheritdoc/>
    public async IAsyncEnumerable<AnswerEvent> AnswerAsync(AnswerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<ChatMessage> messages = prompts.Build(request);
        var text = new StringBuilder();
        UsageDetails? usage = null;
        ChatFinishReason? finish = null;
        long started = timeProvider.GetTimestamp();
        double? attemptMs = null;
        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(messages, ChatOptions(), cancellationToken).ConfigureAwait(false))
        {
            text.Append(update.Text);
            finish = update.FinishReason ?? finish;
            usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? usage;
            attemptMs = update.AdditionalProperties?.TryGetValue(ResilientChatClient.ElapsedMsProperty, out double ms) == true ? ms : attemptMs;
            if (update.Text.Length > 0) yield return new AnswerDelta(update.Text);
        }

        string answer = text.ToString();
        yield return new AnswerCompleted(new ModelAnswer
        {
            Text = answer,
            InputTokens = usage?.InputTokenCount ?? messages.Sum(m => TokenEstimate.Count(m.Text)),
            CachedInputTokens = usage?.CachedInputTokenCount ?? 0,
            OutputTokens = usage?.OutputTokenCount ?? TokenEstimate.Count(answer),
            TokensEstimated = usage is null,
            ElapsedMs = attemptMs ?? timeProvider.GetElapsedTime(started).TotalMilliseconds,
            CutOff = finish == ChatFinishReason.Length,
        });
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private ChatOptions ChatOptions() => new() { Temperature = options.Temperature, MaxOutputTokens = options.MaxOutputTokens };
}
