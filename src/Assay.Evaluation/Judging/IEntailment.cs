namespace Assay.Evaluation.Judging;

/// <summary>Decides whether texts say what a claim says. The steps of the ladder: rules, a local model, a language model.</summary>
public interface IEntailment
{
    /// <summary>Names the judge with everything its verdicts depend on.</summary>
    string Identity { get; }

    /// <summary>Judges the claims of a task. A judge that fails says so in the reply; it never guesses.</summary>
    /// <param name="task">The claims and the texts.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>One verdict for each claim.</returns>
    Task<JudgeReply> JudgeAsync(JudgeTask task, CancellationToken cancellationToken);
}
