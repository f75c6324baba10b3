using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;

namespace Assay.Evaluating;

/// <summary>The measures of an answer by name, with what becomes of an answer that could not be scored.</summary>
/// <remarks>
/// An answer that never came (provider or judge failed, time-out) is missing in every measure that applies to its question. One that is unusable (invalid, over the context) counts 0
/// in the measures of its quality.
/// </remarks>
internal static class MeasureColumns
{
    /// <summary>Every measure of an answer.</summary>
    /// <param name="question">The question.</param>
    /// <param name="score">The scored answer.</param>
    /// <returns>Names and cells, the same names for every answer.</returns>
    public static IEnumerable<(string Name, MeasureCell Cell)> Of(Question question, AnswerScore score)
    {
        bool failed = score.Outcome is Outcome.ProviderFailed or Outcome.JudgeFailed or Outcome.TimedOut;
        bool unusable = score.Outcome is Outcome.Invalid or Outcome.OverContext;
        bool hasText = question.Answers.Length > 0, expects = question.Expect is { Count: > 0 };
        bool isScored = !question.Answerable || hasText || expects;
        yield return ("score", isScored ? Cell(score.Score) : MeasureCell.NotApplicable);
        yield return ("exact_match", hasText ? Cell(score.ExactMatch) : MeasureCell.NotApplicable);
        yield return ("f1", hasText ? Cell(score.TokenF1) : MeasureCell.NotApplicable);
        yield return ("containment", hasText ? Cell(score.Containment) : MeasureCell.NotApplicable);
        yield return ("facts", hasText ? Cell(score.Facts) : MeasureCell.NotApplicable);
        yield return ("behaviour", expects ? Cell(score.Behaviour) : MeasureCell.NotApplicable);
        yield return ("contract", Cell(score.Contract));
        yield return ("citations", Cell(score.Citations));
        yield return ("abstain", question.Answerable ? MeasureCell.NotApplicable : Abstained());
        yield return ("answer", question.Answerable ? Answered() : MeasureCell.NotApplicable);

        MeasureCell Cell(double? value) => failed ? MeasureCell.Missing : value is null && unusable ? MeasureCell.Of(0) : MeasureCell.OfNullable(value);

        MeasureCell Abstained() => failed ? MeasureCell.Missing : MeasureCell.Of(score.Abstained ? 1 : 0);

        MeasureCell Answered() => failed ? MeasureCell.Missing : MeasureCell.Of(score.Abstained || unusable ? 0 : 1);
    }
}
