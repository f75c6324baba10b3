using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Assay.Answering;
using Assay.Arms;
using Assay.Comparing;
using Assay.Decisions.Prices;
using Assay.Evaluation.Contracts;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;
using Assay.Expanding;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Prompting;
using Assay.Retrieval.Ingestion;
using Assay.Retrieval.Search.Expansion;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Running;

/// <summary>
/// A project, opened so that arms can answer its questions: documents ingested, models loaded, what a model adds to questions paid for. Whole runs are kept under a hash of their inputs
/// and every answer under a hash of its prompt, so nothing is asked twice.
/// </summary>
public sealed class RunSession : IDisposable
{
    /// <summary>Tokens left for instructions, contract and question when the window of a model whose tokens are estimated is filled with documents.</summary>
    private const int PromptReserveTokens = 2000;

    /// <summary>Part of the key of every stage: another version may search or score differently, and answers are kept apart from stages.</summary>
    internal static readonly string CodeVersion = typeof(RunSession).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private readonly RunParts _parts;
    private readonly Dictionary<string, ImmutableArray<ArmRunner.Item>> _prepared = new(StringComparer.Ordinal);
    private readonly bool _ownsParts;

    internal RunSession(RunParts parts, TunedArms? tuned, ImmutableArray<string> arms, bool ownsParts = true)
    {
        (_parts, _ownsParts) = (parts, ownsParts);
        (Tuned, ArmNames) = (tuned, arms);
        Inputs = InputsOf(Project.Decoding);
        Search = new QuestionSearch(Knowledge, Project.Retrieval.Expansion, ExpandedQuestions.None);
    }

    /// <summary>The project.</summary>
    public Project Project => _parts.Project;

    /// <summary>Its questions.</summary>
    public QuestionSet Questions => _parts.Questions;

    /// <summary>What answers must look like; null when any will do.</summary>
    public Contract? Contract => _parts.Contract;

    /// <summary>Where everything is kept.</summary>
    public Workspace Workspace => _parts.Workspace;

    /// <summary>The ingested documents.</summary>
    public KnowledgeBase Knowledge => _parts.Knowledge;

    /// <summary>What ingestion found.</summary>
    public IngestReport Ingested => _parts.Ingested;

    /// <summary>The project's model.</summary>
    public IAnswerModel Model => _parts.Model;

    /// <summary>Its price; null when unknown.</summary>
    public ModelPrice? Price => _parts.Price;

    /// <summary>The best prompts that the model is asked with; null where the project does not ask for them.</summary>
    public BestPrompts? Prompts => (Model as ChatAnswerModel)?.Best;

    /// <summary>How the project's questions are searched for.</summary>
    public QuestionSearch Search { get; private set; }

    /// <summary>The arms that were asked for.</summary>
    public ImmutableArray<string> ArmNames { get; }

    /// <summary>Hash of what every run depends on.</summary>
    public string Inputs { get; }

    /// <summary>The trained version of the tuned arms; null when there is none among them.</summary>
    internal TunedArms? Tuned { get; }

    /// <summary>The clock.</summary>
    internal TimeProvider Time => _parts.Time;

    /// <summary>An arm of this project.</summary>
    /// <param name="name">One of <see cref="ArmCatalog.Names"/>.</param>
    /// <returns>The arm.</returns>
    public IArm Arm(string name)
    {
        int reserve = PromptReserveTokens + (Prompts is null ? 0 : ShotPicker.Budget(Model));
        int room = PromptRoom.ForPassages(Model) ?? (Model.ContextWindow ?? int.MaxValue) - reserve;
        int window = Math.Min(Project.Retrieval.LongContextTokens, room);
        return ArmCatalog.Create(name, new ArmParts(Knowledge, window, Search.Expansion, _parts.Gate, Tuned?.Router) { Tables = new TableAnswering(Project, Knowledge) });
    }

