using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Assay.Evaluation.Questions;
using Assay.Knowledge;
using Assay.Models.Adapters;
using DiskSpace = Assay.Models.Hub.DiskSpace;
using Assay.Models.Providers;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Projects;
using Assay.Reporting;
using Assay.Retrieval.Ingestion;
using Assay.Running;
using Assay.Text;
using Assay.Tuning.Examples;
using Assay.Tuning.Export;
using Assay.Tuning.Forgetting;
using Assay.Tuning.Racing;
using Assay.Tuning.Registry;
using Assay.Tuning.Training;
using Assay.Workspaces;

namespace Assay.FineTuning;

/// <summary>
/// Tunes a project's model on its examples: checks, plan, training, a version in the registry. The same inputs give the same bytes, on any number of threads and however often
/// it is interrupted; a training that is there already is not done again.
/// </summary>
/// <param name="providers">Where stored models are.</param>
/// <param name="team">Who computes.</param>
/// <param name="time">The clock.</param>
public sealed class TuneJob(ProviderOptions providers, WorkerTeam team, TimeProvider time)
{
    /// <summary>Free bytes on the disk of a folder; null where nobody can tell.</summary>
    /// <value>What the system says.</value>
    public Func<string, long?> FreeBytes { get; init; } = DiskSpace.Free;

    /// <summary>Reads and checks everything that a training depends on.</summary>
    /// <param name="project">The project.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The plan, to be disposed. What the checks found against it is in its data.</returns>
    /// <exception cref="AssayException">Examples, model or settings cannot be used.</exception>
    public TunePlan Prepare(Project project, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        Workspace workspace = Workspace.Open(project.Root);
        if (project.Tuning.Pinned is { } pinned) _ = PinnedPrompts.Read(Path.Combine(project.Root, pinned));
        (ExampleSet Set, string Sha256) read = TuneData.Read(project, cancellationToken);
        using KnowledgeBase knowledge = KnowledgeBase.Open(project, workspace, time);
        knowledge.Ingest(progress is null ? null : new CallbackProgress<IngestProgress>(p => progress.Report(new CompareProgress("ingest", p.Done, p.Total))), cancellationToken);
        QuestionSet? questions = File.Exists(project.Questions) ? QuestionFiles.Read(project) : null;
        progress?.Report(new CompareProgress("model", 0, 0));
        TuneBase with = TuneBase.Open(project, workspace, () => VocabularyTexts(read.Set, knowledge), providers, cancellationToken);
        try
        {
            progress?.Report(new CompareProgress("checks", 0, 0));
            if (!with.IsScratch && project.Tuning.KnowledgeChecks > 0) with.Ask(team);
            TuneData data = TuneData.Prepare(read, project, with, questions, knowledge, cancellationToken);
            return Plan(project, workspace, with, data);
        }
        catch
        {
            with.Dispose();
            throw;
        }
    }

    /// <summary>What a training will take, by a few of its own steps.</summary>
    /// <param name="plan">A plan that can run.</param>
    /// <returns>The estimate.</returns>
    public TuneEstimate Estimate(TunePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ITrainingTask task = plan.Lesson.TaskFor(Decoder(plan), plan.Options, team);
        return TuneEstimate.Measure(task, plan.Options, (plan.Lesson.Tokens, plan.Lesson.HeldOutTokens), plan.Project.Tuning.HourlyCost, time) with { DiskBytes = TuneSpace.Needed(task, plan) };
    }

    /// <summary>Looks for a better way to train within a budget. The default stays unless another one is clearly better on what is held out.</summary>
    /// <param name="plan">The default, as a plan that can run.</param>
    /// <param name="budget">Time or money.</param>
    /// <param name="progress">Told after every measurement; may be null.</param>
    /// <param name="warn">Told what went wrong without ending it.</param>
    /// <param name="cancellationToken">Stops it, with what was measured kept.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="InputException">Too little is held out, or training failed with every candidate.</exception>
    /// <exception cref="AssayException">Another training runs in the workspace, or something cannot be written.</exception>
    public RaceResult Search(TunePlan plan, RaceBudget budget, IProgress<RaceMeasurement>? progress, Action<string> warn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        using WorkspaceLock running = WorkspaceLock.Share(plan.Workspace, "assay tune --search");
        using FileStream alone = TrainingLock.Take(plan.Workspace, plan.Folder);
        return new TuneSearch(team, time).Run(plan, budget, progress, warn, cancellationToken);
    }

