using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Assay.Models.Adapters;
using Assay.Models.Generation;
using Assay.Models.Providers;
using Assay.Models.Sampling;
using Assay.Text;
using Microsoft.Extensions.AI;

namespace Assay.Models.Local;

/// <summary>A local model behind <see cref="IChatClient"/>: alike to whoever asks a hosted one.</summary>
/// <remarks>
/// Without a temperature in the options the most probable token is taken. <see cref="ChatResponseFormat"/> with a schema constrains the answer to it. Tools are not called: a model that
/// should choose tools is served by an OpenAI-compatible server. A request chooses its adapter with <see cref="AdapterProperty"/>. Safe for concurrent use.
/// </remarks>
/// <param name="model">The model; disposed with the client.</param>
/// <param name="name">What answers call it.</param>
/// <param name="timeProvider">The clock that templates may ask for.</param>
/// <param name="adapter">What is added to the model for requests that do not choose; null for the model alone. Disposed with the client.</param>
public sealed class LocalChatClient(LocalModel model, string name, TimeProvider timeProvider, LoraAdapter? adapter = null) : IChatClient
{
    /// <summary>The key in <see cref="ChatOptions.AdditionalProperties"/> under which a request chooses its adapter: a <see cref="LoraAdapter"/> of the client's model, or null for the model alone.</summary>
    public const string AdapterProperty = "adapter";

    private readonly ChatClientMetadata metadata = new("assay", null, name);

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    /// <exception cref="ProviderException">The conversation is longer than the model's window.</exception>
    /// <exception cref="AssayException">An option cannot be honoured, or the model's template refuses the conversation.</exception>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (options?.Tools is { Count: > 0 }) throw new AssayException($"'{name}' runs here and cannot call tools. Serve it with an OpenAI-compatible server and name it as http://host/v1#NAME.");
        return UpdatesAsync(Request([.. messages], options), cancellationToken);
    }

    /// <summary>Tokens of a prompt as the model gets it: what the template writes around the messages included.</summary>
    /// <param name="messages">The conversation.</param>
    /// <returns>1 or more where the template or the messages say anything.</returns>
    /// <exception cref="AssayException">The model's template refuses the conversation.</exception>
    public int CountTokens(IReadOnlyList<ChatMessage> messages) => Tokens(messages).Length;

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null : serviceType == typeof(ChatClientMetadata) ? metadata : serviceType == typeof(LocalModel) ? model : serviceType == typeof(LoraAdapter) ? adapter : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        model.Dispose();
        adapter?.Dispose();
    }

    private async IAsyncEnumerable<ChatResponseUpdate> UpdatesAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string id = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
        ChatResponseUpdate Update(string text) => new(ChatRole.Assistant, text) { ResponseId = id, MessageId = id, ModelId = name };
        if (request.Prompt.Length >= model.Config.MaxPositions)
        {
            var overflow = new ContextOverflowException(request.Prompt.Length, model.Config.MaxPositions);
            throw new ProviderException(overflow.Message, overflow) { Provider = "assay", Model = name, Kind = ProviderErrorKind.ContextOverflow };
        }

        await foreach (GenerationEvent happened in model.Engine.GenerateAsync(request, cancellationToken).ConfigureAwait(false))
        {
            if (happened is GenerationEvent.Piece { Text.Length: > 0 } piece) yield return Update(piece.Text);
            if (happened is not GenerationEvent.Completed completed) continue;
            ChatResponseUpdate last = Update(completed.Text);
            last.FinishReason = completed.Reason == FinishReason.Length ? ChatFinishReason.Length : ChatFinishReason.Stop;
            last.Contents.Add(new UsageContent(new UsageDetails
            {
                InputTokenCount = completed.PromptTokens,
                CachedInputTokenCount = completed.KeptTokens,
                OutputTokenCount = completed.OutputTokens,
                TotalTokenCount = completed.PromptTokens + completed.OutputTokens,
            }));
            yield return last;
        }
    }

    private GenerationRequest Request(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        return new GenerationRequest(Tokens(messages))
        {
            MaxTokens = options?.MaxOutputTokens,
            Adapter = Adapter(options),
            StopTexts = [.. options?.StopSequences ?? []],
            Constraint = options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } ? model.ConstraintOf(schema.GetRawText()) : null,
            Sampling = new SamplingOptions
            {
                Temperature = options?.Temperature ?? 0,
                TopP = options?.TopP ?? 1,
                TopK = options?.TopK ?? 0,
                FrequencyPenalty = options?.FrequencyPenalty ?? 0,
                PresencePenalty = options?.PresencePenalty ?? 0,
                Seed = (ulong)(options?.Seed ?? 0),
            },
        };
    }

    private ImmutableArray<int> Tokens(IReadOnlyList<ChatMessage> messages) => ChatPrompt.Tokens(model, name, messages, timeProvider.GetLocalNow());

    private LoraAdapter? Adapter(ChatOptions? options)
    {
        if (options?.AdditionalProperties is not { } more || !more.TryGetValue(AdapterProperty, out object? chosen)) return adapter;
        return chosen is null or LoraAdapter ? (LoraAdapter?)chosen : throw new ArgumentException($"'{AdapterProperty}' takes a {nameof(LoraAdapter)} or null; found {chosen.GetType().Name}.", nameof(options));
    }
}