    /// <summary>Runs the arms that were asked for over all questions.</summary>
    /// <param name="maxCostUsd">Nothing is asked when it is expected to cost more.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it; answers that arrived are kept.</param>
    /// <returns>One run an arm.</returns>
    /// <exception cref="InputException">It would cost more than allowed.</exception>
    /// <exception cref="Models.Providers.ProviderException">The provider is down or refuses the key.</exception>
    public async Task<ImmutableArray<Run>> RunAsync(decimal maxCostUsd, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        using AnswerCache cache = OpenCache();
        var stages = new StageCache(Workspace);
        ArmRunner own = Runner(Model, cache, Price), trained = Tuned is { } tuned ? Runner(tuned.Model, cache, ModelPrice.Free) : own;
        IArm[] arms = [.. ArmNames.Select(Arm)], missing = [.. arms.Where(a => stages.Find<Run>(RunStage(a.Name), RunInputs(a.Name)) is null)];
        foreach (IArm arm in missing) Items(arm);
        CheckCost(maxCostUsd, own.EstimateCostUsd(missing.Where(a => !ArmCatalog.IsTuned(a.Name)).SelectMany(a => Items(a))));
        var runs = ImmutableArray.CreateBuilder<Run>();
        foreach (IArm arm in arms)
        {
            Run run = await stages.GetOrMakeAsync(RunStage(arm.Name), RunInputs(arm.Name), () => RunnerOf(arm).RunAsync(arm, Items(arm), progress, cancellationToken), keep: r => IsFinal(arm, r)).ConfigureAwait(false);
            runs.Add(InOrder(run) with { Version = ArmCatalog.IsTuned(arm.Name) ? Tuned!.Tuned.Version.Name : null });
        }

        return runs.ToImmutable();

        // Another process may have cleaned a stage away since it was looked for.
        ImmutableArray<ArmRunner.Item> Items(IArm arm) => Prepared(RunnerOf(arm), arm, progress, cancellationToken);

        ArmRunner RunnerOf(IArm arm) => ArmCatalog.IsTuned(arm.Name) ? trained : own;
    }