    /// <summary>Trains, or goes on with what was interrupted, and adds the result to the registry.</summary>
    /// <param name="plan">A plan that can run.</param>
    /// <param name="estimate">What was estimated; null for nothing.</param>
    /// <param name="progress">Told after every step; may be null.</param>
    /// <param name="warn">Told what went wrong without ending it.</param>
    /// <param name="cancellationToken">Ends it between two steps, with the state kept.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="InputException">The loss became infinite or grew.</exception>
    /// <exception cref="AssayException">Another training runs in the workspace, there is too little room on the disk, or something cannot be written.</exception>
    public TuneOutcome Run(TunePlan plan, TuneEstimate? estimate, IProgress<TrainingProgress>? progress, Action<string> warn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        using WorkspaceLock running = WorkspaceLock.Share(plan.Workspace, "assay tune");
        using FileStream alone = TrainingLock.Take(plan.Workspace, plan.Folder);
        TrainableDecoder decoder = Decoder(plan);
        ITrainingTask task = plan.Lesson.TaskFor(decoder, plan.Options, team);
        TuneSpace.Require(TuneSpace.Needed(task, plan), FreeBytes(plan.Workspace.Root), plan.Workspace.Root);
        ImmutableArray<TextScore> before = plan.Lesson.Scores(task);
        (TrainingResult result, ImmutableArray<StepMetrics> metrics) = Train(plan, task, progress, warn, cancellationToken);
        StrengthChoice strength = StrengthChoice.Of(plan, decoder, team, cancellationToken);
        AdapterVersion version = AdapterRegistry.Open(plan.Workspace.AdaptersFolder, time).Add(Manifest(plan, result, metrics, (estimate, strength)), folder =>
        {
            File.Copy(Path.Combine(plan.Folder, AdapterVersion.MetricsFileName), Path.Combine(folder, AdapterVersion.MetricsFileName));
            Write(plan, decoder, folder, strength.Strength);
        });
        Directory.Delete(plan.Folder, recursive: true);
        var outcome = new TuneOutcome(version, result.End, before, plan.Lesson.Scores(task));
        Report(plan, outcome, metrics);
        outcome = outcome with { Gates = Judge(plan, version, cancellationToken) };
        Report(plan, outcome, metrics);
        return outcome;
    }

    // Written before gates are measured as well: that may be interrupted.
    private static void Report(TunePlan plan, TuneOutcome outcome, ImmutableArray<StepMetrics> metrics) =>
        AtomicFile.Write(Path.Combine(outcome.Version.Folder, TuningReport.FileName), TuningReport.Render(outcome, metrics, plan.Lesson.Right, plan.Data.Report with { Path = plan.Project.Display(plan.Project.Examples!) }));

    /// <summary>Measures the gates of a version that a training can measure, and keeps them with it: what was forgotten, and what can be drawn out.</summary>
    /// <param name="plan">What the version was made of.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Ends it; the gates are then missing.</param>
    /// <returns>All gates that are known.</returns>
    /// <exception cref="AssayException">The version cannot be opened, or the pinned prompts cannot be read.</exception>
    public GateReport Judge(TunePlan plan, AdapterVersion version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(version);
        return new TuneGates(team, time).Measure(plan, version, cancellationToken);
    }

