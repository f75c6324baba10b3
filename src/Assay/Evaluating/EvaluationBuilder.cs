using System.Collections.Immutable;
using System.Text.Json;
using Assay.Arms;
using Assay.Evaluation.Contracts;
using Assay.Evaluation.Gates;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;
using Assay.Evaluation.Statistics;
using Assay.Judging;
using Assay.Knowledge;
using Assay.Running;

namespace Assay.Evaluating;

/// <summary>From kept answers to figures. Pure: the same record, gates and baseline give the same bytes.</summary>
internal static class EvaluationBuilder
{
    private const int ProgressStep = 1000;

    private const double LeastArea = 0.65;

    /// <summary>The figures.</summary>
    /// <param name="record">Questions and answers.</param>
    /// <param name="gates">What every arm must meet.</param>
    /// <param name="baseline">What it is compared with; null for nothing.</param>
    /// <param name="progress">Told how far scoring has come; may be null.</param>
    public static EvaluationResult Build(EvaluationRecord record, ImmutableArray<Gate> gates, EvaluationRecord? baseline, IProgress<CompareProgress>? progress = null)
    {
        EvaluationManifest manifest = record.Manifest;
        (ImmutableArray<ScoredArm> arms, JudgeReport? judging) = Trusted(record, progress);
        ImmutableArray<ScoredArm> before = baseline is null ? [] : Score(baseline);
        IReadOnlyDictionary<string, string> clusters = QuestionClusters.Of(record.Questions.Questions, DocumentReference.DocumentId);
        ImmutableArray<MeasureDifference> differences = Differences(arms, before, baseline?.Manifest.Name, clusters);
        ImmutableArray<GateLine> lines = Judge(gates, arms, before, baseline?.Manifest.Name, clusters);
        return new EvaluationResult
        {
            Name = manifest.Name,
            Project = manifest.Project,
            Model = manifest.Model,
            Version = manifest.Version,
            Questions = record.Questions.Questions.Length,
            Repeats = manifest.Repeats,
            Arms = [.. arms.Select(a => Figures(a, clusters))],
            Differences = differences,
            Gates = lines,
            Passed = gates.IsEmpty ? null : lines.All(l => l.Passed),
            Judging = judging,
            Warnings = [.. Warnings(record, baseline, arms), .. judging?.Warnings ?? []],
            Replay = $"assay eval --replay {manifest.Name}",
        };
    }

    /// <summary>The rows of a record with their scores, for tables of single answers.</summary>
    internal static ImmutableArray<ScoredArm> Score(EvaluationRecord record) => Trusted(record, null).Arms;

    // What labels show to be no better than chance is missing in every answer, so that no gate can pass on it.
    private static (ImmutableArray<ScoredArm> Arms, JudgeReport? Judging) Trusted(EvaluationRecord record, IProgress<CompareProgress>? progress)
    {
        ImmutableArray<ScoredArm> arms = Score(record, [], progress);
        JudgeReport? report = JudgeReports.Of(record, arms);
        ImmutableHashSet<string> distrusted = [.. report?.Measures.Where(m => m.Distrusted is not null).Select(m => m.Measure) ?? []];
        return (distrusted.IsEmpty ? arms : Score(record, distrusted, progress), report);
    }

    private static ImmutableArray<ScoredArm> Score(EvaluationRecord record, ImmutableHashSet<string> distrusted, IProgress<CompareProgress>? progress)
    {
        EvaluationManifest manifest = record.Manifest;
        AnswerScorer scorer = ScorerOf(manifest);
        var columns = new MeasureColumns(scorer, manifest.Measures, manifest.Score, manifest.Style);
        var judged = new JudgedColumns(record, scorer, distrusted);
        Dictionary<string, Question> questions = record.Questions.Questions.ToDictionary(q => q.Id, StringComparer.Ordinal);
        int done = 0, all = record.Runs.Sum(r => r.Rows.Length);
        return [.. record.Runs.Select(r => new ScoredArm(r.Arm, [.. r.Rows.AsParallel().AsOrdered().Select(a => Scored(r.Arm, a, questions[a.Question]))]))];

        ScoredAnswer Scored(string arm, RecordedAnswer answer, Question question)
        {
            AnswerScore score = answer.Failed switch
            {
                null => scorer.Score(question, answer.Answer, answer.Context.Length),
                Outcome.Invalid => scorer.CutOff(question),
                { } failed => AnswerScorer.Fail(question, failed),
            };
            var scored = new ScoredAnswer(answer, score, [.. columns.Of(question, answer.Answer, score), .. judged.Of(arm, question, answer, score)]);
            int finished = Interlocked.Increment(ref done);
            if (finished % ProgressStep == 0 || finished == all) progress?.Report(new CompareProgress("score", finished, all));
            return scored;
        }
    }

