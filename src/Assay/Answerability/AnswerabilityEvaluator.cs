using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;
using Assay.Evaluation.Statistics;
using Assay.Knowledge;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Retrieval.Context;
using Assay.Retrieval.Dense;
using Assay.Retrieval.Ingestion;
using Assay.Running;
using Assay.Workspaces;

namespace Assay.Answerability;

/// <summary>Fits a threshold on a project's questions, measures it on questions it was not fitted on, and keeps it when it does no harm.</summary>
/// <param name="providers">How an embedder is reached.</param>
/// <param name="timeProvider">The clock of the ingestion journal.</param>
/// <param name="progress">Told how far it has come.</param>
public sealed class AnswerabilityEvaluator(ProviderOptions providers, TimeProvider timeProvider, IProgress<CompareProgress> progress)
{
    /// <summary>Fewest questions of each kind that a threshold is fitted on.</summary>
    public const int LeastQuestions = 20;

    /// <summary>Most that vectors of changed documents may cost; more is for `assay ingest`.</summary>
    private const decimal MostUsd = 10;

    /// <summary>Measures and, where it does no harm, writes <see cref="Workspace.AnswerabilityFile"/>.</summary>
    /// <param name="directory">The project's folder.</param>
    /// <param name="cancellationToken">Stops between documents and questions.</param>
    /// <returns>The report.</returns>
    /// <exception cref="Assay.Text.InputException">The project or its questions are wrong.</exception>
    /// <exception cref="Assay.Text.AssayException">The project's embedder failed.</exception>
    public async Task<AnswerabilityReport> MeasureAsync(string directory, CancellationToken cancellationToken)
    {
        Project project = ProjectFile.Read(directory);
        QuestionSet questions = QuestionFiles.Read(project);
        Workspace workspace = Workspace.Open(project.Root);
        using WorkspaceLock running = WorkspaceLock.Share(workspace, "assay eval answerability");
        using KnowledgeBase knowledge = KnowledgeBase.Open(project, workspace, timeProvider);
        IngestReport ingested = knowledge.Ingest(new CallbackProgress<IngestProgress>(p => progress.Report(new CompareProgress("ingest", p.Done, p.Total))), cancellationToken, verify: true);
        knowledge.CheckReferences(questions, project);
        if (knowledge.OpenEmbedder(project, workspace, providers, timeProvider) is { } embedder)
        {
            await embedder.EmbedAsync(MostUsd, new CallbackProgress<EmbedProgress>(p => progress.Report(new CompareProgress("embed", p.Done, p.Total))), cancellationToken).ConfigureAwait(false);
            await knowledge.PrepareAsync(questions.Questions.Select(q => q.Text), cancellationToken).ConfigureAwait(false);
        }

        var report = new AnswerabilityReport
        {
            Project = project.Name,
            Answerable = questions.Questions.Count(q => q.Answerable),
            Unanswerable = questions.Questions.Count(q => !q.Answerable),
            WrongAnswerCost = (double)(project.Needs.WrongAnswerCost ?? 0),
            Warnings = [.. ingested.Failures.Select(f => $"not read: {f.Id}: {f.Reason}"), .. ingested.Warnings],
        };
        if (TooFew(report) is { } reason) return report with { Note = reason };
        Dictionary<string, AnswerScore>? scores = AnswersOfComparison(workspace, questions);
        ImmutableArray<AnswerabilityItem> items = Items(questions, knowledge, scores, cancellationToken);
        report = Measured(report with { Basis = scores is null ? report.Basis : "comparison" }, items, project.Seed);
        AnswerabilityModel model = AnswerabilityModel.Fit(items);
        report = report with { Weights = AnswerabilitySignals.Names.Zip(model.Weights).ToImmutableSortedDictionary(w => w.First, w => w.Second, StringComparer.Ordinal) };
        if (Harm(report) is { } harm) return report with { Note = harm };
        new AnswerabilityFile { Settings = AnswerabilityFile.Describe(project.Retrieval), Model = model, Threshold = report.Threshold!.Value }.Write(workspace);
        return report with { Written = project.Display(workspace.AnswerabilityFile), Note = Caution(report) };
    }

    /// <summary>Fills in what cross-validation measures.</summary>
    internal static AnswerabilityReport Measured(AnswerabilityReport report, ImmutableArray<AnswerabilityItem> items, int seed)
    {
        double cost = report.WrongAnswerCost;
        CrossFit fit = CrossFit.Of(items, cost, seed);
        (double Area, Interval Interval) area = RankArea.Of(items.Select((item, i) => (fit.Probabilities[i], item.Answerable)), (ulong)seed)!.Value;
        var withheld = items.Select((item, i) => (item.Id, fit.Withheld[i])).ToDictionary(StringComparer.Ordinal);
        double? After(AnswerabilityItem item, double wrong) => item.Worth(wrong) is not { } worth ? null : withheld[item.Id] ? item.WithheldScore : worth;
        return report with
        {
            Auroc = area.Area,
            AurocInterval = area.Interval,
            Threshold = fit.Threshold,
            WithheldRightly = items.Count(i => withheld[i.Id] && !i.Answerable),
            WithheldWrongly = items.Count(i => withheld[i.Id] && i.Answerable),
            ScoreBefore = items.Average(i => i.Worth(0)),
            ScoreAfter = items.Average(i => After(i, 0)),
            Gain = Difference(items, i => After(i, 0), i => i.Worth(0), 0, seed),
            Worth = Difference(items, i => After(i, cost), i => i.Worth(cost), cost, seed),
        };
    }

