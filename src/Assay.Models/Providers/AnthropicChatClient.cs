using System.Runtime.CompilerServices;
using System.Text.Json;
using Anthropic;
using Anthropic.Core;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using Microsoft.Extensions.AI;

namespace Assay.Models.Providers;

/// <summary>
/// Anthropic's messages as an <see cref="IChatClient"/>: the SDK's own adapter, with one kind of exception, the usage of servers that count the input only
/// at the start of a stream, and without the temperature for models that refuse it. Safe for concurrent use.
/// </summary>
internal sealed class AnthropicChatClient : DelegatingChatClient
{
    private readonly AnthropicClient client;
    private readonly ProviderErrors errors;
    private readonly RequestShape shape;
    private readonly ChatClientMetadata metadata;

    private AnthropicChatClient(AnthropicClient client, Uri endpoint, ProviderErrors errors, RequestShape shape) : base(client.AsIChatClient(errors.Model))
    {
        this.client = client;
        this.errors = errors;
        this.shape = shape;
        metadata = new(errors.Provider, endpoint, errors.Model);
    }

    /// <summary>A client for one model.</summary>
    /// <param name="endpoint">The base address, without <c>/v1</c>.</param>
    /// <param name="key">The key.</param>
    /// <param name="http">Sends through a <see cref="ProviderHandler"/>; owned by this client.</param>
    /// <param name="errors">Makes the exceptions and knows the model.</param>
    /// <param name="shape">What the model accepts.</param>
    /// <returns>The client.</returns>
    public static AnthropicChatClient Open(Uri endpoint, string key, HttpClient http, ProviderErrors errors, RequestShape shape)
    {
        ClientOptions options = new()
        {
            BaseUrl = endpoint.AbsoluteUri.TrimEnd('/'),
            ApiKey = key,
            // Set, so that the SDK does not look into the environment for one.
            AuthToken = null,
            HttpClient = http,
            MaxRetries = 0,
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        return new(new AnthropicClient(options), endpoint, errors, shape);
    }

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ProviderHandler.Caller.Value = cancellationToken;
        while (true)
        {
            ChatOptions filled = shape.Fill(options);
            try
            {
                ChatResponse response = await base.GetResponseAsync(messages, filled, cancellationToken).ConfigureAwait(false);
                return response.FinishReason is null ? throw errors.Malformed("the answer says no reason to stop.", true, null) : response;
            }
            catch (ProviderException refusal) when (shape.Learn(refusal, filled, true))
            {
                continue;
            }
            catch (Exception e) when (IsUnreadable(e))
            {
                throw errors.Malformed("the answer is not the JSON of a message.", true, e);
            }
        }
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return StreamAsync(messages, options, cancellationToken);
    }

    /// <inheritdoc/>
    public override object? GetService(System.Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType == typeof(ChatClientMetadata) ? metadata : base.GetService(serviceType, serviceKey);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            client.Dispose();
        base.Dispose(disposing);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerator<ChatResponseUpdate> stream = await OpenAsync(messages, options, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            ChatFinishReason? reason = null;
            Usage? atStart = null;
            do
            {
                ChatResponseUpdate update = stream.Current;
                reason = update.FinishReason ?? reason;
                if (update.RawRepresentation is RawMessageStreamEvent { Value: RawMessageStartEvent start })
                    atStart = start.Message.Usage;
                FillUsage(update, atStart);
                yield return update;
            }
            while (await AdvanceAsync(stream).ConfigureAwait(false));
            if (reason is null)
                throw errors.Malformed("the stream says no reason to stop.", true, null);
        }
    }

    private async Task<IAsyncEnumerator<ChatResponseUpdate>> OpenAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        ProviderHandler.Caller.Value = cancellationToken;
        while (true)
        {
            ChatOptions filled = shape.Fill(options);
            IAsyncEnumerator<ChatResponseUpdate> stream = base.GetStreamingResponseAsync(messages, filled, cancellationToken).GetAsyncEnumerator(cancellationToken);
            bool opened = false;
            try
            {
                opened = await AdvanceAsync(stream).ConfigureAwait(false);
                return opened ? stream : throw errors.Malformed("the stream held no answer.", true, null);
            }
            catch (ProviderException refusal) when (shape.Learn(refusal, filled, true))
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

    private async ValueTask<bool> AdvanceAsync(IAsyncEnumerator<ChatResponseUpdate> stream)
    {
        try
        {
            return await stream.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw errors.Malformed("an event of the stream is not the JSON of a message.", true, e);
        }
    }

    // message_delta may count the output only (as in the API's published examples); the SDK's adapter then forgets what message_start said of the input.
    private static void FillUsage(ChatResponseUpdate update, Usage? atStart)
    {
        foreach (UsageContent content in update.Contents.OfType<UsageContent>())
        {
            UsageDetails details = content.Details;
            if (details.InputTokenCount is not null || atStart is null)
                continue;
            details.CachedInputTokenCount = atStart.CacheReadInputTokens;
            details.InputTokenCount = atStart.InputTokens + (atStart.CacheReadInputTokens ?? 0) + (atStart.CacheCreationInputTokens ?? 0);
            details.TotalTokenCount = details.InputTokenCount + details.OutputTokenCount;
        }
    }

    // What the SDK throws on JSON of another shape.
    private static bool IsUnreadable(Exception e) =>
        e is JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException or NotSupportedException or AnthropicException;
}