    /// <summary>Scores answers as an evaluation does.</summary>
    internal static AnswerScorer ScorerOf(EvaluationManifest manifest) =>
        new(manifest.Score, manifest.Contract is null && !manifest.CitationsRequired ? null : Contract.Load(new ContractOptions { Schema = manifest.Contract, RequireCitations = manifest.CitationsRequired }));

    private static ArmEvaluation Figures(ScoredArm arm, IReadOnlyDictionary<string, string> clusters)
    {
        RecordedAnswer[] asked = [.. arm.Rows.Select(r => r.Answer).Where(a => a.InputTokens > 0 || a.LatencyMs is not null)];
        return new ArmEvaluation
        {
            Arm = arm.Arm,
            Outcomes = arm.Rows.GroupBy(r => JsonNamingPolicy.SnakeCaseLower.ConvertName(r.Score.Outcome.ToString())).ToImmutableSortedDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal),
            Measures = arm.Names.ToImmutableSortedDictionary(n => n, n => Mean(arm, n, clusters), StringComparer.Ordinal),
            LatencyMs = Percentiles.Of(asked.Select(a => a.LatencyMs).OfType<double>()),
            InputTokens = asked.Length == 0 ? 0 : asked.Average(a => (double)a.InputTokens),
            OutputTokens = asked.Length == 0 ? 0 : asked.Average(a => (double)a.OutputTokens),
            CostPerQuestion = Cost(asked),
        };
    }

    private static decimal? Cost(RecordedAnswer[] asked) => asked.Length > 0 && asked.All(a => a.CostUsd is not null) ? asked.Average(a => a.CostUsd!.Value) : null;

    private static MeasureResult Mean(ScoredArm arm, string measure, IReadOnlyDictionary<string, string> clusters)
    {
        IReadOnlyDictionary<string, double?> values = arm.Values(measure);
        ClusteredEstimate e = Clustered.Mean(values, clusters);
        return new MeasureResult(e.Mean, e.Interval?.Low, e.Interval?.High, e.N, e.Missing, arm.Questions - values.Count, e.Missing == 0 ? null : WorstCases.OfMean(e.Mean, e.N, e.Missing), e.Clusters, e.DesignEffect)
        {
            VarianceBetween = arm.Repeats(measure)?.Between, VarianceWithin = arm.Repeats(measure)?.Within, ShareOfRepeats = arm.Repeats(measure)?.ShareOfRepeats,
        };
    }

    private static ImmutableArray<MeasureDifference> Differences(ImmutableArray<ScoredArm> arms, ImmutableArray<ScoredArm> before, string? name, IReadOnlyDictionary<string, string> clusters)
    {
        var found = new List<(string Arm, string Against, string Measure, ClusteredEstimate Estimate)>();
        foreach (ScoredArm arm in arms)
        {
            if (before.FirstOrDefault(b => b.Arm == arm.Arm) is { } then) Add(arm, then, name!);
            if (arm.Arm.EndsWith(DistractedArm.Suffix, StringComparison.Ordinal) && arms.FirstOrDefault(a => a.Arm + DistractedArm.Suffix == arm.Arm) is { } plain) Add(arm, plain, plain.Arm);
        }

        ImmutableArray<double> adjusted = Holm.Adjust([.. found.Select(f => f.Estimate.PValue())]);
        return [.. found.Select((f, i) => new MeasureDifference(f.Arm, f.Against, f.Measure, f.Estimate.Mean!.Value, f.Estimate.Interval?.Low, f.Estimate.Interval?.High, f.Estimate.N, f.Estimate.PValue(), adjusted[i]))];

        void Add(ScoredArm arm, ScoredArm other, string against) =>
            found.AddRange(arm.Names.Select(m => (arm.Arm, against, m, Clustered.Difference(arm.Values(m), other.Values(m), clusters))).Where(f => f.Item4.Mean is not null));
    }

    private static ImmutableArray<GateLine> Judge(ImmutableArray<Gate> gates, ImmutableArray<ScoredArm> arms, ImmutableArray<ScoredArm> before, string? baseline, IReadOnlyDictionary<string, string> clusters)
    {
        if (gates.IsEmpty) return [];
        HashSet<string> wanted = [.. gates.Select(g => g.Against).OfType<string>()];
        GateResult result = GateJudge.Judge(gates, [.. arms.Select(a => new GateSubject(a.Arm, Evidence(a)))]);
        return [.. result.Verdicts.Select(v => new GateLine(v.Subject, v.Gate.Text, v.Passed, v.Reason))];

        Dictionary<string, GateEvidence> Evidence(ScoredArm arm)
        {
            Dictionary<string, GateEvidence> evidence = arm.Names.ToDictionary(n => n, n => Share(arm, n), StringComparer.Ordinal);
            foreach ((string name, GateEvidence spent) in Spent(arm)) evidence[name] = spent;
            return evidence;
        }

        GateEvidence Share(ScoredArm arm, string measure)
        {
            IReadOnlyDictionary<string, double?> values = arm.Values(measure);
            GateEvidence evidence = GateEvidence.OfShare(Clustered.Mean(values, clusters));
            return evidence with { Against = Rivals(arm).Where(r => wanted.Contains(r.Name)).ToImmutableSortedDictionary(r => r.Name, r => Clustered.Difference(values, r.Arm.Values(measure), clusters), StringComparer.Ordinal) };
        }

        // The same arm in the evaluation it is compared with, and the other arms of this one.
        IEnumerable<(string Name, ScoredArm Arm)> Rivals(ScoredArm arm)
        {
            foreach (ScoredArm other in arms.Where(a => a.Arm != arm.Arm)) yield return (other.Arm, other);
            if (before.FirstOrDefault(b => b.Arm == arm.Arm) is not { } then) yield break;
            yield return ("baseline", then);
            if (baseline != "baseline" && arms.All(a => a.Arm != baseline)) yield return (baseline!, then);
        }
    }

    private static IEnumerable<(string Name, GateEvidence Evidence)> Spent(ScoredArm arm)
    {
        RecordedAnswer[] asked = [.. arm.Rows.Select(r => r.Answer).Where(a => a.LatencyMs is not null)];
        int missing = arm.Rows.Length - asked.Length;
        LatencyPercentiles latency = Percentiles.Of(asked.Select(a => a.LatencyMs!.Value));
        yield return ("latency_p50", Latency(latency.P50, null));
        yield return ("latency_p95", Latency(latency.P95, null));
        yield return ("latency_p99", Latency(latency.P99, $"a p99 needs {Percentiles.LeastForP99} answers"));
        yield return ("cost", new GateEvidence { Value = (double?)Cost(asked), Unit = GateUnit.Usd, N = asked.Length, Missing = missing, Reason = "the price of the model is not known" });

        GateEvidence Latency(double? value, string? reason) => new() { Value = value, Unit = GateUnit.Milliseconds, N = asked.Length, Missing = missing, Reason = value is null ? reason : null };
    }

    private static IEnumerable<string> Warnings(EvaluationRecord record, EvaluationRecord? baseline, ImmutableArray<ScoredArm> arms)
    {
        if (record.Manifest.NotAsked is > 0 and int left) yield return FormattableString.Invariant($"Every pair of arms is told apart after {record.Questions.Questions.Length} questions (5% over all pairs and looks): {left} were not asked. Means of a run that stopped early look a little more different than they are.");
        if (record.Manifest.Style is { Area: < LeastArea } style) yield return FormattableString.Invariant($"The answers in the examples and the documents write much alike (area under the curve {style.Area:0.00}): 'style' says little.");
        int unscored = record.Questions.Questions.Count(q => q.Answerable && q.Answers.Length == 0 && q.Expect is not { Count: > 0 });
        if (unscored > 0) yield return FormattableString.Invariant($"{unscored} of {record.Questions.Questions.Length} questions have no accepted answer and no expected fields: most measures do not apply to them.");
        foreach (ScoredArm arm in arms)
        {
            int missing = arm.Rows.Count(r => r.Answer.Failure is not null);
            if (missing > 0) yield return FormattableString.Invariant($"{arm.Arm}: {missing} of {arm.Rows.Length} answers are missing, the first because: {arm.Rows.First(r => r.Answer.Failure is not null).Answer.Failure} Run again to ask only for those.");
        }

        foreach (string prompt in record.Manifest.Prompts) yield return prompt;
        if (baseline is not null && baseline.Manifest.Questions != record.Manifest.Questions) yield return $"{baseline.Manifest.Name} was of other questions: only those in both are compared.";
        if (baseline is not null && arms.All(a => baseline.Runs.All(b => b.Arm != a.Arm))) yield return $"{baseline.Manifest.Name} has none of these arms, so nothing is compared with it.";
    }
}
