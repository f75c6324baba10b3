using System.Runtime.CompilerServices;
using System.Text.Json;
using Anthropic;
using Anthropic.Core;
using Anthropic.Exceptions;
using Microsoft.Extensions.AI;

namespace Assay.Models.Providers;

/// <summary>
/// Anthropic's messages as an <see cref="IChatClient"/>: the SDK's own adapter, with one kind of exception and a check that the answer is complete.
/// No temperature is sent: the API has none since its version 2026-10-21. Safe for concurrent use.
/// </summary>
internal sealed class AnthropicChatClient : DelegatingChatClient
{
    private readonly AnthropicClient client;
    private readonly ProviderErrors errors;
    private readonly ChatClientMetadata metadata;

    private AnthropicChatClient(AnthropicClient client, Uri endpoint, ProviderErrors errors, ProviderOptions options) : base(client.AsIChatClient(errors.Model, options.MaxOutputTokens))
    {
        this.client = client;
        this.errors = errors;
        metadata = new(errors.Provider, endpoint, errors.Model);
    }

    /// <summary>A client for one model.</summary>
    /// <param name="endpoint">The base address, without <c>/v1</c>.</param>
    /// <param name="key">The key.</param>
    /// <param name="http">Sends through a <see cref="ProviderHandler"/>; owned by this client.</param>
    /// <param name="errors">Makes the exceptions and knows the model.</param>
    /// <param name="options">The longest answer and the longest wait.</param>
    /// <returns>The client.</returns>
    public static AnthropicChatClient Open(Uri endpoint, string key, HttpClient http, ProviderErrors errors, ProviderOptions options)
    {
        ClientOptions settings = new()
        {
            BaseUrl = endpoint.AbsoluteUri.TrimEnd('/'),
            ApiKey = key,
            HttpClient = http,
            MaxRetries = 0,
            Timeout = options.RequestTimeout,
        };
        return new(new AnthropicClient(settings), endpoint, errors, options);
    }

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        try
        {
            ChatResponse response = await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
            return response.FinishReason is null ? throw errors.Malformed("the answer says no reason to stop.", true, null) : response;
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw errors.Malformed("the answer is not the JSON of a message.", true, e);
        }
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return StreamAsync(messages, options, cancellationToken);
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null) =>
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
        IAsyncEnumerator<ChatResponseUpdate> stream = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (stream.ConfigureAwait(false))
        {
            ChatFinishReason? reason = null;
            while (await AdvanceAsync(stream).ConfigureAwait(false))
            {
                reason = stream.Current.FinishReason ?? reason;
                yield return stream.Current;
            }
            if (reason is null)
                throw errors.Malformed("the stream says no reason to stop.", true, null);
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

    // What the SDK throws on JSON of another shape.
    private static bool IsUnreadable(Exception e) =>
        e is JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException or NotSupportedException or AnthropicException;
}
