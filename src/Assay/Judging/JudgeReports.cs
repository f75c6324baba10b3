using System.Collections.Immutable;
using Assay.Evaluating;
using Assay.Evaluation.Judging;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;
using Assay.Evaluation.Statistics;
using Assay.Knowledge;

namespace Assay.Judging;

/// <summary>Says how far the judged measures of an evaluation can be trusted. Pure.</summary>
internal static class JudgeReports
{
    /// <summary>The report.</summary>
    /// <param name="record">The evaluation.</param>
    /// <param name="arms">Its scored answers.</param>
    /// <returns>Null without judge and labels.</returns>
    public static JudgeReport? Of(EvaluationRecord record, ImmutableArray<ScoredArm> arms)
    {
        JudgeManifest? judge = record.Manifest.Judge;
        if (judge is null && record.Labels.IsEmpty) return null;
        IReadOnlyDictionary<string, string> clusters = QuestionClusters.Of(record.Questions.Questions, DocumentReference.DocumentId);
        string[] names = [.. (judge?.Measures ?? []).Concat(record.Labels.Select(l => l.Measure).Where(m => arms.Any(a => a.Names.Contains(m)))).Distinct(StringComparer.Ordinal)];
        ImmutableArray<MeasureTrust> measures = [.. names.Select(n => Trust(n, record, arms, clusters))];
        return new JudgeReport { Judge = judge, Measures = measures, Warnings = [.. Warnings(record, measures, names)] };
    }

    private static MeasureTrust Trust(string name, EvaluationRecord record, ImmutableArray<ScoredArm> arms, IReadOnlyDictionary<string, string> clusters)
    {
        bool judged = record.Manifest.Judge?.Measures.Contains(name) == true;
        (string Arm, RecordedAnswer Answer, MeasureCell Cell)[] cells = [.. from arm in arms from row in arm.Rows from cell in row.Cells where cell.Name == name select (arm.Arm, row.Answer, cell.Cell)];
        Dictionary<(string, string), double> labels = record.Labels.Where(l => l.Measure == name).ToDictionary(l => (l.Arm, l.Question), l => l.Value);
        LabelledValue[] pairs = [.. from c in cells where c.Answer.Repeat == 0 && c.Cell.Value is not null && labels.ContainsKey((c.Arm, c.Answer.Question)) select new LabelledValue(c.Cell.Value!.Value, labels[(c.Arm, c.Answer.Question)], clusters.GetValueOrDefault(c.Answer.Question, "question " + c.Answer.Question))];
        LabelAgreement? agreement = LabelAgreement.Of(pairs);
        (double? spread, double? changed) = judged ? Repeated(name, record, arms) : (null, null);
        return new MeasureTrust(name, cells.Count(c => c.Cell is { Applies: true, Value: null } && c.Answer.Failed is null or Outcome.Invalid or Outcome.OverContext))
        {
            Agreement = agreement,
            Spread = spread,
            Changed = changed,
            ByPlace = name == JudgedMeasures.Preference ? ByPlace(record) : null,
            Distrusted = judged && agreement is { IsNoBetterThanChance: true } ? FormattableString.Invariant($"On {agreement.N} labelled answers the judge agrees with people no better than chance, so what it says of the others is left out.") : null,
            Corrected = judged ? [.. arms.Select(a => Corrected(a.Arm, cells, labels)).OfType<CorrectedMean>()] : [],
        };
    }

    private static double? ByPlace(EvaluationRecord record)
    {
        string[] compared = [.. record.Judgements.SelectMany(j => j.Verdicts).Where(v => RecordedJudgement.IsAgainst(v.Key) && v.Value != "?").Select(v => v.Value)];
        return compared.Length == 0 ? null : compared.Count(v => v == "!") / (double)compared.Length;
    }

    private static (double? Spread, double? Changed) Repeated(string name, EvaluationRecord record, ImmutableArray<ScoredArm> arms)
    {
        if (record.Manifest.Judge is not { Repeats: > 1 }) return (null, null);
        var columns = new JudgedColumns(record, EvaluationBuilder.ScorerOf(record.Manifest), []);
        Dictionary<string, Question> questions = record.Questions.Questions.ToDictionary(q => q.Id, StringComparer.Ordinal);
        double[][] answers = [.. from arm in arms from row in arm.Rows let each = columns.Each(name, arm.Arm, questions[row.Answer.Question], row.Answer, row.Score).ToArray() where each.Length > 1 select each];
        if (answers.Length == 0) return (null, null);
        double? within = Repeats.Of(answers.SelectMany((each, i) => each.Select(v => ($"{i:D9}", (double?)v)))).Within;
        return (within is { } variance ? Math.Sqrt(variance) : null, answers.Count(each => each.Distinct().Skip(1).Any()) / (double)answers.Length);
    }

    private static CorrectedMean? Corrected(string arm, (string Arm, RecordedAnswer Answer, MeasureCell Cell)[] cells, Dictionary<(string, string), double> labels)
    {
        var own = cells.Where(c => c.Arm == arm && c.Answer.Repeat == 0 && c.Cell.Value is not null).Select(c => (c.Answer.Question, Value: c.Cell.Value!.Value)).ToArray();
        (double, double)[] known = [.. own.Where(c => labels.ContainsKey((arm, c.Question))).Select(c => (c.Value, labels[(arm, c.Question)]))];
        double[] free = [.. own.Where(c => !labels.ContainsKey((arm, c.Question))).Select(c => c.Value)];
        return known.Length < PredictionPowered.LeastLabels || free.Length < 2 ? null : new CorrectedMean(arm, known.Length, PredictionPowered.Mean(free, known));
    }

    private static IEnumerable<string> Warnings(EvaluationRecord record, ImmutableArray<MeasureTrust> measures, string[] names)
    {
        if (record.Manifest.Judge is { } judge)
        {
            if (judge.Controls.Reason is { } reason) yield return $"{reason} None of its verdicts is counted: {string.Join(", ", judge.Measures)} are missing.";
            else if (record.Judgements.SelectMany(j => j.Failures.Values).GroupBy(f => f, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault() is { } most)
            {
                yield return FormattableString.Invariant($"The judge failed in {record.Judgements.Sum(j => j.Failures.Count)} of {record.Judgements.Sum(j => Math.Max(j.Verdicts.Count, j.Failures.Count))} judgements, most often because: {most.Key} Run again to ask only for those without a reply.");
            }
        }

        foreach (MeasureTrust measure in measures.Where(m => m.Distrusted is not null)) yield return $"{measure.Measure}: {measure.Distrusted}";
        string[] strange = [.. record.Labels.Select(l => l.Measure).Distinct(StringComparer.Ordinal).Where(m => !names.Contains(m))];
        if (strange.Length > 0) yield return $"There are labels for {string.Join(", ", strange)}, which was not measured.";
    }
}
