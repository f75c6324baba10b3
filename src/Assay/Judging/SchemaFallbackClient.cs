using System.Runtime.CompilerServices;
using Assay.Models.Providers;
using Microsoft.Extensions.AI;

namespace Assay.Judging;

/// <summary>A chat model whose server may not know JSON Schemas: a request with one that is rejected is sent again without, and so are all after it.</summary>
/// <param name="inner">The model; not disposed.</param>
/// <remarks>Only a rejection of the request (400, 404, 422) counts; what comes back is read as strictly as before.</remarks>
internal sealed class SchemaFallbackClient(IChatClient inner) : IChatClient
{
    private volatile bool _plain;

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatMessage[] all = [.. messages];
        if (options?.ResponseFormat is null || _plain) return await inner.GetResponseAsync(all, Plain(options), cancellationToken).ConfigureAwait(false);
        try
        {
            return await inner.GetResponseAsync(all, options, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException e) when (e.Kind == ProviderErrorKind.Rejected)
        {
            ChatResponse response = await inner.GetResponseAsync(all, Plain(options), cancellationToken).ConfigureAwait(false);
            _plain = true;
            return response;
        }
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

    private static ChatOptions? Plain(ChatOptions? options)
    {
        if (options is null) return null;
        ChatOptions plain = options.Clone();
        plain.ResponseFormat = null;
        return plain;
    }
}
