using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Assay.Answerability;
using Assay.Answering;
using Assay.Arms;
using Assay.Decisions.Prices;
using Assay.Evaluation.Contracts;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Ranking;
using Assay.Evaluation.Scoring;
using Assay.Expanding;
using Assay.FineTuning;
using Assay.Knowledge;
using Assay.Models.Providers;
using Assay.Numerics.Parallel;
using Assay.Projects;
using Assay.Reporting;
using Assay.Retrieval.Dense;
using Assay.Retrieval.Ingestion;
using Assay.Retrieval.Search.Expansion;
using Assay.Text;
using Assay.Tuning.Training;
using Assay.Workspaces;

namespace Assay.Comparing;

/// <summary>
/// The main job: ingest, run every arm on the same questions, score, compare, decide, report. Every stage is keyed by a hash of its inputs and kept in
/// the workspace, so a second run repeats nothing and a killed one goes on where it stopped.
/// </summary>
/// <param name="models">Makes the answering model.</param>
/// <param name="prices">What models cost.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class Comparer(AnswerModels models, PriceBook prices, TimeProvider timeProvider)
{
    /// <summary>Runs the comparison of a project.</summary>
    /// <param name="project">What is to be decided.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it; what was finished is kept.</param>
    /// <returns>Everything that was found; also written to the workspace with the report.</returns>
    /// <exception cref="InputException">The questions, the contract or the documents cannot be used, or the run would cost more than allowed.</exception>
    /// <exception cref="ProviderException">The provider is down or refuses the key.</exception>
    public async Task<Comparison> CompareAsync(Project project, CompareOptions options, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        QuestionSet questions = QuestionFiles.Read(project);
        Contract? contract = project.Contract is null && !project.Needs.CitationsRequired
            ? null
            : Contract.Load(new ContractOptions { SchemaFile = project.Contract, RequireCitations = project.Needs.CitationsRequired });
        Workspace workspace = Workspace.Open(project.Root);
        TunedChoice choice = TunedChoice.Of(project, options, workspace, () => Train(project, progress, cancellationToken));
        using WorkspaceLock running = WorkspaceLock.Share(workspace, "assay compare");
        using KnowledgeBase knowledge = KnowledgeBase.Open(project, workspace, timeProvider);
        ModelPrice? price = ModelPrices.Of(project, prices);
        using IAnswerModel model = models.Create(OwnModel(project, choice), price, knowledge);
        using TunedArms? tuned = choice.Tuned is { } chosen ? TunedArms.Open(chosen, models, project) : null;
        IngestReport ingested = knowledge.Ingest(Stage("ingest", progress), cancellationToken, verify: true);
        CheckDocuments(project, choice.Arms, ingested);
        knowledge.CheckReferences(questions, project);
        knowledge.OpenReranker(project, models.Providers, cancellationToken);
        if (knowledge.OpenEmbedder(project, workspace, models.Providers, timeProvider) is { } embedder)
        {
            await embedder.EmbedAsync(options.MaxCostUsd, progress is null ? null : new CallbackProgress<EmbedProgress>(p => progress.Report(new CompareProgress("embed", p.Done, p.Total))), cancellationToken).ConfigureAwait(false);
            await knowledge.PrepareAsync(questions.Questions.Select(q => q.Text), cancellationToken).ConfigureAwait(false);
        }

        if (price is null && project.Model.IsRemote)
        {
            throw new InputException(new Problem(project.Display(Path.Combine(project.Root, ProjectFile.FileName)), null,
                $"The price of {project.Model} is not known, so the cost of this run cannot be limited. Add it, in USD per million tokens: price: {{ input: 1.00, output: 4.00 }}."));
        }

        tuned?.Read(project, workspace, choice.Arms.Contains(ArmCatalog.Hybrid) ? knowledge : null, cancellationToken);
        AnswerGate? gate = AnswerGate.Open(project, workspace, knowledge);
        string InputsOf(Decoding decoding) => Inputs(project with { Decoding = decoding }, questions, knowledge, gate, model.Version);
        string inputs = InputsOf(project.Decoding);
        CountFor(knowledge, model);
        using ProjectExpander? expander = IsExpanded(project, knowledge) ? models.CreateExpander(project, workspace, prices) : null;
        var session = new Session(project, options, knowledge, questions, contract, price, workspace, inputs, gate, model) { Arms = choice.Arms, Tuned = tuned };
        QuestionSearch search = await ExpandAsync(session, expander, progress, cancellationToken).ConfigureAwait(false);
        var stages = new StageCache(workspace);
        RetrievalMeasures retrieval = await stages.GetOrMakeAsync(
            "retrieval", ContentHash.Of([Version, knowledge.Fingerprint(), questions.Fingerprint(), JsonSerializer.Serialize(project.Retrieval, JsonFormat.Compact), search.Expanded.IsEmpty ? null : project.ExpansionModel!.ToString()]), () => Task.FromResult(MeasureRetrieval(session, search, progress, cancellationToken)), keep: _ => search.Expanded.WithoutReply == 0).ConfigureAwait(false);

        ImmutableArray<Run> runs = await RunArmsAsync(session, search, progress, cancellationToken).ConfigureAwait(false);
        var builder = new ComparisonBuilder(project, options, questions, prices, timeProvider);
        Comparison comparison = builder.Build(runs, ingested, retrieval, tuned is null ? inputs : ContentHash.Of(inputs, tuned.Tuned.Version.Fingerprint), workspace);
        if (tuned is not null)
        {
            ImmutableArray<Run> champion = await RunOtherAsync(session, search, progress, cancellationToken).ConfigureAwait(false);
            comparison = comparison with { Tuned = new TunedJudge(project, questions, tuned, timeProvider).Judge(runs, builder.Result, champion, knowledge, cancellationToken) };
        }

        comparison = comparison with { Warnings = [.. comparison.Warnings, .. choice.Notes, .. tuned?.Notes ?? []] };
        comparison = Decoded(comparison, session, other => Kept(stages, session with { Inputs = InputsOf(other) }, runs));
        if (search.Expanded.WithoutReply > 0) comparison = comparison with { Warnings = [.. comparison.Warnings, Unexpanded(search.Expanded.WithoutReply)] };
        Write(workspace, comparison, runs, questions);
        return comparison;
    }

    private static string Unexpanded(int questions) => FormattableString.Invariant($"rag: {questions} questions were searched for as they are, because the model that expands them gave no reply; run again to ask for those.");

    /// <summary>What every arm of one comparison shares.</summary>
    private sealed record Session(
        Project Project, CompareOptions Options, KnowledgeBase Knowledge, QuestionSet Questions, Contract? Contract, ModelPrice? Price, Workspace Workspace, string Inputs, AnswerGate? Gate, IAnswerModel Model)
    {
        /// <summary>The arms to run.</summary>
        public required ImmutableArray<string> Arms { get; init; }

        /// <summary>The trained version of the tuned ones; null when there is none among them.</summary>
        public required TunedArms? Tuned { get; init; }

        /// <summary>What answers an arm.</summary>
        public IAnswerModel ModelOf(string arm) => ArmCatalog.IsTuned(arm) ? Tuned!.Model : Model;
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

    // What the version in use, or the one that was named, reaches on the same questions, so that another one is measured against it. Mostly kept from before.
    private async Task<ImmutableArray<Run>> RunOtherAsync(Session session, QuestionSearch search, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        TunedModel tuned = session.Tuned!.Tuned;
        TunedModel? other = session.Options.Against is { } named ? TunedModels.Required(session.Project, session.Workspace, named) : tuned.IsChampion ? null : TunedModels.Champion(session.Project, session.Workspace);
        if (other is null || other.Version.Name == tuned.Version.Name) return [];
        using TunedArms reference = TunedArms.Open(other, models, session.Project);
        reference.Read(session.Project, session.Workspace, session.Arms.Contains(ArmCatalog.Hybrid) ? session.Knowledge : null, cancellationToken);
        return await RunArmsAsync(session with { Tuned = reference, Arms = [.. session.Arms.Where(ArmCatalog.IsTuned)] }, search, progress, cancellationToken).ConfigureAwait(false);
    }

    // Which decoding was used, beside what is kept of the other one: constraining is the cheaper cure for format, and what it cures is what the free runs lack.
    private static Comparison Decoded(Comparison comparison, Session session, Func<Decoding, IReadOnlyDictionary<string, Run>> kept)
    {
        Project project = session.Project;
        if (project.Contract is null || (project.Model.Kind == ModelKind.Extractive && session.Tuned is null)) return comparison;
        Decoding other = project.Decoding == Decoding.Free ? Decoding.Constrained : Decoding.Free;
        IReadOnlyDictionary<string, Run> runs = kept(other);
        return comparison with
        {
            Decoding = DecodingResult.NameOf(project.Decoding),
            Arms = [.. comparison.Arms.Select(a => runs.TryGetValue(a.Arm, out Run? run) ? a with { OtherDecoding = DecodingResult.Of(other, run) } : a)],
        };
    }

    private static Dictionary<string, Run> Kept(StageCache stages, Session session, ImmutableArray<Run> runs) =>
        runs.Select(r => stages.Find<Run>(RunStage(r.Arm), RunInputs(session, r.Arm))).OfType<Run>().ToDictionary(r => r.Arm, StringComparer.Ordinal);

    private async Task<ImmutableArray<Run>> RunArmsAsync(Session session, QuestionSearch search, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        Project project = session.Project;
        var scorer = new AnswerScorer(project.Score, session.Contract);
        using AnswerCache cache = AnswerCache.Open(session.Workspace, survivesPowerLoss: project.Model.Kind != ModelKind.Extractive);
        var stages = new StageCache(session.Workspace);
        IArm[] arms = Arms(session, search);
        var own = new ArmRunner(session.Model, cache, scorer, session.Price, search, timeProvider);
        ArmRunner trained = session.Tuned is { } tuned ? new ArmRunner(tuned.Model, cache, scorer, ModelPrice.Free, search, timeProvider) : own;
        var prepared = new Dictionary<string, ImmutableArray<ArmRunner.Item>>();
        foreach (IArm arm in arms.Where(a => stages.Find<Run>(RunStage(a.Name), RunInputs(session, a.Name)) is null))
        {
            prepared[arm.Name] = Prepare(arm);
        }

        CheckCost(session.Options, own.EstimateCostUsd(prepared.Where(p => !ArmCatalog.IsTuned(p.Key)).SelectMany(p => p.Value)));
        var runs = ImmutableArray.CreateBuilder<Run>();
        foreach (IArm arm in arms)
        {
            runs.Add(await stages.GetOrMakeAsync(RunStage(arm.Name), RunInputs(session, arm.Name), () => RunnerOf(arm).RunAsync(arm, Items(arm), progress, cancellationToken), keep: r => r.IsComplete && (arm.Name is not (ArmCatalog.Rag or ArmCatalog.Hybrid) || search.Expanded.WithoutReply == 0)).ConfigureAwait(false));
            runs[^1] = InOrder(runs[^1], session.Questions) with { Version = ArmCatalog.IsTuned(arm.Name) ? session.Tuned!.Tuned.Version.Name : null };
        }

        return runs.ToImmutable();

        // Another process may have cleaned a stage away since it was looked for.
        ImmutableArray<ArmRunner.Item> Items(IArm arm) => prepared.TryGetValue(arm.Name, out var items) ? items : Prepare(arm);

        ArmRunner RunnerOf(IArm arm) => ArmCatalog.IsTuned(arm.Name) ? trained : own;

        // What is handed over is counted as the model counts that gets it.
        ImmutableArray<ArmRunner.Item> Prepare(IArm arm)
        {
            bool isOwn = session.ModelOf(arm.Name) == session.Model;
            if (!isOwn) CountFor(session.Knowledge, session.ModelOf(arm.Name));
            try
            {
                return RunnerOf(arm).Prepare(arm, session.Questions, progress, cancellationToken);
            }
            finally
            {
                if (!isOwn) CountFor(session.Knowledge, session.Model);
            }
        }
    }

    private static void CountFor(KnowledgeBase knowledge, IAnswerModel model) => knowledge.CountFor(model.Counter, PromptRoom.ForPassages(model));

    private static IArm[] Arms(Session session, QuestionSearch search)
    {
        int room = PromptRoom.ForPassages(session.Model) ?? (session.Model.ContextWindow ?? int.MaxValue) - PromptReserveTokens;
        int window = Math.Min(session.Project.Retrieval.LongContextTokens, room);
        var parts = new ArmParts(session.Knowledge, window, search.Expansion, session.Gate, session.Tuned?.Router);
        return [.. session.Arms.Select(n => ArmCatalog.Create(n, parts))];
    }

    // Without documents these arms are the model alone, told that nothing was found.
    private static void CheckDocuments(Project project, ImmutableArray<string> arms, IngestReport ingested)
    {
        string[] needy = [.. arms.Where(a => !ArmCatalog.IsWithoutDocuments(a))];
        if (ingested.Documents > 0 || needy.Length == 0) return;
        string file = project.Display(Path.Combine(project.Root, ProjectFile.FileName)), patterns = string.Join(", ", project.Documents.Select(p => $"'{p}'"));
        string found = ingested.Failures.Length == 0 ? $"No file matches the patterns under 'documents' ({patterns})" : $"None of the {ingested.Failures.Length} files that match the patterns under 'documents' could be read (the first: {ingested.Failures[0].Id}: {ingested.Failures[0].Reason.TrimEnd('.')})";
        throw new InputException(new Problem(file, null, $"{found}, so there is nothing for {string.Join(", ", needy)}. Correct the patterns, which are relative to the project's folder, or measure the model alone with --arms prompt."));
    }

    private static bool IsExpanded(Project project, KnowledgeBase knowledge) => knowledge.Searcher.Profile.Expansion.WeightOf(project.Retrieval.Expansion) > 0;

    // The first chat calls of a run: what the answers will cost is estimated before, with the passages that the plain questions find.
    private async Task<QuestionSearch> ExpandAsync(Session session, ProjectExpander? expander, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        QueryExpansion kind = session.Project.Retrieval.Expansion;
        var plain = new QuestionSearch(session.Knowledge, kind, ExpandedQuestions.None);
        if (expander is null) return plain;
        (QueryExpansion, string)[] wanted = [.. session.Questions.Questions.Select(q => (kind, q.Text))];
        if (expander.EstimateCostUsd(wanted) is > 0 and var cost)
        {
            using AnswerCache cache = AnswerCache.Open(session.Workspace, survivesPowerLoss: true);
            var runner = new ArmRunner(session.Model, cache, new AnswerScorer(session.Project.Score, session.Contract), session.Price, plain, timeProvider);
            CheckCost(session.Options, cost + (runner.EstimateCostUsd(Arms(session, plain).Where(a => !ArmCatalog.IsTuned(a.Name)).SelectMany(a => runner.Prepare(a, session.Questions, progress, cancellationToken))) ?? 0));
        }

        ExpandedQuestions expanded = await expander.ExpandAllAsync(wanted, progress, cancellationToken).ConfigureAwait(false);
        await session.Knowledge.PrepareMadeUpAsync(expanded.MadeUp, cancellationToken).ConfigureAwait(false);
        return plain with { Expanded = expanded };
    }

    /// <summary>A kept run may be of the same questions in another order.</summary>
    private static Run InOrder(Run run, QuestionSet questions)
    {
        Dictionary<string, AnswerRow> rows = run.Rows.ToDictionary(r => r.Question, StringComparer.Ordinal);
        return run with { Rows = [.. questions.Questions.Select(q => rows[q.Id])] };
    }

    /// <summary>Part of the key of every stage: another version may search or score differently, and answers are kept apart from stages.</summary>
    private static readonly string Version = typeof(Comparer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Tokens left for instructions, contract and question when the window of a model whose tokens are estimated is filled with documents.</summary>
    private const int PromptReserveTokens = 2000;

    private static string RunStage(string arm) => $"run-{arm}";

    private static string RunInputs(Session session, string arm) => ContentHash.Of([Version, arm, session.Inputs, session.Price?.ToString(), .. ArmCatalog.IsTuned(arm) ? (string[])[session.Tuned!.KeyOf(arm)] : []]);

    private static void CheckCost(CompareOptions options, decimal? expectedUsd)
    {
        if (expectedUsd is { } cost && cost > options.MaxCostUsd)
        {
            throw new InputException(new Problem("", null, FormattableString.Invariant(
                $"This run is expected to cost about {cost:0.00} USD, more than the {options.MaxCostUsd:0.00} USD allowed. Nothing was spent on answers. Allow it with --max-cost {Math.Ceiling(cost * 1.2m)}, or measure fewer arms with --arms prompt,rag.")));
        }
    }

    private static string Inputs(Project project, QuestionSet questions, KnowledgeBase knowledge, AnswerGate? gate, string modelVersion) => ContentHash.Of(
    [
        "comparison/1", knowledge.Fingerprint(), questions.Fingerprint(), project.Name, project.ModelName, modelVersion, DecodingResult.NameOf(project.Decoding), project.Instructions,
        project.Contract is null ? null : File.ReadAllText(project.Contract),
        JsonSerializer.Serialize(project.Retrieval, JsonFormat.Compact), JsonSerializer.Serialize(project.Score, JsonFormat.Compact),
        gate?.Key, project.Needs.CitationsRequired.ToString(), project.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture),
    ]);

    private RetrievalMeasures MeasureRetrieval(Session session, QuestionSearch search, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        Question[] judged = [.. session.Questions.Questions.Where(q => q.Documents.Length > 0)];
        if (judged.Length == 0) return new RetrievalMeasures(ImmutableSortedDictionary<string, double>.Empty);
        (RankedRun run, _) = RetrievalEvaluation.Rank(
            search, judged, timeProvider, done => progress?.Report(new CompareProgress("retrieval", done, judged.Length)), cancellationToken);
        return RetrievalMeasures.Of(run, RetrievalEvaluation.Judgements(judged), session.Project.Retrieval.Passages);
    }

    private static CallbackProgress<IngestProgress>? Stage(string stage, IProgress<CompareProgress>? progress) =>
        progress is null ? null : new CallbackProgress<IngestProgress>(p => progress.Report(new CompareProgress(stage, p.Done, p.Total)));

    private static void Write(Workspace workspace, Comparison comparison, ImmutableArray<Run> runs, QuestionSet questions)
    {
        foreach (string old in Directory.EnumerateFiles(workspace.RunsFolder, "*.jsonl").Where(f => runs.All(r => Path.GetFileNameWithoutExtension(f) != r.Arm))) File.Delete(old);
        foreach (Run run in runs)
        {
            AtomicFile.Write(Path.Combine(workspace.RunsFolder, $"{run.Arm}.jsonl"), string.Concat(run.Rows.Select(r => JsonSerializer.Serialize(r, JsonFormat.Compact) + "\n")));
        }

        AtomicFile.Write(workspace.ComparisonFile, JsonSerializer.Serialize(comparison, JsonFormat.Indented) + "\n");
        AtomicFile.Write(workspace.ReportFile, HtmlReport.Render(comparison, runs, questions));
    }
}
