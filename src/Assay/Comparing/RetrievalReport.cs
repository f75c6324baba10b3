using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Ranking;
using Assay.Evaluation.Statistics;
using Assay.Running;
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

    /// <summary>The measures of every question, by its id; nothing for a question that found nothing. Not part of the JSON.</summary>
    [JsonIgnore]
    public ImmutableArray<TopicMeasures> Topics { get; init; } = [];

    /// <summary>The paired differences to another run, where one was given: this one minus the other.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunComparison? Against { get; init; }

    /// <summary>Measures the retrieval of a project, a BEIR folder or a folder with TREC files; no model is asked to expand questions.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="options">Split, workspace, run to compare with.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="cancellationToken">Stops between documents and questions.</param>
    /// <returns>The report; the run file is written.</returns>
    /// <exception cref="InputException">The folder is none of the three, or one of its files is wrong.</exception>
    public static async Task<RetrievalReport> MeasureAsync(
        string directory, RetrievalReportOptions options, TimeProvider timeProvider, IProgress<CompareProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        RankedRun? other = options.Against is { } file ? RankedRunReader.Read(file) : null;
        using RetrievalSubject subject = await RetrievalSubject.OpenAsync(directory, options, timeProvider, progress, cancellationToken).ConfigureAwait(false);
        return Measure(subject, other, timeProvider, progress, cancellationToken);
    }

    /// <summary>Measures the retrieval of an opened subject.</summary>
    /// <param name="subject">Documents, questions and judgements.</param>
    /// <param name="other">A run to compare with; null for none.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="cancellationToken">Stops between questions.</param>
    /// <returns>The report; the run file is written.</returns>
    public static RetrievalReport Measure(
        RetrievalSubject subject, RankedRun? other, TimeProvider timeProvider, IProgress<CompareProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (other is not null && !other.Topics.Intersect(subject.Qrels.Topics, StringComparer.Ordinal).Any())
        {
            throw new InputException(new Problem("", null, $"The run named by --against does not fit. None of its {other.Topics.Length} queries is a question here, so there is nothing to compare. Its first is '{other.Topics.FirstOrDefault()}', the first here '{subject.Questions[0].Id}': name a run of the same questions."));
        }

        ArgumentNullException.ThrowIfNull(progress);
        ImmutableArray<Question> questions = subject.Questions;
        (RankedRun run, double[] latencies) = RetrievalEvaluation.Rank(subject.Search, questions, timeProvider, done => progress.Report(new CompareProgress("retrieval", done, questions.Length)), cancellationToken);
        RankingResult result = RankingMetrics.Evaluate(subject.Qrels, run, new RankingOptions { IncludeMissing = true });
        Dictionary<string, Measures> found = result.Topics.ToDictionary(t => t.Topic, t => t.Measures, StringComparer.Ordinal);
        string runFile = Path.Combine(subject.Workspace.RunsFolder, "retrieval.trec");
        AtomicFile.Write(runFile, writer => RankedRunWriter.Write(writer, run));
        return new RetrievalReport
        {
            Collection = subject.Name,
            Documents = subject.Documents,
            Queries = questions.Length,
            Metrics = Reported.ToImmutableSortedDictionary(m => m.Name, m => result.All[m.Measure], StringComparer.Ordinal),
            Intervals = Reported.ToImmutableSortedDictionary(m => m.Name, m => PairedBootstrap.Mean(questions.Select(q => (double?)(found.TryGetValue(q.Id, out Measures? measures) ? measures[m.Measure] : 0))).Interval!.Value, StringComparer.Ordinal),
            LatencyMs = Percentiles.Of(latencies),
            Run = runFile,
            Warnings = subject.Warnings,
            Topics = result.Topics,
            Against = other is null ? null : RunComparison.Of(subject.Qrels, run, other),
        };
    }
}
