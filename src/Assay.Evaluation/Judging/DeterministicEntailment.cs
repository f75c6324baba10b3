using Assay.Text.Support;

namespace Assay.Evaluation.Judging;

/// <summary>The first step of the ladder: words, figures, neighbours and quotations, see <see cref="SentenceSupport"/>. Free, immediate, the same every time, and nothing that a text says can talk it round.</summary>
/// <remarks>
/// The question's words count as said where an answer is the evidence: "30 days" is the answer to how long goods can be returned. A claim must then share a content word with that answer which the question has not: nothing is right for
/// repeating the question. Safe to share between threads.
/// </remarks>
public sealed class DeterministicEntailment : IEntailment
{
    /// <inheritdoc/>
    public string Identity => "deterministic/1";

    /// <inheritdoc/>
    public Task<JudgeReply> JudgeAsync(JudgeTask task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        cancellationToken.ThrowIfCancellationRequested();
        SentenceSupport[] found = [.. task.Claims.Select(c => Of(c, task))];
        return Task.FromResult(new JudgeReply([.. found.Select(f => f.IsSupported ? Verdict.Supported : Verdict.Unsupported)])
        {
            // What a rule forbids is below whatever it allows.
            Scores = [.. found.Select(f => f.IsSupported ? Math.Max(f.Share, SentenceSupport.Threshold) : Math.Min(f.Share, SentenceSupport.Threshold - 0.001))],
        });
    }

    private static SentenceSupport Of(string claim, JudgeTask task)
    {
        SentenceSupport found = SentenceSupport.Of(claim, task.Texts, JudgedTexts.Context(task));
        return !found.IsSupported || JudgedTexts.SharesMoreThanTheQuestion(claim, task) ? found : found with { IsSupported = false };
    }
}
