using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Assay.Arms;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Statistics;
using Assay.FineTuning;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Running;
using Assay.Workspaces;
using Assay.Tuning.Examples.Checks;
using Assay.Tuning.Registry;

namespace Assay.Comparing;

/// <summary>What a comparison says of the trained version in it: leaks, and the gates that are measured by comparing.</summary>
/// <param name="project">Needs, contract, seed.</param>
/// <param name="questions">The questions.</param>
/// <param name="tuned">The version.</param>
/// <param name="timeProvider">Dates the gates.</param>
internal sealed class TunedJudge(Project project, QuestionSet questions, TunedArms tuned, TimeProvider timeProvider)
{
    /// <summary>Share of answers that must keep to the contract.</summary>
    private const double LeastContract = 0.98;

    private const int MostNamed = 100, MostSteps = 400, LeastQuestions = 20;

    /// <summary>Finds leaks, judges, and keeps the gates with the version where there is something to compare with.</summary>
    /// <param name="runs">The runs of the comparison.</param>
    /// <param name="measure">What is measured of a run.</param>
    /// <param name="champion">The runs of the version in use or of the one that was named, where another one was measured; empty else.</param>
    /// <param name="knowledge">The documents.</param>
    /// <param name="cancellationToken">Stops between examples.</param>
    public TunedVersion Judge(ImmutableArray<Run> runs, Func<Run, ArmResult> measure, ImmutableArray<Run> champion, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        AdapterVersion version = tuned.Tuned.Version;
        LeakReport? leak = Leaks(knowledge, cancellationToken);
        GateReport report = Kept(version);
        Run? best = Best(runs.Where(r => ArmCatalog.IsTuned(r.Arm))), other = champion.IsEmpty ? Best(runs.Where(r => r.Arm is ArmCatalog.Prompt or ArmCatalog.Rag)) : Best(champion);
        string? against = best is null || other is null ? null : champion.IsEmpty ? other.Arm : $"{other.Arm} with {other.Version}";
        if (against is not null)
        {
            ArmResult measured = measure(best!);
            report = report.With(timeProvider.GetUtcNow(), Gain(best!, other!, against), LeakGate(best!, other!, against, leak), Contract(measured), Latency(measured)) with
            {
                Arm = best!.Arm, Against = against, Index = knowledge.DocumentsFingerprint(), Questions = Basis(project, questions),
            };
            version.Keep(report);
        }

        return new TunedVersion
        {
            Version = version.Name,
            Champion = tuned.Tuned.IsChampion,
            BaseModel = version.Manifest.BaseModel,
            Method = version.Manifest.Method,
            Examples = version.Manifest.Data.Examples,
            TrainingSeconds = version.Manifest.Result.Seconds,
            TrainingTokens = version.Manifest.Result.Tokens,
            Against = against,
            Arm = against is null ? null : best!.Arm,
            Other = against is null ? null : measure(other!),
            Difference = against is null ? null : Clustered.Difference(ComparisonBuilder.Scores(best!), ComparisonBuilder.Scores(other!), QuestionClusters.Of(questions.Questions, DocumentReference.DocumentId)),
            Passes = report.Passes,
            Gates = report.Gates,
            Curve = Thinned(TrainingMetrics.Read(Path.Combine(version.Folder, AdapterVersion.MetricsFileName))),
            BestStep = version.Manifest.Result.BestStep,
            Leak = leak is null ? null : Result(leak, runs),
        };
    }

    /// <summary>Hash of what gates measured by comparing depend on besides version and documents: questions, contract, how answers are scored, needs.</summary>
    internal static string Basis(Project project, QuestionSet questions) => ContentHash.Of(
        [questions.Fingerprint(), project.Contract is null ? null : File.ReadAllText(project.Contract), JsonSerializer.Serialize(project.Score, JsonFormat.Compact), JsonSerializer.Serialize(project.Needs, JsonFormat.Compact)]);

    // Evaluations all, of the other steps as many as a curve needs.
    private static ImmutableArray<StepMetrics> Thinned(ImmutableArray<StepMetrics> steps)
    {
        int each = (steps.Length / MostSteps) + 1;
        return [.. steps.Where((s, i) => i % each == 0 || s.HeldOutLoss is not null)];
    }

    private LeakReport? Leaks(KnowledgeBase knowledge, CancellationToken cancellationToken) => tuned.Rows is not { } rows ? null : new LeakFinder(
        [.. questions.Questions.Select(q => new EvaluationQuestion(q.Id, q.Text) { Answers = q.Answers, Documents = q.Documents })],
        [.. knowledge.AllTexts().Select(t => new SourceDocument(t.Id, t.Text))]).Find(rows.Examples, cancellationToken);