    /// <summary>The paired difference of two numbers of every question, each from minus the cost to 1.</summary>
    private static DifferenceEstimate Difference(ImmutableArray<AnswerabilityItem> items, Func<AnswerabilityItem, double?> a, Func<AnswerabilityItem, double?> b, double cost, int seed)
    {
        double scale = 1 + cost;
        Dictionary<string, double?> Scaled(Func<AnswerabilityItem, double?> value) => items.ToDictionary(i => i.Id, i => value(i) is { } v ? Math.Clamp((v + cost) / scale, 0, 1) : (double?)null, StringComparer.Ordinal);
        DifferenceEstimate unit = PairedBootstrap.Difference(Scaled(a), Scaled(b), (ulong)seed);
        return unit with
        {
            Mean = unit.Mean * scale,
            Interval = unit.Interval is { } interval ? new Interval(interval.Low * scale, interval.High * scale) : null,
            StandardDeviation = unit.StandardDeviation * scale,
        };
    }

    private ImmutableArray<AnswerabilityItem> Items(QuestionSet questions, KnowledgeBase knowledge, Dictionary<string, AnswerScore>? scores, CancellationToken cancellationToken)
    {
        var items = ImmutableArray.CreateBuilder<AnswerabilityItem>(questions.Questions.Length);
        foreach (Question question in questions.Questions.OrderBy(q => q.Id, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var item = new AnswerabilityItem(
                question.Id, question.Answerable, knowledge.Answerability(question.Text, Asker.Of(question)).Values, question.Documents.Length == 0 ? null : DocumentReference.DocumentId(question.Documents[0]));
            items.Add(scores is null ? item : item with { Score = scores[question.Id].Score, Abstained = scores[question.Id].Abstained });
            progress.Report(new CompareProgress("answerability", items.Count, questions.Questions.Length));
        }

        return items.MoveToImmutable();
    }

    /// <summary>The rag arm's scores in the latest comparison; null when there is none of exactly these questions, or when it withheld answers itself.</summary>
    private static Dictionary<string, AnswerScore>? AnswersOfComparison(Workspace workspace, QuestionSet questions)
    {
        string file = Path.Combine(workspace.RunsFolder, $"{Arms.ArmCatalog.Rag}.jsonl");
        if (!File.Exists(file)) return null;
        try
        {
            AnswerRow[] rows = [.. File.ReadLines(file).Select(line => JsonSerializer.Deserialize<AnswerRow>(line, JsonFormat.Compact)!)];
            if (rows.Any(r => r.Withheld) || !rows.Select(r => r.Question).ToHashSet(StringComparer.Ordinal).SetEquals(questions.Questions.Select(q => q.Id))) return null;
            return rows.ToDictionary(r => r.Question, r => r.Score, StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or IOException or ArgumentException)
        {
            // Damaged or written by another version: as if there were none.
            return null;
        }
    }

    private static string? TooFew(AnswerabilityReport report)
    {
        bool unanswerable = report.Unanswerable < LeastQuestions;
        if (!unanswerable && report.Answerable >= LeastQuestions) return null;
        string kind = unanswerable ? "unanswerable" : "answerable", more = unanswerable ? " Write more with \"answerable\": false: what users ask and the documents do not say." : "";
        return string.Create(CultureInfo.InvariantCulture, $"Too few {kind} questions: {(unanswerable ? report.Unanswerable : report.Answerable)}, and a threshold needs {LeastQuestions}.{more} Nothing was written.");
    }

    private static string? Harm(AnswerabilityReport report) =>
        report.AurocInterval is { Low: <= 0.5 } ? "The signals do not tell the two kinds of questions apart beyond chance. Nothing was written."
        : report.Threshold is 0 ? "Withholding nothing is best: every threshold withholds answers that are worth more than those it avoids. Nothing was written."
        : report.WithheldRightly + report.WithheldWrongly == 0 ? "On questions it was not fitted on, the threshold withholds nothing. Nothing was written."
        : report.Worth!.Interval is { High: < 0 } ? "On questions it was not fitted on, the threshold loses beyond chance. Nothing was written."
        : null;

    private static string? Caution(AnswerabilityReport report) =>
        report.Worth!.Interval is { Low: <= 0 } ? "The interval of the gain holds 0: on other questions it may lose as well as gain." : null;
}
