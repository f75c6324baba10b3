namespace Assay.Evaluation.Answers;

/// <summary>One answer as refusals are counted.</summary>
/// <param name="Answerable">Whether the documents answer the question.</param>
/// <param name="Refused">Whether the answer declined.</param>
/// <param name="Correctness">How right an answer that was given is, in [0, 1]; not looked at where the question cannot be answered or was refused.</param>
public readonly record struct RefusalCase(bool Answerable, bool Refused, double Correctness);

/// <summary>Refusals held against which questions can be answered.</summary>
/// <param name="N">Answers.</param>
/// <param name="Unanswerable">Questions that cannot be answered.</param>
/// <param name="Refused">Answers that declined.</param>
/// <param name="Right">Refusals of questions that cannot be answered.</param>
/// <param name="ExpectedCost">Mean cost of an answer: <c>wrongAnswerCost</c> for an answer to a question without one, <c>(1 - correctness) · wrongAnswerCost</c> for another, the cost of a refusal for
/// declining a question that can be answered, nothing for a right refusal. Null without answers.</param>
public sealed record RefusalScores(int N, int Unanswerable, int Refused, int Right, double? ExpectedCost)
{
    /// <summary>Share of refusals that are right; null when nothing was refused.</summary>
    public double? Precision => Refused == 0 ? null : (double)Right / Refused;

    /// <summary>Share of the questions without an answer that were refused; null when there are none.</summary>
    public double? Recall => Unanswerable == 0 ? null : (double)Right / Unanswerable;

    /// <summary><c>2 right / (refused + unanswerable)</c>; null when both are 0.</summary>
    public double? F1 => Refused + Unanswerable == 0 ? null : 2.0 * Right / (Refused + Unanswerable);

    /// <summary>Counts refusals.</summary>
    /// <param name="cases">Answers.</param>
    /// <param name="wrongAnswerCost">What a wrong answer costs (<c>needs.wrongAnswerCost</c>), 0 or more.</param>
    /// <param name="refusalCost">What declining a question that can be answered costs, 0 or more.</param>
    /// <returns>The counts and the mean cost.</returns>
    public static RefusalScores Of(IEnumerable<RefusalCase> cases, double wrongAnswerCost, double refusalCost = 0)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentOutOfRangeException.ThrowIfNegative(wrongAnswerCost);
        ArgumentOutOfRangeException.ThrowIfNegative(refusalCost);
        (int n, int unanswerable, int refused, int right) = (0, 0, 0, 0);
        double cost = 0;
        foreach (RefusalCase item in cases)
        {
            n++;
            if (!item.Answerable) unanswerable++;
            if (item.Refused) refused++;
            if (item is { Refused: true, Answerable: false }) right++;
            cost += item switch
            {
                { Refused: true, Answerable: true } => refusalCost,
                { Refused: true } => 0,
                { Answerable: false } => wrongAnswerCost,
                _ => (1 - item.Correctness) * wrongAnswerCost,
            };
        }

        return new RefusalScores(n, unanswerable, refused, right, n == 0 ? null : cost / n);
    }
}