    /// <summary>Makes a version again from its manifest and compares the bytes.</summary>
    /// <param name="project">Whose version it is.</param>
    /// <param name="name">The version.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it; what was done is lost.</param>
    /// <returns>Both hashes.</returns>
    /// <exception cref="InputException">There is no such version, or what it was made of is not there any more: says what.</exception>
    public ReplayOutcome Replay(Project project, string name, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        Workspace workspace = Workspace.Open(project.Root);
        TuningManifest manifest = AdapterRegistry.Open(workspace.AdaptersFolder, time).Required(name).Manifest;
        TuneSettings settings = manifest.Settings?.Deserialize<TuneSettings>(JsonFormat.Compact) ?? throw new InputException(new Problem(name, null, "The version's manifest does not say its settings, so it cannot be made again."));
        using TunePlan plan = Prepare(project with { Tuning = settings, Seed = (int)manifest.Seed }, progress, cancellationToken);
        if (plan.Key != manifest.Key) throw new InputException(new Problem(name, null, $"It cannot be made again: {string.Join(", ", Changes(plan, manifest))} changed since."));
        using WorkspaceLock running = WorkspaceLock.Share(workspace, "assay tune --replay");
        using Scratch scratch = Scratch.Create(workspace);
        TrainableDecoder decoder = Decoder(plan);
        new Trainer(plan.Lesson.TaskFor(decoder, plan.Options, team), plan.Options, team, time).Train(new CallbackProgress<TrainingProgress>(p => progress?.Report(new CompareProgress("train", (int)p.Step, (int)p.Steps))), cancellationToken);
        Write(plan, decoder, scratch.Path, 1);
        using FileStream weights = File.OpenRead(AdapterVersion.WeightsIn(scratch.Path, plan.Method));
        return new ReplayOutcome(name, manifest.WeightsSha256, Convert.ToHexStringLower(SHA256.HashData(weights)));
    }

    private static IEnumerable<string> Changes(TunePlan plan, TuningManifest manifest)
    {
        int before = 0;
        if (plan.Data.Sha256 != manifest.Data.Sha256) { before++; yield return $"the examples in {manifest.Data.Path}"; }
        if (plan.Base.Hashes.Weights != manifest.BaseFingerprint) { before++; yield return "the base model's weights"; }
        if (plan.Base.Hashes.Template != manifest.TemplateHash) { before++; yield return "its chat template"; }
        if (plan.Base.Hashes.Tokenizer != manifest.TokenizerHash) { before++; yield return "its tokenizer"; }
        if (TunePlan.Code != manifest.CodeVersion) { before++; yield return $"Assay itself ({manifest.CodeVersion} made it, this is {TunePlan.Code})"; }
        if (before == 0) yield return "documents or questions, by which examples are held out or left out,";
    }

    private (TrainingResult Result, ImmutableArray<StepMetrics> Metrics) Train(TunePlan plan, ITrainingTask task, IProgress<TrainingProgress>? progress, Action<string> warn, CancellationToken cancellationToken)
    {
        using var file = new TrainingMetrics(Path.Combine(plan.Folder, AdapterVersion.MetricsFileName), Trainer.StepsIn(plan.Checkpoint, plan.Key));
        ImmutableArray<StepMetrics>.Builder steps = file.Kept.ToBuilder();
        var trainer = new Trainer(task, plan.Options, team, time) { CheckpointPath = plan.Checkpoint, Key = plan.Key, Warn = warn };
        TrainingResult result = trainer.Train(new CallbackProgress<TrainingProgress>(p =>
        {
            steps.Add(StepMetrics.Of(p));
            file.Add(steps[^1]);
            progress?.Report(p);
        }), cancellationToken);
        return (result, steps.ToImmutable());
    }

    private static IEnumerable<string> VocabularyTexts(ExampleSet set, KnowledgeBase knowledge) =>
        [.. set.Conversations.SelectMany(e => e.Messages.Select(m => m.Content)), .. knowledge.ReadableIds().SelectMany(id => knowledge.TextsOf(id))];

    private TunePlan Plan(Project project, Workspace workspace, TuneBase with, TuneData data)
    {
        // What a model recommends is about conversations: preferences are learned at a hundredth of their rates.
        TuneSettings settings = data.Lesson is PreferenceLesson ? project.Tuning : project.Tuning.Over(with.Model.Advice, with.Path);
        TuningMethod method = settings.Method ?? (with.IsScratch ? TuningMethod.Full : TuningMethod.Lora);
        TrainingOptions options = settings.Training(method, with.IsScratch, data.Lesson is PreferenceLesson, (ulong)project.Seed);
        return PlanOf(project with { Tuning = settings }, workspace, with, data, (method, options, method == TuningMethod.Lora ? settings.Lora(options) : null));
    }

