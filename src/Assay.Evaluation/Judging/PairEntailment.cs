using System.Collections.Immutable;

namespace Assay.Evaluation.Judging;

/// <summary>A local step of the ladder: a classifier of pairs (an entailment model or a reranker) scores each text with the claim, and the best text counts.</summary>
/// <param name="score">Scores of texts for a claim: more is better; a logit, so that 0 is as likely as not.</param>
/// <param name="name">Names it in <see cref="Identity"/>.</param>
/// <remarks>A claim whose figures the texts do not have is unsupported whatever the model says. As safe for concurrent use as the model.</remarks>
public sealed class PairEntailment(Func<string, IReadOnlyList<string>, CancellationToken, float[]> score, string name) : IEntailment
{
    /// <summary>Least score of a supported claim: as likely as not.</summary>
    public const double Threshold = 0;

    private const double Forbidden = -100;

    /// <inheritdoc/>
    public string Identity => "pairs/1 " + name;

    /// <inheritdoc/>
    public Task<JudgeReply> JudgeAsync(JudgeTask task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ImmutableArray<string> texts = JudgedTexts.Context(task).IsEmpty ? task.Texts : [.. task.Texts.Select(t => $"{task.Question} {t}")];
        try
        {
            return Task.FromResult(JudgeReply.Of(task.Claims.Select(c => FigureCheck.Holds(c, task) ? score(c, texts, cancellationToken).Select(s => (double)s).DefaultIfEmpty(Forbidden).Max() : Forbidden), Threshold));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Task.FromResult(JudgeReply.Failed(task, e.Message));
        }
    }
}
