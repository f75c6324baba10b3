using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Assay.Comparing;
using Assay.Evaluation.Questions;
using Assay.Knowledge;
using Assay.Retrieval.Search;
using Assay.Retrieval.Search.Expansion;
using Assay.Running;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.RetrievalTuning;

/// <summary>What <c>assay eval retrieval --stages</c> found on a subject, and the profile it wrote.</summary>
/// <param name="Collection">Name of the project or collection.</param>
/// <param name="Documents">Documents searched.</param>
/// <param name="Result">What the stages gain.</param>
/// <param name="ProfileFile">Path of the search profile that was written; null when the defaults hold.</param>
public sealed record StageReport(string Collection, int Documents, StageResult Result, string? ProfileFile)
{
    /// <summary>What <c>retrieval.expansion</c> must say for the profile to be used in full; null when it says it, or nothing was measured.</summary>
    public string? Setting { get; init; }

    /// <summary>Checks that there is enough to choose on, before anything is spent.</summary>
    /// <param name="subject">Documents, questions and judgements.</param>
    /// <exception cref="InputException">There are too few questions.</exception>
    public static void CheckQuestions(RetrievalSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        const int least = 10;
        if (subject.Questions.Length >= least) return;
        throw new InputException(new Problem("", null, FormattableString.Invariant($"--stages needs {least} or more questions that name their documents; there are {subject.Questions.Length}. Whatever were chosen on so few would be chance.")));
    }

    /// <summary>Measures the stages on a subject's questions and writes the profile that pays into its workspace.</summary>
    /// <param name="subject">Documents, questions and judgements.</param>
    /// <param name="options">When a stage pays.</param>
    /// <param name="timeProvider">Times each search.</param>
    /// <param name="progress">Told how many profiles were measured; their number is not known before.</param>
    /// <param name="cancellationToken">Stops between searches; nothing is written then.</param>
    /// <returns>The report.</returns>
    /// <exception cref="InputException">There are too few questions.</exception>
    public static StageReport Measure(
        RetrievalSubject subject, StageOptions options, TimeProvider timeProvider, IProgress<CompareProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        CheckQuestions(subject);
        JudgedQuestion[] questions = [.. subject.Questions.Select(q => Judged(subject, q))];
        if (subject.Embedder is { } embedder) options = options with { QueryUsd = questions.Select(q => embedder.CostUsd(q.Text)).ToArray() is var costs && costs.All(c => c is not null) ? costs.Average() : null };
        KeptScores? reranker = subject.Reranker is { } named ? new KeptScores(named, timeProvider) : null;
        Searcher searcher = subject.Knowledge.Searcher.With(reranker);
        (int Done, int Total) decided = default;
        void Show() => progress.Report(new CompareProgress("stages", decided.Done, decided.Total));
        var meter = new ProfileMeter(searcher.With, questions, timeProvider, _ => Show(), cancellationToken) { Reranker = reranker };
        bool expanded = !subject.Expanded.IsEmpty;
        SearchProfile usual = subject.Knowledge.DefaultProfile, start = expanded ? usual with { Expansion = SearchStage.Only(QueryExpansion.Off, 0) } : usual;
        ImmutableArray<SearchStage> stages = subject.Embedder is null ? SearchStage.Lexical : SearchStage.Hybrid;
        if (expanded) stages = SearchStage.WithExpansion(stages);
        if (reranker is not null) (stages, start) = (SearchStage.WithCrossEncoder(stages), start with { CrossEncoder = new CrossEncoderOptions { Weight = 0 } });
        var evaluation = new StageEvaluation(meter, stages, options, (done, total) =>
        {
            decided = (done, total);
            Show();
        });
        StageResult result = evaluation.Run(start);
        bool written = SearchProfileFile.Write(subject.Workspace, result.Profile);
        var report = new StageReport(subject.Name, subject.Documents, result, written ? subject.Workspace.SearchProfileFile : null)
        {
            Setting = expanded && Chosen(result.Profile) is var kind && kind != subject.Project!.Retrieval.Expansion ? SearchStage.Setting(kind) : null,
        };
        AtomicFile.Write(subject.Workspace.StageReportFile, JsonSerializer.Serialize(report, JsonFormat.Indented) + "\n");
        return report;
    }

    private static QueryExpansion Chosen(SearchProfile profile) => SearchStage.Expansions.FirstOrDefault(k => profile.Expansion.WeightOf(k) > 0);

    private static JudgedQuestion Judged(RetrievalSubject subject, Question question)
    {
        SearchOptions options = subject.Knowledge.SearchOptions(1, Asker.Of(question));
        ExpandedQuery[] expanded = [.. subject.Expanded.All(question.Text)];
        return new JudgedQuestion(question.Id, question.Text, subject.Qrels.Of(question.Id), expanded.Length == 0 ? options : options with { Expanded = ExpandedQuery.Together(expanded) })
        {
            Expansion = expanded.ToFrozenDictionary(e => e.Kind, e => Effort(subject, e)),
        };
    }

    // The model's reply, and the vectors of what it made up.
    private static ModelEffort Effort(RetrievalSubject subject, ExpandedQuery expanded) => new(
        (expanded.Reply?.ElapsedMs ?? 0) + expanded.MadeUp.Sum(subject.Knowledge.MadeUpMs),
        expanded.MadeUp.Aggregate(subject.Expanded.CostUsd(expanded), (usd, text) => usd + (subject.Embedder is { } embedder ? embedder.CostUsd(text) : 0)));
}
