using Microsoft.Extensions.AI;

namespace Assay.Evaluation.Judging;

/// <summary>Reads the reply of a model.</summary>
/// <typeparam name="T">What is read.</typeparam>
/// <param name="text">The reply.</param>
/// <param name="error">What is wrong with it, without a final full stop.</param>
/// <returns>Null when it is of no use.</returns>
internal delegate T? ReplyReader<T>(string text, out string error) where T : struct;

/// <summary>Asks a model for JSON: a reply that cannot be read is asked for once more, and whatever goes wrong is a reason, not an exception.</summary>
/// <param name="client">The model; not disposed.</param>
/// <param name="health">Whether it is up.</param>
/// <param name="timeout">Longest wait for one reply.</param>
/// <param name="timeProvider">The clock of that wait.</param>
internal sealed class JudgeCall(IChatClient client, JudgeHealth health, TimeSpan timeout, TimeProvider timeProvider)
{
    private const int LongestQuoted = 500;

    /// <summary>Asks.</summary>
    /// <param name="prompt">The messages.</param>
    /// <param name="options">What goes with them.</param>
    /// <param name="read">Reads the reply.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What was read, or why there is nothing.</returns>
    public async Task<(T? Value, string? Failure)> AskAsync<T>(IReadOnlyList<ChatMessage> prompt, ChatOptions options, ReplyReader<T> read, CancellationToken cancellationToken) where T : struct
    {
        if (health.Down is { } down) return (null, down);
        List<ChatMessage> messages = [.. prompt];
        (string? text, string? failure) = await SendAsync(messages, options, cancellationToken).ConfigureAwait(false);
        if (text is null) return (null, failure);
        if (read(text, out string error) is { } value) return (value, null);

        messages.Add(new ChatMessage(ChatRole.Assistant, text.Length > LongestQuoted ? text[..LongestQuoted] : text.Length == 0 ? "(nothing)" : text));
        messages.Add(new ChatMessage(ChatRole.User, $"That is not the JSON that was asked for: {error}. Reply with the JSON object only."));
        (text, failure) = await SendAsync(messages, options, cancellationToken).ConfigureAwait(false);
        if (text is null) return (null, failure);
        return read(text, out string again) is { } repaired ? (repaired, null) : (null, $"The judge's reply was no verdict, twice: {again}.");
    }

    // Whatever a client throws is the failure of this one judgement; what was judged before stays.
    private async Task<(string? Text, string? Failure)> SendAsync(List<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            ChatResponse response = await client.GetResponseAsync(messages, options, both.Token).ConfigureAwait(false);
            health.Replied();
            return (response.Text, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(FormattableString.Invariant($"The judge did not reply within {timeout.TotalSeconds:0} s."));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Failed(e.Message);
        }
    }

    private (string? Text, string? Failure) Failed(string reason)
    {
        health.Failed(reason);
        return (null, reason);
    }
}
