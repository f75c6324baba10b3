using System.Collections.Immutable;
using System.Globalization;
using Assay.Collections;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Ranking;
using Assay.Expanding;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Dense;
using Assay.Retrieval.Ingestion;
using Assay.Retrieval.Search.Expansion;
using Assay.Running;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Comparing;

/// <summary>What a retrieval evaluation is about: documents in a knowledge base, questions and what is relevant to them.</summary>
/// <param name="name">Name of the project or collection.</param>
/// <param name="knowledge">The documents, up to date; disposed with this.</param>
/// <param name="workspace">Where indexes and results are kept.</param>
public sealed class RetrievalSubject(string name, KnowledgeBase knowledge, Workspace workspace) : IDisposable
{
    /// <summary>Name of the project or collection.</summary>
    public string Name => name;

    /// <summary>The documents.</summary>
    public KnowledgeBase Knowledge => knowledge;

    /// <summary>Where indexes and results are kept.</summary>
    public Workspace Workspace => workspace;

    /// <summary>Number of documents.</summary>
    public int Documents { get; private init; }

    /// <summary>The questions with at least one judgement; at least one.</summary>
    public ImmutableArray<Question> Questions { get; private init; }

    /// <summary>What is relevant to them.</summary>
    public Qrels Qrels { get; private init; } = Qrels.Create([]);

    /// <summary>The project's embedding model; null without one. Every document and question has its vector.</summary>
    public KnowledgeEmbedder? Embedder { get; private set; }

    /// <summary>The project's reranker; null without one.</summary>
    public KnowledgeReranker? Reranker { get; private set; }

    /// <summary>What the reader should know: documents that could not be read, questions without judgements.</summary>
    public ImmutableArray<string> Warnings { get; private init; }

    /// <summary>The project; null for a collection.</summary>
    public Project? Project { get; private init; }

    /// <summary>What a model added to the questions.</summary>
    public ExpandedQuestions Expanded { get; private set; } = ExpandedQuestions.None;

    /// <summary>The search as the questions are put to it.</summary>
    public QuestionSearch Search => new(knowledge, Project?.Retrieval.Expansion ?? QueryExpansion.Off, Expanded);