    private TunePlan PlanOf(Project project, Workspace workspace, TuneBase with, TuneData data, (TuningMethod Method, TrainingOptions Options, LoraSettings? Lora) how)
    {
        string key = TunePlan.KeyOf(with, project.Tuning, how.Method, how.Options, how.Lora, data.Lesson);
        return new TunePlan
        {
            Project = project,
            Workspace = workspace,
            Base = with,
            Data = data,
            Method = how.Method,
            Options = how.Options,
            Lora = how.Lora,
            Key = key,
            Existing = AdapterRegistry.Open(workspace.AdaptersFolder, time).Versions.LastOrDefault(v => v.Manifest.Key == key),
            StepsDone = Trainer.StepsIn(Path.Combine(workspace.TuningFolder, key[..16], TunePlan.CheckpointName), key),
        };
    }

    /// <summary>A plan that trains in another way.</summary>
    /// <param name="plan">The plan; it stays in charge of the model.</param>
    /// <param name="winner">How to train.</param>
    public TunePlan With(TunePlan plan, RaceCandidate winner)
    {
        TuneSettings found = plan.Project.Tuning with { Epochs = winner.Options.Epochs, LearningRate = winner.Options.LearningRate };
        if (winner.Lora is { } lora) found = found with { Rank = lora.Rank, Alpha = lora.Alpha, Modules = lora.TargetModules };
        return PlanOf(plan.Project with { Tuning = found }, plan.Workspace, plan.Base, plan.Data, (plan.Method, winner.Options, winner.Lora));
    }

    /// <summary>The same training on some of the examples.</summary>
    /// <param name="plan">A plan that can run.</param>
    /// <param name="items">Which of those to train on, from 0.</param>
    /// <returns>Shares model and held-out examples with the first one, which is the one to dispose.</returns>
    public TunePlan On(TunePlan plan, ImmutableArray<int> items)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return PlanOf(plan.Project, plan.Workspace, plan.Base, plan.Data.Part(items), (plan.Method, plan.Options, plan.Lora));
    }

    internal static TrainableDecoder Decoder(TunePlan plan) => plan.Base.Trainable(plan.Method, plan.Lora ?? new LoraSettings(), plan.Options.Seed);

    private static void Write(TunePlan plan, TrainableDecoder decoder, string folder, double strength)
    {
        if (plan.Method == TuningMethod.Full)
        {
            ModelFolder.Write(folder, plan.Base.Path, decoder);
            return;
        }

        using LoraAdapter adapter = decoder.ToAdapter(folder);
        using LoraAdapter strong = adapter.WithStrength(strength);
        PeftAdapterWriter.Write(folder, strong, new PeftAdapterOptions { BaseModel = plan.Base.Name, Dropout = plan.Options.Dropout });
    }

    private static TuningManifest Manifest(TunePlan plan, TrainingResult result, ImmutableArray<StepMetrics> metrics, (TuneEstimate? Estimate, StrengthChoice Strength) more)
    {
        using Process process = Process.GetCurrentProcess();
        TuneData data = plan.Data;
        return new TuningManifest
        {
            Key = plan.Key,
            BaseModel = plan.Base.Name,
            BaseFingerprint = plan.Base.Hashes.Weights,
            TemplateHash = plan.Base.Hashes.Template,
            TokenizerHash = plan.Base.Hashes.Tokenizer,
            Method = plan.Method,
            Data = new TunedData(plan.Project.Display(plan.Project.Examples!), data.Sha256, plan.Lesson.Items - data.Planted, data.Set.Rows - plan.Lesson.Items + data.Planted) { NeverSeen = data.Leaking, Canaries = [.. data.Canaries.Select(c => c.Copies)] },
            Seed = plan.Options.Seed,
            CodeVersion = TunePlan.Code,
            Training = plan.Options,
            Lora = plan.Lora,
            Strength = more.Strength.Strength,
            Settings = JsonSerializer.SerializeToNode(plan.Project.Tuning, JsonFormat.Compact)!.AsObject(),
            SystemPrompt = data.SystemPrompt,
            WithPassages = data.WithPassages,
            Result = new TunedResult
            {
                Steps = result.Steps,
                BestStep = result.BestStep,
                TrainLoss = result.TrainLoss,
                HeldOutLoss = result.Best?.Loss,
                Tokens = metrics.Sum(m => (long)m.Tokens),
                Seconds = metrics.Sum(m => m.Seconds),
                EstimatedSeconds = more.Estimate?.Seconds,
                Strengths = more.Strength.Tried,
                PeakMegabytes = process.PeakWorkingSet64 / (double)(1 << 20),
            },
        };
    }
}