    /// <summary>Lets an arm answer some questions in another way than the project's: with other passages, another model or once more. Only single answers are kept.</summary>
    /// <param name="variant">What is different.</param>
    /// <param name="questions">The questions.</param>
    /// <param name="maxCostUsd">Nothing is asked when it is expected to cost more.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it; answers that arrived are kept.</param>
    /// <returns>One row a question, in their order.</returns>
    /// <exception cref="InputException">It would cost more than allowed.</exception>
    /// <exception cref="Models.Providers.ProviderException">The provider is down or refuses the key.</exception>
    public async Task<Run> RunAsync(RunVariant variant, IReadOnlyList<Question> questions, decimal maxCostUsd, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(variant);
        using AnswerCache cache = OpenCache();
        (ArmRunner runner, ImmutableArray<ArmRunner.Item> items) = Prepare(variant, questions, cache, progress, cancellationToken);
        CheckCost(maxCostUsd, runner.EstimateCostUsd(items));
        return await runner.RunAsync(variant.Arm, items, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What it is expected to cost to let an arm answer some questions in another way, answers that are kept left out.</summary>
    /// <param name="variant">What is different.</param>
    /// <param name="questions">The questions.</param>
    /// <param name="cancellationToken">Stops between questions.</param>
    /// <returns>US dollars; null when the price is not known.</returns>
    public decimal? EstimateCostUsd(RunVariant variant, IReadOnlyList<Question> questions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(variant);
        using AnswerCache cache = OpenCache();
        (ArmRunner runner, ImmutableArray<ArmRunner.Item> items) = Prepare(variant, questions, cache, null, cancellationToken);
        return runner.EstimateCostUsd(items);
    }

    /// <summary>What an arm hands over for every question.</summary>
    /// <param name="arm">Name of the arm.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops between questions.</param>
    /// <returns>In the order of the questions.</returns>
    public ImmutableArray<ArmContext> Contexts(string arm, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        using AnswerCache cache = OpenCache();
        return [.. Prepared(Runner(ModelOf(arm), cache, Price), Arm(arm), progress, cancellationToken).Select(i => i.Context)];
    }

    /// <summary>What answers an arm.</summary>
    /// <param name="arm">Name of the arm.</param>
    /// <returns>The project's model, or the trained version.</returns>
    public IAnswerModel ModelOf(string arm) => ArmCatalog.IsTuned(arm) ? Tuned!.Model : Model;

    /// <summary>The kept runs of the arms with another decoding.</summary>
    /// <param name="other">The decoding.</param>
    /// <param name="arms">Names of arms.</param>
    /// <returns>By arm; without those that were not run on these inputs.</returns>
    internal IReadOnlyDictionary<string, Run> Kept(Decoding other, IEnumerable<string> arms)
    {
        var stages = new StageCache(Workspace);
        string inputs = InputsOf(other);
        return arms.Select(a => stages.Find<Run>(RunStage(a), RunInputs(a, inputs))).OfType<Run>().ToDictionary(r => r.Arm, StringComparer.Ordinal);
    }

    /// <summary>The same project with another trained version; this session must outlive it.</summary>
    internal RunSession With(TunedArms tuned, ImmutableArray<string> arms) => new(_parts, tuned, arms, ownsParts: false) { Search = Search };

    /// <summary>Lets a model add to every question what it is searched for with, where the project wants that. These are the first paid calls of a run, so the answers' cost is estimated before.</summary>
    internal async Task ExpandAsync(ProjectExpander? expander, decimal maxCostUsd, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        if (expander is null) return;
        QueryExpansion kind = Project.Retrieval.Expansion;
        (QueryExpansion, string)[] wanted = [.. Questions.Questions.Select(q => (kind, q.Text))];
        if (expander.EstimateCostUsd(wanted) is > 0 and var cost)
        {
            using AnswerCache cache = OpenCache();
            ArmRunner runner = Runner(Model, cache, Price);
            CheckCost(maxCostUsd, cost + (runner.EstimateCostUsd(ArmNames.Where(a => !ArmCatalog.IsTuned(a)).SelectMany(a => runner.Prepare(Arm(a), Questions, progress, cancellationToken))) ?? 0));
        }

        ExpandedQuestions expanded = await expander.ExpandAllAsync(wanted, progress, cancellationToken).ConfigureAwait(false);
        await Knowledge.PrepareMadeUpAsync(expanded.MadeUp, cancellationToken).ConfigureAwait(false);
        Search = Search with { Expanded = expanded };
        _prepared.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Tuned?.Dispose();
        if (_ownsParts) _parts.Dispose();
    }

    private AnswerCache OpenCache() => AnswerCache.Open(Workspace, survivesPowerLoss: Project.Model.Kind != Models.Providers.ModelKind.Extractive);

    private ArmRunner Runner(IAnswerModel model, AnswerCache cache, ModelPrice? price) => new(model, cache, new AnswerScorer(Project.Score, Contract), price, Search, Time);

    private (ArmRunner Runner, ImmutableArray<ArmRunner.Item> Items) Prepare(RunVariant variant, IReadOnlyList<Question> questions, AnswerCache cache, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        IAnswerModel model = variant.Model ?? ModelOf(variant.Arm.Name);
        ArmRunner runner = new(model, cache, new AnswerScorer(Project.Score, Contract), variant.Model is null && !ArmCatalog.IsTuned(variant.Arm.Name) ? Price : variant.Price, Search, Time) { Repeat = variant.Repeat };
        return (runner, Prepare(runner, model, variant.Arm, new QuestionSet(Questions.Source, [.. questions]), progress, cancellationToken));
    }

    private ImmutableArray<ArmRunner.Item> Prepared(ArmRunner runner, IArm arm, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        if (!_prepared.TryGetValue(arm.Name, out ImmutableArray<ArmRunner.Item> items)) _prepared[arm.Name] = items = Prepare(runner, ModelOf(arm.Name), arm, Questions, progress, cancellationToken);
        return items;
    }

    // What is handed over is counted as the model counts that gets it.
    private ImmutableArray<ArmRunner.Item> Prepare(ArmRunner runner, IAnswerModel model, IArm arm, QuestionSet questions, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        if (model != Model) PromptRoom.Count(Knowledge, model);
        try
        {
            return runner.Prepare(arm, questions, progress, cancellationToken);
        }
        finally
        {
            if (model != Model) PromptRoom.Count(Knowledge, Model);
        }
    }

    private bool IsFinal(IArm arm, Run run) => run.IsComplete && (arm.Name is not (ArmCatalog.Rag or ArmCatalog.Hybrid) || Search.Expanded.WithoutReply == 0);

    // A kept run may be of the same questions in another order.
    private Run InOrder(Run run)
    {
        Dictionary<string, AnswerRow> rows = run.Rows.ToDictionary(r => r.Question, StringComparer.Ordinal);
        return run with { Rows = [.. Questions.Questions.Select(q => rows[q.Id])] };
    }

    private static string RunStage(string arm) => $"run-{arm}";

    private string RunInputs(string arm, string? inputs = null) => ContentHash.Of([CodeVersion, arm, inputs ?? Inputs, Price?.ToString(), .. ArmCatalog.IsTuned(arm) ? (string[])[Tuned!.KeyOf(arm)] : []]);

    private static void CheckCost(decimal maxCostUsd, decimal? expectedUsd)
    {
        if (expectedUsd is { } cost && cost > maxCostUsd)
        {
            throw new InputException(new Problem("", null, FormattableString.Invariant(
                $"This run is expected to cost about {cost:0.00} USD, more than the {maxCostUsd:0.00} USD allowed. Nothing was spent on answers. Allow it with --max-cost {Math.Ceiling(cost * 1.2m)}, or measure fewer arms with --arms prompt,rag.")));
        }
    }

    private string InputsOf(Decoding decoding) => ContentHash.Of(
    [
        "comparison/1", Knowledge.Fingerprint(), Questions.Fingerprint(), Project.Name, Project.ModelName, Model.Version, DecodingResult.NameOf(decoding), Project.Instructions,
        Project.Contract is null ? null : File.ReadAllText(Project.Contract),
        JsonSerializer.Serialize(Project.Retrieval, JsonFormat.Compact), JsonSerializer.Serialize(Project.Score, JsonFormat.Compact),
        _parts.Gate?.Key, .. Prompts is { } prompts ? (string[])[prompts.Key] : [], (Project.Needs.CitationsRequired is true).ToString(), Project.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture),
    ]);
}
