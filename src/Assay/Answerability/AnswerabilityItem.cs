using System.Collections.Immutable;

namespace Assay.Answerability;

/// <summary>A question as a threshold is fitted on it.</summary>
/// <param name="Id">Id of the question.</param>
/// <param name="Answerable">Whether the documents answer it.</param>
/// <param name="Signals">Its signals.</param>
/// <param name="Page">The document it is about, the first that it names; null when it names none. Questions of one page stand in one fold.</param>
internal sealed record AnswerabilityItem(string Id, bool Answerable, ImmutableArray<double> Signals, string? Page)
{
    /// <summary>Score of answering it, in [0, 1]; null when it has none. Without a comparison every answer counts as right, so 1 where there is one.</summary>
    public double? Score { get; init; } = Answerable ? 1 : 0;

    /// <summary>Whether the answer to it was an abstention anyway.</summary>
    public bool Abstained { get; init; }

    /// <summary>Score of withholding an answer.</summary>
    public double WithheldScore => Answerable ? 0 : 1;

    /// <summary>What answering is worth: the score less what a wrong answer costs; null without a score.</summary>
    /// <param name="wrongAnswerCost">Cost of a wrong answer, in right answers; 0 or more.</param>
    public double? Worth(double wrongAnswerCost) => Score is not { } score ? null : Abstained ? score : score - (wrongAnswerCost * (1 - score));
}
