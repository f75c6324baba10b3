using System.Collections.Immutable;
using System.Globalization;
using Assay.Collections;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Ranking;
using Assay.Evaluation.Statistics;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Ingestion;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Comparing;

/// <summary>How well a knowledge base finds what a set of questions needs, in the form that <c>assay eval retrieval --json</c> prints.</summary>
public sealed record RetrievalReport
{
    /// <summary>Name of the project or collection.</summary>
    public required string Collection { get; init; }

    /// <summary>Documents searched.</summary>
    public required int Documents { get; init; }

    /// <summary>Questions with at least one judgement.</summary>
    public required int Queries { get; init; }

    /// <summary>Means over all judged questions, one without any result counting 0.</summary>
    public required ImmutableSortedDictionary<string, double> Metrics { get; init; }

    /// <summary>95% bootstrap intervals of the means.</summary>
    public required ImmutableSortedDictionary<string, Interval> Intervals { get; init; }

    /// <summary>Time of one search in milliseconds.</summary>
    public required LatencyPercentiles LatencyMs { get; init; }

    /// <summary>Path of the TREC run file.</summary>
    public required string Run { get; init; }

    /// <summary>What the reader should know: documents that could not be read, questions without judgements.</summary>
    public required ImmutableArray<string> Warnings { get; init; }

    private static readonly (string Name, string Measure)[] Reported =
        [("ndcg@10", "ndcg_cut_10"), ("recall@10", "recall_10"), ("recall@100", "recall_100"), ("map", "map"), ("mrr", "recip_rank"), ("p@10", "P_10")];

    /// <summary>Measures the retrieval of a project, a BEIR folder or a folder with TREC files.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="options">Split and workspace.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="cancellationToken">Stops between documents and questions.</param>
    /// <returns>The report; the run file is written.</returns>
    /// <exception cref="InputException">The folder is none of the three, or one of its files is wrong.</exception>
    public static RetrievalReport Measure(
        string directory, RetrievalReportOptions options, TimeProvider timeProvider, IProgress<CompareProgress> progress, CancellationToken cancellationToken)
    {
        if (File.Exists(Path.Combine(directory, ProjectFile.FileName)))
        {
            Project project = ProjectFile.Read(directory);
            QuestionSet questions = QuestionFiles.Read(project);
            Workspace workspace = options.Workspace is { } named ? Workspace.OpenAt(named) : Workspace.Open(project.Root);
            using KnowledgeBase knowledge = KnowledgeBase.Open(project, workspace, timeProvider);
            IngestReport ingested = Ingest(knowledge, progress, cancellationToken);
            knowledge.CheckReferences(questions, project);
            return Measure(new Subject(project.Name, knowledge, ingested, questions.Questions, RetrievalEvaluation.Judgements(questions.Questions)), workspace, timeProvider, progress, cancellationToken);
        }

        RetrievalCollection collection = RetrievalCollection.Open(directory, options.Split) ?? throw new InputException(new Problem(
            directory, null, $"Expected a project ({ProjectFile.FileName}), a BEIR folder (corpus.jsonl, queries.jsonl, qrels/{options.Split}.tsv) or a folder with TREC documents, topics and qrels; found none of them."));
        Workspace place = WorkspaceOf(directory, options);
        using KnowledgeBase collected = KnowledgeBase.Open(collection.Documents(), place, timeProvider);
        IngestReport report = Ingest(collected, progress, cancellationToken);
        return Measure(new Subject(collection.Name, collected, report, collection.Questions, collection.Judgements), place, timeProvider, progress, cancellationToken);
    }

    private sealed record Subject(string Name, KnowledgeBase Knowledge, IngestReport Ingested, ImmutableArray<Question> Questions, Qrels Qrels);

    private static RetrievalReport Measure(Subject subject, Workspace workspace, TimeProvider timeProvider, IProgress<CompareProgress> progress, CancellationToken cancellationToken)
    {
        HashSet<string> judged = [.. subject.Qrels.Topics];
        Question[] questions = [.. subject.Questions.Where(q => judged.Contains(q.Id))];
        var qrels = Qrels.Create(questions.SelectMany(q => subject.Qrels.Of(q.Id).Select(d => new Judgement(q.Id, d.Key, d.Value))));
        if (questions.Length == 0) throw new InputException(new Problem("", null, "No question names a relevant document, so there is nothing to measure. Fill 'documents' of the questions, or the qrels."));
        (RankedRun run, double[] latencies) = RetrievalEvaluation.Rank(subject.Knowledge, questions, timeProvider, done => progress.Report(new CompareProgress("retrieval", done, questions.Length)), cancellationToken);
        RankingResult result = RankingMetrics.Evaluate(qrels, run, new RankingOptions { IncludeMissing = true });
        Dictionary<string, Measures> found = result.Topics.ToDictionary(t => t.Topic, t => t.Measures, StringComparer.Ordinal);
        string runFile = Path.Combine(workspace.RunsFolder, "retrieval.trec");
        AtomicFile.Write(runFile, writer => RankedRunWriter.Write(writer, run));
        return new RetrievalReport
        {
            Collection = subject.Name,
            Documents = subject.Ingested.Documents,
            Queries = questions.Length,
            Metrics = Reported.ToImmutableSortedDictionary(m => m.Name, m => result.All[m.Measure], StringComparer.Ordinal),
            Intervals = Reported.ToImmutableSortedDictionary(m => m.Name, m => PairedBootstrap.Mean(questions.Select(q => (double?)(found.TryGetValue(q.Id, out Measures? measures) ? measures[m.Measure] : 0))).Interval!.Value, StringComparer.Ordinal),
            LatencyMs = Percentiles.Of(latencies),
            Run = runFile,
            Warnings = [.. Notes(subject, questions.Length)],
        };
    }

    private static IEnumerable<string> Notes(Subject subject, int judged)
    {
        foreach (IngestFailure failure in subject.Ingested.Failures) yield return $"not read: {failure.Id}: {failure.Reason}";
        foreach (string warning in subject.Ingested.Warnings) yield return warning;
        if (judged < subject.Questions.Length)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{subject.Questions.Length - judged} of {subject.Questions.Length} questions name no relevant document and are left out.");
        }
    }

    private static IngestReport Ingest(KnowledgeBase knowledge, IProgress<CompareProgress> progress, CancellationToken cancellationToken) =>
        knowledge.Ingest(new CallbackProgress<IngestProgress>(p => progress.Report(new CompareProgress("ingest", p.Done, p.Total))), cancellationToken, verify: true);

    /// <summary>Where the index and the results of a collection go.</summary>
    internal static Workspace WorkspaceOf(string directory, RetrievalReportOptions options)
    {
        if (options.Workspace is { } named) return Workspace.OpenAt(named);
        try
        {
            return Workspace.Open(directory);
        }
        catch (AssayException)
        {
            // A collection on a read-only disk: its index goes to the temporary folder, under a name of its own.
            return Workspace.OpenAt(Path.Combine(Path.GetTempPath(), "assay", ContentHash.Of([Path.GetFullPath(directory)])[..16]));
        }
    }
}
