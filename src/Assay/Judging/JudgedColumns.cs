using System.Collections.Immutable;
using Assay.Evaluating;
using Assay.Evaluation.Contracts;
using Assay.Evaluation.Judging;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;
using Assay.Text.Citations;

namespace Assay.Judging;

/// <summary>The judged measures of kept answers, from kept verdicts. Pure.</summary>
internal sealed class JudgedColumns
{
    private readonly JudgeManifest? _judge;
    private readonly ImmutableHashSet<string> _distrusted;
    private readonly ILookup<(string, string, int), RecordedJudgement> _judgements;
    private readonly AnswerScorer _scorer;
    private readonly ImmutableArray<string> _arms;

    /// <summary>The judged measures of an evaluation.</summary>
    /// <param name="record">The evaluation.</param>
    /// <param name="scorer">Says which part of an answer are its facts.</param>
    /// <param name="distrusted">Measures whose judge is known not to be right: missing for every answer.</param>
    public JudgedColumns(EvaluationRecord record, AnswerScorer scorer, ImmutableHashSet<string> distrusted)
    {
        (_judge, _scorer, _distrusted) = (record.Manifest.Judge, scorer, distrusted);
        _arms = record.Manifest.Arms;
        _judgements = record.Judgements.ToLookup(j => (j.Arm, j.Question, j.Repeat));
    }

    /// <summary>The measures of one answer: the mean over the judgements that have a value.</summary>
    public IEnumerable<(string Name, MeasureCell Cell)> Of(string arm, Question question, RecordedAnswer answer, AnswerScore score)
    {
        if (_judge is null) return [];
        JudgedAnswer judged = Judged(question, answer, score, _scorer, [.. answer.Passages.Select(_ => "")]);
        return _judge.Measures.Select(name => (name, name == JudgedMeasures.Preference ? Preferred(arm, answer) : Cell(name, arm, answer, judged)));
    }

    /// <summary>An answer as it is judged. An abstention claims nothing, and neither does what is no answer.</summary>
    /// <param name="question">The question.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="score">Says whether it is an abstention.</param>
    /// <param name="scorer">Says which part of it are its facts.</param>
    /// <param name="passages">Texts of its passages; for verdicts that are there already any text will do.</param>
    public static JudgedAnswer Judged(Question question, RecordedAnswer answer, AnswerScore score, AnswerScorer scorer, ImmutableArray<string> passages)
    {
        bool says = answer.Failed is null && !score.Abstained;
        ImmutableArray<string> references = question.Answerable ? [.. question.Answers.Where(a => Contract.ParseRecord(a) is null).Select(CitationMarkers.Strip)] : [];
        return new JudgedAnswer(question.Text, says ? scorer.CitedFacts(answer.Answer) : "", references, passages);
    }

    /// <summary>A measure of one answer by each judgement alone, as far as they have a value.</summary>
    public IEnumerable<double> Each(string name, string arm, Question question, RecordedAnswer answer, AnswerScore score)
    {
        JudgedAnswer judged = Judged(question, answer, score, _scorer, [.. answer.Passages.Select(_ => "")]);
        if (name == JudgedMeasures.Preference) return _judgements[(arm, answer.Question, answer.Repeat)].Select(j => Preferred(arm, answer, j.Judgement).Value).OfType<double>();
        return _judgements[(arm, answer.Question, answer.Repeat)].Select(j => JudgedMeasures.Of(name, judged, j.Of).Value).OfType<double>();
    }

    // The mean over the other arms; a comparison is noted with the arm that comes first.
    private MeasureCell Preferred(string arm, RecordedAnswer answer, int? judgement = null)
    {
        if (answer.Failed is not null || _distrusted.Contains(JudgedMeasures.Preference)) return MeasureCell.Missing;
        string[] others = [.. _arms.Where(a => a != arm)];
        double?[] shares = [.. others.Select(o => Against(arm, o, answer, judgement))];
        return shares.Length > 0 && shares.All(s => s is not null) ? MeasureCell.Of(shares.Average()!.Value) : MeasureCell.Missing;
    }

    private double? Against(string arm, string other, RecordedAnswer answer, int? judgement)
    {
        bool first = _arms.IndexOf(arm) < _arms.IndexOf(other);
        double[] shares = [.. _judgements[(first ? arm : other, answer.Question, answer.Repeat)].Where(j => judgement is null || j.Judgement == judgement).Select(j => j.PreferredTo(first ? other : arm)).OfType<double>()];
        return shares.Length == 0 ? null : first ? shares.Average() : 1 - shares.Average();
    }

    private MeasureCell Cell(string name, string arm, RecordedAnswer answer, JudgedAnswer judged)
    {
        if (answer.Failed is Outcome.ProviderFailed or Outcome.TimedOut or Outcome.JudgeFailed || _distrusted.Contains(name)) return JudgedMeasures.Applies(name, judged) ? MeasureCell.Missing : MeasureCell.NotApplicable;
        MeasureCell[] cells = [.. _judgements[(arm, answer.Question, answer.Repeat)].Select(j => JudgedMeasures.Of(name, judged, j.Of))];
        double[] values = [.. cells.Select(c => c.Value).OfType<double>()];
        return values.Length > 0 ? MeasureCell.Of(values.Average()) : cells is [var first, ..] ? first : JudgedMeasures.Of(name, judged, _ => null);
    }
}
