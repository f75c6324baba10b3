using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace Assay.Evaluation.Judging;

/// <summary>A language model as judge: any <see cref="IChatClient"/>, held to a JSON Schema where its provider or engine can do that.</summary>
/// <remarks>
/// A reply that is no verdict is asked for once more with what was wrong; then the claims are unknown. So are they when the model is down, too slow or refuses. Nothing is guessed from a reply in words. Claims and evidence stand
/// between lines that they cannot contain (<see cref="JudgePrompt"/>); a model may still be talked round by them, which is what <see cref="JudgeControls"/> are for.
/// </remarks>
/// <param name="client">The model; not disposed.</param>
/// <param name="name">Names it in <see cref="Identity"/>.</param>
/// <param name="health">Whether it is up; shared by everything that asks the same model.</param>
/// <param name="timeout">Longest wait for one reply.</param>
/// <param name="timeProvider">The clock of that wait.</param>
public sealed class ChatEntailment(IChatClient client, string name, JudgeHealth health, TimeSpan timeout, TimeProvider timeProvider) : IEntailment
{
    private const int TokensPerClaim = 20;
    private const int TokensAround = 80;
    private const int LongestQuoted = 500;

    /// <inheritdoc/>
    public string Identity => $"{name} {JudgePrompt.Version}";

    /// <summary>The prompts of a task, one for each batch of claims.</summary>
    /// <param name="task">The task.</param>
    /// <returns>Messages and what goes with them.</returns>
    public static IEnumerable<(IReadOnlyList<ChatMessage> Messages, ChatOptions Options)> Prompts(JudgeTask task) => Batches(task).Select(b => (JudgePrompt.Of(b), OptionsFor(b.Claims.Length)));

    /// <inheritdoc/>
    public async Task<JudgeReply> JudgeAsync(JudgeTask task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        var verdicts = ImmutableArray.CreateBuilder<Verdict>();
        foreach (JudgeTask batch in Batches(task))
        {
            JudgeReply reply = await AskAsync(batch, cancellationToken).ConfigureAwait(false);
            if (reply.Failure is { } failure) return JudgeReply.Failed(task, failure);
            verdicts.AddRange(reply.Verdicts);
        }

        return new JudgeReply(verdicts.ToImmutable());
    }

    private static IEnumerable<JudgeTask> Batches(JudgeTask task) => task.Claims.Chunk(JudgePrompt.ClaimsAtOnce).Select(c => task with { Claims = [.. c] });

    private static ChatOptions OptionsFor(int claims) => new()
    {
        Temperature = 0,
        MaxOutputTokens = TokensAround + (claims * TokensPerClaim),
        ResponseFormat = ChatResponseFormat.ForJsonSchema(JudgePrompt.Schema(claims), "verdicts"),
    };

    private async Task<JudgeReply> AskAsync(JudgeTask task, CancellationToken cancellationToken)
    {
        if (health.Down is { } down) return JudgeReply.Failed(task, down);
        List<ChatMessage> messages = [.. JudgePrompt.Of(task)];
        ChatOptions options = OptionsFor(task.Claims.Length);
        (string? text, string? failure) = await SendAsync(messages, options, cancellationToken).ConfigureAwait(false);
        if (text is null) return JudgeReply.Failed(task, failure!);
        if (JudgeReplyReader.Read(text, task.Claims.Length, out string error) is { } verdicts) return new JudgeReply(verdicts);

        messages.Add(new ChatMessage(ChatRole.Assistant, text.Length > LongestQuoted ? text[..LongestQuoted] : text.Length == 0 ? "(nothing)" : text));
        messages.Add(new ChatMessage(ChatRole.User, $"That is not the JSON that was asked for: {error}. Reply with the JSON object only."));
        (text, failure) = await SendAsync(messages, options, cancellationToken).ConfigureAwait(false);
        if (text is null) return JudgeReply.Failed(task, failure!);
        return JudgeReplyReader.Read(text, task.Claims.Length, out string again) is { } repaired ? new JudgeReply(repaired) : JudgeReply.Failed(task, $"The judge's reply was no verdict, twice: {again}.");
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
