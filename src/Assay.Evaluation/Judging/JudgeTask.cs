using System.Collections.Immutable;

namespace Assay.Evaluation.Judging;

/// <summary>Some claims to be held against some texts.</summary>
/// <param name="Key">Names the task among those of one answer.</param>
/// <param name="Kind">What is asked.</param>
/// <param name="Question">The question that the answer answers: a claim is read in its light.</param>
/// <param name="Texts">The texts; together they are the evidence.</param>
/// <param name="Claims">One sentence each, at least one.</param>
public sealed record JudgeTask(string Key, JudgeKind Kind, string Question, ImmutableArray<string> Texts, ImmutableArray<string> Claims);

/// <summary>What a judge found.</summary>
/// <param name="Verdicts">One for each claim, in their order.</param>
public sealed record JudgeReply(ImmutableArray<Verdict> Verdicts)
{
    /// <summary>How sure a judge that weighs is, a number for each claim where more is better supported; empty for a judge that only decides.</summary>
    public ImmutableArray<double> Scores { get; init; } = [];

    /// <summary>Why there is no verdict, for the reader; null when there is one.</summary>
    public string? Failure { get; init; }

    /// <summary>The reply of a judge that failed: every claim is unknown.</summary>
    /// <param name="task">What was asked.</param>
    /// <param name="reason">Why there is no verdict.</param>
    /// <returns>The reply.</returns>
    public static JudgeReply Failed(JudgeTask task, string reason)
    {
        ArgumentNullException.ThrowIfNull(task);
        return new JudgeReply([.. task.Claims.Select(_ => Verdict.Unknown)]) { Failure = reason };
    }

    /// <summary>Verdicts by a threshold.</summary>
    /// <param name="scores">A finite number for each claim.</param>
    /// <param name="threshold">From which on a claim is supported.</param>
    /// <returns>The reply.</returns>
    public static JudgeReply Of(IEnumerable<double> scores, double threshold)
    {
        ImmutableArray<double> all = [.. scores];
        return new JudgeReply([.. all.Select(s => !double.IsFinite(s) ? Verdict.Unknown : s >= threshold ? Verdict.Supported : Verdict.Unsupported)]) { Scores = all };
    }
}
