using System.Collections.Immutable;
using Assay.Evaluation.Answers;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;

namespace Assay.Evaluating;

/// <summary>The measures of an answer by name, with what becomes of an answer that could not be scored.</summary>
/// <remarks>
/// An answer that never came (provider or judge failed, time-out) is missing in every measure that applies to its question. One that is unusable (invalid, over the context) counts 0
/// in the measures of its quality.
/// </remarks>
internal sealed class MeasureColumns
{
    /// <summary>Measures that every evaluation has.</summary>
    public static readonly ImmutableArray<string> Always = ["score", "exact_match", "f1", "containment", "facts", "behaviour", "contract", "citations", "abstain", "answer"];

    /// <summary>Measures that can be asked for: how what is said resembles the accepted answers.</summary>
    public static readonly ImmutableArray<string> More =
    [
        "rouge1", "rouge2", "rougeL", "rougeLsum", "rouge1_stem", "rouge2_stem", "rougeL_stem", "rougeLsum_stem", "chrf", "chrf++", "quantity", "set_match", "set_precision", "set_recall", "set_f1",
        "table_match", "table_f1", "record", Style,
    ];

    /// <summary>How much an answer sounds like those of the project's examples: <see cref="StyleProfile"/>.</summary>
    public const string Style = "style";

    private readonly AnswerScorer scorer;
    private readonly AnswerMetricSet more;
    private readonly StyleProfile? style;

    /// <summary>The measures of a record.</summary>
    /// <param name="scorer">Scores its answers.</param>
    /// <param name="names">Those of <see cref="More"/> that were asked for.</param>
    /// <param name="options">How answers are scored.</param>
    /// <param name="style">How they are to sound; null where that is not measured.</param>
    public MeasureColumns(AnswerScorer scorer, ImmutableArray<string> names, ScoringOptions options, StyleProfile? style) =>
        (this.scorer, this.style, more) = (scorer, style, new AnswerMetricSet(names.Where(n => n != Style), new AnswerMetricOptions { Scoring = options }));

    /// <summary>Every measure of an answer.</summary>
    /// <param name="question">The question.</param>
    /// <param name="answer">What was said.</param>
    /// <param name="score">The scored answer.</param>
    /// <returns>Names and cells, the same names for every answer.</returns>
    public IEnumerable<(string Name, MeasureCell Cell)> Of(Question question, string answer, AnswerScore score)
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
        yield return ("contract", scorer.HasContract ? Cell(score.Contract) : MeasureCell.NotApplicable);
        yield return ("citations", scorer.RequiresCitations || (!failed && !unusable) ? Cell(score.Citations) : MeasureCell.NotApplicable);
        yield return ("abstain", question.Answerable ? MeasureCell.NotApplicable : Abstained());
        yield return ("answer", question.Answerable ? Answered() : MeasureCell.NotApplicable);
        if (style is not null) yield return (Style, failed ? MeasureCell.Missing : score.Abstained || unusable ? MeasureCell.NotApplicable : MeasureCell.OfNullable(style.Likeness(scorer.Facts(answer))));
        if (more.Names.IsEmpty) yield break;
        bool compares = hasText && question.Answerable && !failed;
        ImmutableArray<MetricValue> values = compares ? more.Score(new AnswerCase { Answer = scorer.Facts(answer), Accepted = question.Answers }) : [];
        for (int i = 0; i < more.Names.Length; i++) yield return (more.Names[i], compares ? MeasureCell.OfNullable(values[i].Number) : hasText && question.Answerable ? MeasureCell.Missing : MeasureCell.NotApplicable);

        MeasureCell Cell(double? value) => failed ? MeasureCell.Missing : value is null && unusable ? MeasureCell.Of(0) : MeasureCell.OfNullable(value);

        MeasureCell Abstained() => failed ? MeasureCell.Missing : MeasureCell.Of(score.Abstained ? 1 : 0);

        MeasureCell Answered() => failed ? MeasureCell.Missing : MeasureCell.Of(score.Abstained || unusable ? 0 : 1);
    }
}
