using System.Collections.Immutable;
using Assay.Answerability;
using Assay.Answering;
using Assay.Arms;
using Assay.Decisions.Prices;
using Assay.Evaluation.Contracts;
using Assay.Evaluation.Questions;
using Assay.Expanding;
using Assay.FineTuning;
using Assay.Knowledge;
using Assay.Models.Providers;
using Assay.Numerics.Parallel;
using Assay.Projects;
using Assay.Retrieval.Dense;
using Assay.Retrieval.Ingestion;
using Assay.Text;
using Assay.Tuning.Training;
using Assay.Workspaces;

namespace Assay.Running;

/// <summary>Opens projects for running.</summary>
/// <param name="models">Makes answering models.</param>
/// <param name="prices">What models cost.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class RunSessions(AnswerModels models, PriceBook prices, TimeProvider timeProvider)
{
    /// <summary>How the models of a session are made, for those who need another one beside it.</summary>
    public AnswerModels Models => models;

    /// <summary>What models cost.</summary>
    public PriceBook Prices => prices;

    /// <summary>Opens a project: ingests its documents, loads its models, trains a version where a tuned arm was asked for by name and there is none.</summary>
    /// <param name="project">The project.</param>
    /// <param name="questions">The questions to be answered.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it; what was finished is kept.</param>
    /// <returns>The session, to be disposed, and what the reader should know about the choice of arms.</returns>
    /// <exception cref="InputException">The contract or the documents cannot be used, or the price is not known.</exception>
    /// <exception cref="ProviderException">The provider is down or refuses the key.</exception>
    public async Task<(RunSession Session, ImmutableArray<string> Notes)> OpenAsync(Project project, QuestionSet questions, RunOptions options, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentNullException.ThrowIfNull(options);
        Contract? contract = project.Contract is null && project.Needs.CitationsRequired is not true
            ? null
            : Contract.Load(new ContractOptions { SchemaFile = project.Contract, RequireCitations = project.Needs.CitationsRequired is true });
        Workspace workspace = Workspace.Open(project.Root);
        TunedChoice choice = TunedChoice.Of(project, options, workspace, () => Train(project, progress, cancellationToken));
        var opened = new Stack<IDisposable>();
        try
        {
            WorkspaceLock running = Opened(WorkspaceLock.Share(workspace, options.Command.Split(" --")[0]));
            Workspace place = options.KnowledgeAt ?? workspace;
            KnowledgeBase knowledge = Opened(KnowledgeBase.Open(project, place, timeProvider));
            ModelPrice? price = ModelPrices.Of(project, prices);
            IAnswerModel model = Opened(models.Create(OwnModel(project, choice), price, knowledge));
            TunedArms? tuned = choice.Tuned is { } chosen ? Opened(TunedArms.Open(chosen, models, project)) : null;
            IngestReport ingested = knowledge.Ingest(Stage("ingest", progress), cancellationToken, verify: true);
            CheckDocuments(project, choice.Arms, ingested);
            await PrepareSearchAsync(project, questions, knowledge, place, options, progress, cancellationToken).ConfigureAwait(false);
            if (price is null && project.Model.IsRemote)
            {
                throw new InputException(new Problem(project.Display(Path.Combine(project.Root, ProjectFile.FileName)), null,
                    $"The price of {project.Model} is not known, so the cost of this run cannot be limited. Add it, in USD per million tokens: price: {{ input: 1.00, output: 4.00 }}."));
            }

            tuned?.Read(project, workspace, choice.Arms.Contains(ArmCatalog.Hybrid) ? knowledge : null, cancellationToken);
            var parts = new RunParts(project, questions, contract, workspace, knowledge, model, price, timeProvider) { Ingested = ingested, Gate = AnswerGate.Open(project, workspace, knowledge), Lock = running };
            var session = new RunSession(parts, tuned, choice.Arms);
            PromptRoom.Count(knowledge, model);
            using ProjectExpander? expander = knowledge.Searcher.Profile.Expansion.WeightOf(project.Retrieval.Expansion) > 0 ? models.CreateExpander(project, workspace, prices) : null;
            await session.ExpandAsync(expander, options.MaxCostUsd, progress, cancellationToken).ConfigureAwait(false);
            return (session, [.. choice.Notes, .. tuned?.Notes ?? [], .. session.Prompts?.Stale(choice.Arms) ?? []]);
        }
        catch
        {
            while (opened.TryPop(out IDisposable? last)) last.Dispose();
            throw;
        }

        T Opened<T>(T item) where T : IDisposable
        {
            opened.Push(item);
            return item;
        }
    }

    /// <summary>A trained version beside that of a session, on the same documents.</summary>
    /// <param name="session">The session; it must outlive the result.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Stops between examples.</param>
    /// <returns>A session of the tuned arms alone, to be disposed.</returns>
    internal RunSession With(RunSession session, TunedModel version, CancellationToken cancellationToken)
    {
        TunedArms reference = TunedArms.Open(version, models, session.Project);
        try
        {
            reference.Read(session.Project, session.Workspace, session.ArmNames.Contains(ArmCatalog.Hybrid) ? session.Knowledge : null, cancellationToken);
            return session.With(reference, [.. session.ArmNames.Where(ArmCatalog.IsTuned)]);
        }
        catch
        {
            reference.Dispose();
            throw;
        }
    }

    private async Task PrepareSearchAsync(Project project, QuestionSet questions, KnowledgeBase knowledge, Workspace workspace, RunOptions options, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        knowledge.CheckReferences(questions, project);
        knowledge.OpenReranker(project, models.Providers, cancellationToken);
        if (knowledge.OpenEmbedder(project, workspace, models.Providers, timeProvider) is not { } embedder) return;
        await embedder.EmbedAsync(options.MaxCostUsd, progress is null ? null : new CallbackProgress<EmbedProgress>(p => progress.Report(new CompareProgress("embed", p.Done, p.Total))), cancellationToken).ConfigureAwait(false);
        await knowledge.PrepareAsync(questions.Questions.Select(q => q.Text), cancellationToken).ConfigureAwait(false);
    }

    // Before anything else, so that everybody who waits sees what it waits for.
    private ImmutableArray<string> Train(Project project, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        var warnings = ImmutableArray.CreateBuilder<string>();
        var job = new TuneJob(models.Providers, WorkerTeam.Shared, timeProvider);
        using TunePlan plan = job.Prepare(project, progress, cancellationToken);
        if (!plan.CanRun) throw new InputException(new Problem(project.Display(project.Examples!), null, "The examples cannot be trained on as they are. See what is wrong with `assay tune --check`, or leave the tuned arms out with --arms."));
        job.Run(plan, null, new CallbackProgress<TrainingProgress>(p => progress?.Report(new CompareProgress("tune", (int)p.Step, (int)p.Steps))), warnings.Add, cancellationToken);
        return warnings.ToImmutable();
    }

    // The extractive reader fills the contract's form by itself: with a trained version beside it, holding answers to the contract is for that one.
    private static Project OwnModel(Project project, TunedChoice choice) => project.Model.Kind == ModelKind.Extractive && choice.Tuned is not null ? project with { Decoding = Decoding.Free } : project;

    // Without documents these arms are the model alone, told that nothing was found.
    private static void CheckDocuments(Project project, ImmutableArray<string> arms, IngestReport ingested)
    {
        string[] needy = [.. arms.Where(a => !ArmCatalog.IsWithoutDocuments(a))];
        if (ingested.Documents > 0 || needy.Length == 0) return;
        string file = project.Display(Path.Combine(project.Root, ProjectFile.FileName)), patterns = string.Join(", ", project.Documents.Select(p => $"'{p}'"));
        string found = ingested.Failures.Length == 0 ? $"No file matches the patterns under 'documents' ({patterns})" : $"None of the {ingested.Failures.Length} files that match the patterns under 'documents' could be read (the first: {ingested.Failures[0].Id}: {ingested.Failures[0].Reason.TrimEnd('.')})";
        if (UnmatchedFiles.Describe(ingested.Unmatched) is { } unmatched) found += $" ({unmatched})";
        throw new InputException(new Problem(file, null, $"{found}, so there is nothing for {string.Join(", ", needy)}. Correct the patterns, which are relative to the project's folder, or measure the model alone with --arms prompt."));
    }

    private static CallbackProgress<IngestProgress>? Stage(string stage, IProgress<CompareProgress>? progress) =>
        progress is null ? null : new CallbackProgress<IngestProgress>(p => progress.Report(new CompareProgress(stage, p.Done, p.Total)));
}