    private LeakResult Result(LeakReport leak, ImmutableArray<Run> runs) => new()
    {
        Examples = tuned.Rows!.File,
        ExamplesChanged = tuned.Rows.IsChanged,
        Questions = leak.Questions,
        Suspects = leak.Suspects.Count,
        SameDocument = leak.SameDocumentSuspects.Count,
        SuspectQuestions = [.. leak.Suspects.Take(MostNamed)],
        Arms = [.. runs.Select(r => Scores(r, leak))],
    };

    private static ArmLeak Scores(Run run, LeakReport leak)
    {
        Dictionary<string, double> scores = ComparisonBuilder.Scores(run).Where(s => s.Value is not null).ToDictionary(s => s.Key, s => s.Value!.Value, StringComparer.Ordinal);
        (double with, int all, double without, int free) = leak.Scores(scores);
        (_, _, double apart, int others) = leak.Scores(scores, withSameDocument: true);
        return new ArmLeak(run.Arm, all, Known(with), free, Known(without), others, Known(apart));
    }

    private static double? Known(double mean) => double.IsNaN(mean) ? null : mean;

    private Gate Gain(Run run, Run other, string against)
    {
        ClusteredEstimate d = Clustered.Difference(ComparisonBuilder.Scores(run), ComparisonBuilder.Scores(other), QuestionClusters.Of(questions.Questions, DocumentReference.DocumentId));
        if (d.N < LeastQuestions) return TooFew(GateReport.Gain, d.N);
        return Gate.Above(GateReport.Gain, d.Mean, Ends(d), 0, string.Create(CultureInfo.InvariantCulture, $"score of {run.Arm} minus {against}, on {d.N} questions"));
    }

    private Gate LeakGate(Run run, Run other, string against, LeakReport? leak)
    {
        if (leak is null || tuned.Rows!.IsChanged) return Gate.Missing(GateReport.Leak, $"the examples that it was trained on are not in '{tuned.Tuned.Version.Manifest.Data.Path}' any more: restore the file and run `assay compare` again");
        IReadOnlyDictionary<string, double?> Free(Run r) => ComparisonBuilder.Scores(r).Where(s => !leak.Suspects.Contains(s.Key)).ToDictionary(StringComparer.Ordinal);
        ClusteredEstimate d = Clustered.Difference(Free(run), Free(other), QuestionClusters.Of(questions.Questions, DocumentReference.DocumentId));
        if (d.N < LeastQuestions) return TooFew(GateReport.Leak, d.N);
        return Gate.Above(GateReport.Leak, d.Mean, Ends(d), 0, string.Create(CultureInfo.InvariantCulture,
            $"the same gain without the {leak.Suspects.Count} of {leak.Questions} questions that stand in the examples, on {d.N} questions"));
    }

    private static Gate TooFew(string gate, int questions) => Gate.Missing(gate, string.Create(CultureInfo.InvariantCulture, $"measured on {questions} questions, which show nothing whatever the scores: ask at least {LeastQuestions}"));

    private Gate Contract(ArmResult arm) => project.Contract is null ? Gate.NotApplicable(GateReport.Contract, "the project has no contract")
        : Gate.AtLeast(GateReport.Contract, arm.Measures.GetValueOrDefault("contract"), LeastContract, $"share of the answers of {arm.Arm} that keep to the contract");

    private Gate Latency(ArmResult arm) => project.Needs.LatencyP95 is not { } limit ? Gate.NotApplicable(GateReport.Latency, "the project states no needs.latencyP95")
        : Gate.AtMost(GateReport.Latency, arm.LatencyMs.P95, limit.TotalMilliseconds, $"milliseconds of {arm.Arm}, 95th percentile");

    private static (double, double)? Ends(ClusteredEstimate d) => d.Interval is { } interval ? (interval.Low, interval.High) : null;

    private static Run? Best(IEnumerable<Run> runs) => runs.Select(r => (Run: r, Mean: ComparisonBuilder.Scores(r).Values.Average())).Where(r => r.Mean is not null).OrderByDescending(r => r.Mean).FirstOrDefault().Run;

    // What other commands measured is kept. A damaged report is measured anew: its gates are missing until then.
    private static GateReport Kept(AdapterVersion version)
    {
        try
        {
            return version.Evaluation ?? GateReport.Empty;
        }
        catch (Text.InputException)
        {
            return GateReport.Empty;
        }
    }
}
