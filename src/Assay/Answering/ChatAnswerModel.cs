using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Assay.Models.Adapters;
using Assay.Models.Local;
using Assay.Models.Providers;
using Assay.Prompting;
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
    // Tokens of a window that stay free for the answer: as many as it may have, but not most of a small window.
    private const int AnswerShare = 4;

    private readonly LocalChatClient? _local = client.GetService(typeof(LocalChatClient)) as LocalChatClient;
    private readonly ChatOptions _chat = new()
    {
        Temperature = options.Temperature,
        MaxOutputTokens = Limit(client, options),
        ResponseFormat = options.Schema is { } schema ? ChatResponseFormat.ForJsonSchema(JsonElement.Parse(schema), "answer") : null,
    };

    /// <summary>The best prompts that it is asked with; null where the project does not ask for them.</summary>
    internal BestPrompts? Best { get; private init; }

    /// <summary>The model itself.</summary>
    internal IChatClient Client => client;

    /// <summary>Makes the messages.</summary>
    internal PromptBuilder Prompts => prompts;

    // Another one disposes of the model.
    private bool IsBorrowed { get; init; }

    /// <inheritdoc/>
    public int? ContextWindow => Local is { } local ? Math.Min(options.ContextWindow ?? int.MaxValue, local.Config.MaxPositions - AnswerRoom(local)) : options.ContextWindow;

    /// <inheritdoc/>
    public int? PassageTokens => Local?.Advice.PassageTokens;

    /// <inheritdoc/>
    public TokenCounter Counter { get; } = client.GetService(typeof(LocalModel)) is LocalModel local ? local.Tokenizer.Counter(local.Fingerprint) : TokenCounter.Estimate;

    /// <inheritdoc/>
    public bool CountsExactly => _local is not null;

    /// <inheritdoc/>
    public string Version => options.Trained ?? $"{Local?.Fingerprint}{Adapter?.Fingerprint}";

    /// <inheritdoc/>
    public int Concurrency => options.Concurrency;

    // A trained version is told by its content: reports are written into its folder, and the project may be moved.
    private string[] Identity => options.Trained is { } trained ? ["trained", trained]
        : [reference.ToString(), .. Local is { } local ? (string[])[local.Fingerprint] : [], .. Adapter is { } adapter ? (string[])[adapter.Fingerprint] : []];

    private LoraAdapter? Adapter => client.GetService(typeof(LoraAdapter)) as LoraAdapter;

    private LocalModel? Local => client.GetService(typeof(LocalModel)) as LocalModel;

    /// <summary>The same model, asked with other prompts; this one must outlive it, and disposes of the model.</summary>
    /// <param name="plans">The prompts.</param>
    internal ChatAnswerModel With(PromptPlans plans) => new(client, reference, prompts.With(plans), options, timeProvider) { IsBorrowed = true };

    /// <summary>This model, asked with the best prompts that were found; it takes the place of this one.</summary>
    /// <param name="best">The prompts.</param>
    internal ChatAnswerModel Using(BestPrompts best) => new(client, reference, prompts.With(best.Plans), options, timeProvider) { Best = best };

    /// <inheritdoc/>
    public string Key(AnswerRequest request) => ContentHash.Of(
        ["chat/1", .. Identity, JsonSerializer.Serialize(new { options.Temperature, _chat.MaxOutputTokens }), .. options.Schema is { } schema ? (string[])["constrained", schema] : [], .. prompts.Build(request).SelectMany(m => new[] { m.Role.Value, m.Text })]);

    /// <inheritdoc/>
    public int PromptTokens(AnswerRequest request) => Tokens(prompts.Build(request));

    /// <inheritdoc/>
    public int? TokensSaved(AnswerRequest request) => options.Trained is null ? null : Tokens(prompts.BuildInstructed(request)) - PromptTokens(request);

    /// <inheritdoc/>
    public async IAsyncEnumerable<AnswerEvent> AnswerAsync(AnswerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<ChatMessage> messages = prompts.Build(request);
        var text = new StringBuilder();
        UsageDetails? usage = null;
        ChatFinishReason? finish = null;
        long started = timeProvider.GetTimestamp();
        double? attemptMs = null;
        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(messages, _chat, cancellationToken).ConfigureAwait(false))
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
            InputTokens = usage?.InputTokenCount ?? Tokens(messages),
            CachedInputTokens = usage?.CachedInputTokenCount ?? 0,
            OutputTokens = usage?.OutputTokenCount ?? Counter.Count(answer),
            TokensEstimated = usage is null,
            ElapsedMs = attemptMs ?? timeProvider.GetElapsedTime(started).TotalMilliseconds,
            CutOff = finish == ChatFinishReason.Length,
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!IsBorrowed) client.Dispose();
    }

    /// <summary>Most tokens of an answer: what is allowed, and what a model of this machine says of itself.</summary>
    internal static int Limit(IChatClient client, ChatAnswerOptions options) => client.GetService(typeof(LocalModel)) is LocalModel { Advice.AnswerTokens: { } most } ? Math.Min(most, options.MaxOutputTokens) : options.MaxOutputTokens;

    private int Tokens(IReadOnlyList<ChatMessage> messages) => _local?.CountTokens(messages) ?? messages.Sum(m => Counter.Count(m.Text));

    private int AnswerRoom(LocalModel local) =>
        Math.Min(_chat.MaxOutputTokens!.Value, Math.Max(local.Config.MaxPositions / AnswerShare, options.Schema is { } schema ? local.ConstraintOf(schema).ShortestTokens : 1));
}
