using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Assay.Models.Providers;

/// <summary>
/// OpenAI's chat completions, of OpenAI or of any compatible server, as an <see cref="IChatClient"/>: text in, text out. Safe for concurrent use.
/// </summary>
internal sealed class OpenAiChatClient : IChatClient
{
    private readonly ChatClient client;
    private readonly HttpClient http;
    private readonly ProviderErrors errors;
    private readonly RequestShape shape;
    private readonly ChatClientMetadata metadata;

    /// <summary>A client for one model.</summary>
    /// <param name="endpoint">The base address, usually ending in <c>/v1</c>.</param>
    /// <param name="key">The key; null for a server without keys.</param>
    /// <param name="http">Sends through a <see cref="ProviderHandler"/>; owned by this client.</param>
    /// <param name="errors">Makes the exceptions and knows the model.</param>
    /// <param name="shape">What the model accepts.</param>
    public OpenAiChatClient(Uri endpoint, string? key, HttpClient http, ProviderErrors errors, RequestShape shape)
    {
        this.http = http;
        this.errors = errors;
        this.shape = shape;
        metadata = new(errors.Provider, endpoint, errors.Model);
        client = new(errors.Model, new ApiKeyCredential(key ?? "none"), new OpenAIClientOptions
        {
            Endpoint = endpoint,
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        });
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        List<OpenAI.Chat.ChatMessage> sent = OpenAiRequest.Messages(messages);
        while (true)
        {
            ChatOptions filled = shape.Fill(options);
            bool oldTokenLimit = shape.UsesOldTokenLimit;
            try
            {
                ClientResult<ChatCompletion> result = await client.CompleteChatAsync(sent, OpenAiRequest.Options(filled, oldTokenLimit), cancellationToken).ConfigureAwait(false);
                return OpenAiResponse.From(result.Value);
            }
            catch (ProviderException refusal) when (shape.Learn(refusal, filled, oldTokenLimit))
            {
                continue;
            }
            catch (Exception e) when (IsUnreadable(e))
            {
                throw errors.Malformed("the answer is not the JSON of a chat completion. Check that the address is one of an OpenAI-compatible server.", true, e);
            }
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return StreamAsync(OpenAiRequest.Messages(messages), options, cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <summary>Closes the connections.</summary>
    public void Dispose() => http.Dispose();

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        List<OpenAI.Chat.ChatMessage> sent, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerator<StreamingChatCompletionUpdate> stream = await OpenAsync(sent, options, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            bool answered = false;
            do
            {
                ChatResponseUpdate update = OpenAiResponse.From(stream.Current);
                answered |= update.FinishReason is not null || update.Text.Length > 0;
                yield return update;
            }
            while (await AdvanceAsync(stream).ConfigureAwait(false));
            if (!answered)
                throw errors.Malformed("the stream held no answer.", true, null);
        }
    }

    // The first event shows whether the request was accepted; until then its shape can still be changed.
    private async Task<IAsyncEnumerator<StreamingChatCompletionUpdate>> OpenAsync(List<OpenAI.Chat.ChatMessage> sent, ChatOptions? options, CancellationToken cancellationToken)
    {
        while (true)
        {
            ChatOptions filled = shape.Fill(options);
            bool oldTokenLimit = shape.UsesOldTokenLimit;
            IAsyncEnumerator<StreamingChatCompletionUpdate> stream = client
                .CompleteChatStreamingAsync(sent, OpenAiRequest.Options(filled, oldTokenLimit), cancellationToken).GetAsyncEnumerator(cancellationToken);
            bool opened = false;
            try
            {
                opened = await AdvanceAsync(stream).ConfigureAwait(false);
                return opened ? stream : throw errors.Malformed("the stream held no answer.", true, null);
            }
            catch (ProviderException refusal) when (shape.Learn(refusal, filled, oldTokenLimit))
            {
                continue;
            }
            finally
            {
                if (!opened)
                    await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<bool> AdvanceAsync(IAsyncEnumerator<StreamingChatCompletionUpdate> stream)
    {
        try
        {
            return await stream.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw errors.Malformed("an event of the stream is not the JSON of a chat completion.", true, e);
        }
    }

    // What the SDK's generated readers throw on JSON of another shape.
    private static bool IsUnreadable(Exception e) =>
        e is JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException or IndexOutOfRangeException or OverflowException or ClientResultException;
}