    /// <summary>Asks a model to expand the questions, before anything is measured.</summary>
    /// <param name="expander">Asks it.</param>
    /// <param name="kinds">In which ways; not off.</param>
    /// <param name="maxCostUsd">Most US dollars it may cost.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="cancellationToken">Stops it; what was replied is kept.</param>
    /// <exception cref="InputException">It would cost more, or the price of a remote model is not known.</exception>
    /// <exception cref="Assay.Models.Providers.ProviderException">The provider is down or refuses the key.</exception>
    public async Task ExpandAsync(ProjectExpander expander, ImmutableArray<QueryExpansion> kinds, decimal maxCostUsd, IProgress<CompareProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expander);
        (QueryExpansion, string)[] wanted = [.. kinds.SelectMany(k => Questions.Select(q => (k, q.Text)))];
        expander.CheckCost(wanted, maxCostUsd);
        Expanded = await expander.ExpandAllAsync(wanted, progress, cancellationToken).ConfigureAwait(false);
        await knowledge.PrepareMadeUpAsync(Expanded.MadeUp, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a project, a BEIR folder or a folder with TREC files and brings its knowledge base up to date.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="options">Split and workspace.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="progress">Told how far ingestion has come.</param>
    /// <param name="cancellationToken">Stops between documents.</param>
    /// <returns>The subject.</returns>
    /// <exception cref="InputException">The folder is none of the three, one of its files is wrong, or no question is judged.</exception>
    /// <exception cref="AssayException">The project's embedder failed.</exception>
    public static async Task<RetrievalSubject> OpenAsync(
        string directory, RetrievalReportOptions options, TimeProvider timeProvider, IProgress<CompareProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (File.Exists(Path.Combine(directory, ProjectFile.FileName)))
        {
            Project project = ProjectFile.Read(directory);
            QuestionSet questions = QuestionFiles.Read(project);
            Workspace workspace = options.Workspace is { } named ? Workspace.OpenAt(named) : Workspace.Open(project.Root);
            var knowledge = KnowledgeBase.Open(project, workspace, timeProvider);
            RetrievalSubject subject = Make((project.Name, project), knowledge, workspace, () =>
            {
                IngestReport ingested = Ingest(knowledge, progress, cancellationToken);
                knowledge.CheckReferences(questions, project);
                return (ingested, questions.Questions, RetrievalEvaluation.Judgements(questions.Questions));
            });
            return await WithModelsAsync(subject, project, options, timeProvider, progress, cancellationToken).ConfigureAwait(false);
        }

        RetrievalCollection collection = RetrievalCollection.Open(directory, options.Split) ?? throw new InputException(new Problem(
            directory, null, $"Expected a project ({ProjectFile.FileName}), a BEIR folder (corpus.jsonl, queries.jsonl, qrels/{options.Split}.tsv) or a folder with TREC documents, topics and qrels; found none of them."));
        Workspace place = WorkspaceOf(directory, options);
        var collected = KnowledgeBase.Open(collection.Documents(), place, timeProvider);
        return Make((collection.Name, null), collected, place, () => (Ingest(collected, progress, cancellationToken), collection.Questions, collection.Judgements));
    }

    private readonly WorkspaceLock running = WorkspaceLock.Share(workspace, "assay eval retrieval");

    /// <inheritdoc/>
    public void Dispose()
    {
        knowledge.Dispose();
        running.Dispose();
    }

    private static async Task<RetrievalSubject> WithModelsAsync(
        RetrievalSubject subject, Project project, RetrievalReportOptions options, TimeProvider timeProvider, IProgress<CompareProgress> progress, CancellationToken cancellationToken)
    {
        try
        {
            subject.Embedder = subject.Knowledge.OpenEmbedder(project, subject.Workspace, options.Providers, timeProvider);
            subject.Reranker = subject.Knowledge.OpenReranker(project, options.Providers, cancellationToken);
            if (subject.Embedder is null) return subject;
            await subject.Embedder.EmbedAsync(options.MaxCostUsd, new CallbackProgress<EmbedProgress>(p => progress.Report(new CompareProgress("embed", p.Done, p.Total))), cancellationToken).ConfigureAwait(false);
            await subject.Knowledge.PrepareAsync(subject.Questions.Select(q => q.Text), cancellationToken).ConfigureAwait(false);
            return subject;
        }
        catch
        {
            subject.Dispose();
            throw;
        }
    }

    private static RetrievalSubject Make(
        (string Name, Project? Project) named, KnowledgeBase knowledge, Workspace workspace, Func<(IngestReport Ingested, ImmutableArray<Question> Questions, Qrels Qrels)> read)
    {
        try
        {
            (IngestReport ingested, ImmutableArray<Question> all, Qrels qrels) = read();
            HashSet<string> judged = [.. qrels.Topics];
            ImmutableArray<Question> questions = [.. all.Where(q => judged.Contains(q.Id))];
            if (questions.Length == 0) throw new InputException(new Problem("", null, "No question names a relevant document, so there is nothing to measure. Fill 'documents' of the questions, or the qrels."));
            return new RetrievalSubject(named.Name, knowledge, workspace)
            {
                Project = named.Project,
                Documents = ingested.Documents,
                Questions = questions,
                Qrels = Qrels.Create(questions.SelectMany(q => qrels.Of(q.Id).Select(d => new Judgement(q.Id, d.Key, d.Value)))),
                Warnings = [.. Notes(ingested, all.Length, questions.Length), .. Missing(knowledge, qrels)],
            };
        }
        catch
        {
            knowledge.Dispose();
            throw;
        }
    }

    private static IEnumerable<string> Notes(IngestReport ingested, int all, int judged)
    {
        foreach (IngestFailure failure in ingested.Failures) yield return $"not read: {failure.Id}: {failure.Reason}";
        foreach (string warning in ingested.Warnings) yield return warning;
        if (judged < all) yield return string.Create(CultureInfo.InvariantCulture, $"{all - judged} of {all} questions name no relevant document and are left out.");
    }

    // They count as relevant and cannot be found, so that no search could reach 1.
    private static IEnumerable<string> Missing(KnowledgeBase knowledge, Qrels qrels)
    {
        string[] missing = [.. qrels.Topics.SelectMany(t => qrels.Of(t)).Where(d => d.Value > 0).Select(d => d.Key).Distinct(StringComparer.Ordinal).Where(d => !knowledge.Holds(d)).Order(StringComparer.Ordinal)];
        if (missing.Length == 0) yield break;
        yield return string.Create(CultureInfo.InvariantCulture, $"{missing.Length:N0} documents that are judged relevant are not in the corpus and count as not found: {string.Join(", ", missing.Take(3).Select(d => $"'{d}'"))}{(missing.Length > 3 ? ", ..." : "")}.");
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
