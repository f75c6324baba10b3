using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Assay.Comparing;
using Assay.Evaluation.Answers;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Ranking;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Context;
using Assay.Retrieval.Ingestion;
using Assay.Running;
using Assay.Text.Tokens;
using Assay.Workspaces;

namespace Assay.ChunkingEvaluation;

/// <summary>Compares ways of cutting documents on the user's own questions.</summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="progress">Told how far it has come: documents and questions of all settings together.</param>
public sealed class ChunkingEvaluator(TimeProvider timeProvider, IProgress<CompareProgress> progress)
{
    private const string Stage = "chunking";
    private const int Depth = 100;
    private static readonly string Version = typeof(ChunkingEvaluator).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Cuts, searches and measures with every setting. A setting measured before on the same documents and questions is not measured again.</summary>
    /// <param name="directory">A project, a BEIR folder or a folder with TREC files.</param>
    /// <param name="grid">Settings as <see cref="ChunkingGrid.Parse"/> takes them; null for the standard ones.</param>
    /// <param name="options">Split and workspace.</param>
    /// <param name="cancellationToken">Stops between documents and questions; finished settings are kept.</param>
    /// <returns>The report.</returns>
    /// <exception cref="Assay.Text.InputException">The folder, its questions or the grid are wrong.</exception>
    public async Task<ChunkingReport> MeasureAsync(string directory, string? grid, RetrievalReportOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ChunkingSubject subject = ChunkingSubject.Of(directory, options, timeProvider);
        ImmutableArray<RetrievalSettings> settings = grid is null ? ChunkingGrid.Standard(subject.Current) : ChunkingGrid.Parse(grid, subject.Current);
        IngestReport ingested;
        string inputs;
        using WorkspaceLock running = WorkspaceLock.Share(subject.Workspace, "assay eval chunking");
        using (KnowledgeBase own = subject.Open(subject.Current, subject.Workspace))
        {
            ingested = own.Ingest(new CallbackProgress<IngestProgress>(p => progress.Report(new CompareProgress("ingest", p.Done, p.Total))), cancellationToken);
            subject.Check(own);
            inputs = ContentHash.Of([Version, own.Fingerprint(), JsonSerializer.Serialize(subject.Questions, JsonFormat.Compact), options.Split]);
        }

        var stages = new StageCache(subject.Workspace);
        int work = ingested.Documents + subject.Questions.Length;
        var measured = ImmutableArray.CreateBuilder<ChunkingMeasurement>(settings.Length);
        foreach (RetrievalSettings setting in settings)
        {
            string key = ContentHash.Of([inputs, JsonSerializer.Serialize(setting, JsonFormat.Compact)]);
            int before = measured.Count * work, total = settings.Length * work;
            measured.Add(await stages.GetOrMakeAsync(Stage, key, () => Task.FromResult(Measure(subject, setting, done => progress.Report(new CompareProgress(Stage, before + done, total)), cancellationToken))).ConfigureAwait(false));
            progress.Report(new CompareProgress(Stage, before + work, total));
        }

        ImmutableArray<string> warnings = [.. ingested.Failures.Select(f => $"not read: {f.Id}: {f.Reason}"), .. ingested.Warnings];
        return ChunkingReport.Of((subject.Name, ingested.Documents), settings, measured.ToImmutable(), warnings);
    }

    /// <summary>One setting in a folder of its own, which is removed again.</summary>
    private static ChunkingMeasurement Measure(ChunkingSubject subject, RetrievalSettings setting, Action<int> done, CancellationToken cancellationToken)
    {
        using var scratch = Scratch.Create(subject.Workspace);
        int chunks;
        ImmutableArray<ChunkingMeasurement.Question> questions;
        using (KnowledgeBase knowledge = subject.Open(setting, scratch.Open(subject.Workspace)))
        {
            IngestReport ingested = knowledge.Ingest(new CallbackProgress<IngestProgress>(p => done(p.Done)), cancellationToken);
            chunks = ingested.Chunks;
            questions = Ask(subject, knowledge, asked => done(ingested.Documents + asked), cancellationToken);
        }

        return new ChunkingMeasurement(questions, chunks, new DirectoryInfo(scratch.Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length));
    }

    private static ImmutableArray<ChunkingMeasurement.Question> Ask(ChunkingSubject subject, KnowledgeBase knowledge, Action<int> asked, CancellationToken cancellationToken)
    {
        Question[] judged = [.. subject.Questions.Where(q => subject.Qrels.Of(q.Id).Count > 0)];
        RankedRun run = RankedRun.Create(Stage, judged.SelectMany(q =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return knowledge.RankDocuments(q.Text, Depth).Select(d => (q.Id, new ScoredDocument(d.DocumentId, d.Score)));
        }));
        var qrels = Qrels.Create(judged.SelectMany(q => subject.Qrels.Of(q.Id).Select(d => new Judgement(q.Id, d.Key, d.Value))));
        Dictionary<string, Measures> found = judged.Length == 0 ? [] : RankingMetrics.Evaluate(qrels, run, new RankingOptions { IncludeMissing = true }).Topics.ToDictionary(t => t.Topic, t => t.Measures, StringComparer.Ordinal);
        var results = ImmutableArray.CreateBuilder<ChunkingMeasurement.Question>(subject.Questions.Length);
        foreach (Question question in subject.Questions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string[] relevant = [.. subject.Qrels.Of(question.Id).Where(d => d.Value > 0).Select(d => d.Key)];
            ImmutableArray<ContextPassage> context = knowledge.Context(question.Text);
            bool ranked = found.TryGetValue(question.Id, out Measures? measures);
            results.Add(new ChunkingMeasurement.Question(
                question.Id,
                relevant.Length == 0 ? null : ranked ? measures!["ndcg_cut_10"] : 0,
                relevant.Length == 0 ? null : ranked ? measures!["recall_10"] : 0,
                relevant.Length == 0 ? null : (double)relevant.Count(id => context.Any(p => p.DocumentId == id)) / relevant.Length,
                Contains(question, context),
                TokenCounter.Estimate.Count(ContextText.Render(context))));
            asked(results.Count);
        }

        return results.ToImmutable();
    }

    private static double? Contains(Question question, ImmutableArray<ContextPassage> context)
    {
        // Records are compared field by field, and no page holds one as it stands.
        ImmutableArray<string> answers = question.Answers.RemoveAll(a => a.StartsWith('{') || SquadText.Tokens(a).IsEmpty);
        if (answers.IsEmpty) return null;
        return context.Any(p => AnswerMetrics.Containment(ContextText.Render([p]), answers, int.MaxValue) > 0) ? 1 : 0;
    }
}
