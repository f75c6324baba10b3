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

    private readonly JudgeCall _call = new(client, health, timeout, timeProvider);

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
        (ImmutableArray<Verdict>? verdicts, string? failure) = await _call.AskAsync<ImmutableArray<Verdict>>(JudgePrompt.Of(task), OptionsFor(task.Claims.Length), Read, cancellationToken).ConfigureAwait(false);
        return verdicts is { } found ? new JudgeReply(found) : JudgeReply.Failed(task, failure!);

        ImmutableArray<Verdict>? Read(string text, out string error) => JudgeReplyReader.Read(text, task.Claims.Length, out error);
    }
}
