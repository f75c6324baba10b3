using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Comparing;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Ranking;
using Assay.Expanding;
using Assay.Knowledge;
using Assay.Models.Encoders;
using Assay.Models.Local;
using Assay.Models.Providers;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Projects;
using Assay.Retrieval.Dense;
using Assay.Retrieval.Ingestion;
using Assay.Retrieval.Search.Expansion;
using Assay.Running;
using Assay.Text;
using Assay.Tuning.Contrastive;
using Assay.Tuning.Training;
using Assay.Workspaces;

namespace Assay.FineTuning;

/// <summary>
/// Tunes the embedder or the reranker of a project on its questions or on pairs: negatives that the project's own search finds, training, a folder that the project can name, and the search
/// measured before and after on questions that were not taught. The same inputs give the same bytes, however often it is interrupted.
/// </summary>
/// <param name="providers">Where stored models are, and how hosted ones are reached.</param>
/// <param name="team">Who computes.</param>
/// <param name="time">The clock.</param>
public sealed class EncoderTuningJob(ProviderOptions providers, WorkerTeam team, TimeProvider time)
{
    private const string Version = "tune-encoder/1", CheckpointName = "checkpoint.safetensors", ManifestName = "assay-tuning.json";

    /// <summary>Trains, or goes on with what was interrupted, and measures.</summary>
    /// <param name="project">The project.</param>
    /// <param name="settings">What is tuned, and how.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="warn">Told what went wrong without ending it.</param>
    /// <param name="cancellationToken">Ends it; what was learned is kept, and the same command goes on.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="AssayException">Model, questions, pairs or settings cannot be used, another training runs, or something cannot be written.</exception>
    public async Task<EncoderTuningOutcome> RunAsync(Project project, EncoderTuningSettings settings, IProgress<CompareProgress> progress, Action<string> warn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(progress);
        ArgumentNullException.ThrowIfNull(warn);
        (string name, string path) = Base(project, settings);
        ImmutableArray<ContrastiveExample> pairs = settings.Pairs is { } file ? ContrastiveFile.Read(file, cancellationToken) : [];
        QuestionSet questions = settings.Pairs is null || File.Exists(project.Questions) ? QuestionFiles.Read(project) : new QuestionSet("", []);
        Workspace workspace = Workspace.Open(project.Root);
        using WorkspaceLock running = WorkspaceLock.Share(workspace, "assay tune");
        using FileStream alone = TrainingLock.Take(workspace, workspace.TuningFolder);
        EncoderLesson lesson;
        RankedRun before;
        using (KnowledgeBase knowledge = await OpenAsync(project, workspace, [.. questions.Questions.Select(q => q.Text), .. pairs.Select(p => p.Query)], progress, cancellationToken).ConfigureAwait(false))
        {
            knowledge.CheckReferences(questions, project);
            void Mined(int done, int total) => progress.Report(new CompareProgress("negatives", done, total));
            lesson = settings.Pairs is null
                ? EncoderLesson.OfQuestions(knowledge, questions, settings.HardNegatives, Mined, cancellationToken)
                : EncoderLesson.OfPairs(knowledge, pairs, questions.Questions, settings.HardNegatives, Mined, cancellationToken);
            before = Rank(knowledge, lesson, "search before", progress, cancellationToken);
        }

        Trained trained = Train(new Plan(workspace, settings, path, lesson), progress, warn, cancellationToken);
        var reference = new ModelReference(ModelKind.Folder, trained.Folder, null);
        Project with = settings.Kind == EncoderKind.Embedder ? project with { Embedder = reference } : project with { Reranker = reference };
        using KnowledgeBase tuned = await OpenAsync(with, workspace, lesson.Evaluation.Select(q => q.Text), progress, cancellationToken).ConfigureAwait(false);
        RankedRun after = Rank(tuned, lesson, "search after", progress, cancellationToken);
        return Outcome(project, settings.Kind, name, lesson, trained, (before, after));
    }

    private static EncoderTuningOutcome Outcome(Project project, EncoderKind kind, string name, EncoderLesson lesson, Trained trained, (RankedRun Before, RankedRun After) runs)
    {
        Qrels qrels = RetrievalEvaluation.Judgements(lesson.Evaluation);
        ImmutableSortedDictionary<string, double> Means(RankedRun run) => lesson.Evaluation.IsEmpty ? ImmutableSortedDictionary<string, double>.Empty : RetrievalMeasures.Of(run, qrels, project.Retrieval.Passages).Means;
        return new EncoderTuningOutcome
        {
            Kind = kind,
            Base = name,
            Folder = "./" + project.Display(trained.Folder),
            WasThere = trained.WasThere,
            Queries = lesson.Examples.Length,
            Positives = lesson.Examples.Sum(e => e.Positives.Length),
            Negatives = lesson.Examples.Sum(e => e.Negatives.Length),
            Steps = trained.Steps,
            HeldOutBefore = trained.Before,
            HeldOutAfter = trained.After,
            Questions = lesson.Evaluation.Length,
            Before = Means(runs.Before),
            After = Means(runs.After),
            Gain = lesson.Evaluation.IsEmpty ? null : RunComparison.Of(qrels, runs.After, runs.Before),
            Notes = lesson.Notes,
        };
    }

    // What training begins with: its name for people, and its folder.
    private (string Name, string Path) Base(Project project, EncoderTuningSettings settings)
    {
        string field = settings.Kind == EncoderKind.Embedder ? "embedder" : "reranker", file = project.Display(Path.Combine(project.Root, ProjectFile.FileName));
        ModelReference reference = settings.Base is { } named ? ModelReference.Parse(named) : (settings.Kind == EncoderKind.Embedder ? project.Embedder : project.Reranker) ?? throw new InputException(new Problem(
            file, null, $"The project names no {field} to begin with. Write one, such as {field}: ./models/my-{field} or {field}: hf:owner/name, or name it with --base; a plain encoder becomes a reranker too."));
        return reference.Kind switch
        {
            ModelKind.Folder when Directory.Exists(reference.Name) => (settings.Base ?? reference.ToString(), Path.GetFullPath(reference.Name)),
            ModelKind.Folder => throw new InputException(new Problem(reference.Name, null, $"expected the folder of the {field} to begin with; there is none. Correct the path, or get a model with `assay models pull hf:owner/name`.")),
            ModelKind.HuggingFace or ModelKind.Bundled => (reference.ToString(), ModelPath.Of(reference, providers.Environment)),
            _ => throw new InputException(new Problem(settings.Base is null ? file : "--base", null, $"'{reference}' runs at a provider, and its weights are not here to be trained. Name a folder or hf:owner/name.")),
        };
    }

    private async Task<KnowledgeBase> OpenAsync(Project project, Workspace workspace, IEnumerable<string> queries, IProgress<CompareProgress> progress, CancellationToken cancellationToken)
    {
        var knowledge = KnowledgeBase.Open(project, workspace, time);
        try
        {
            knowledge.Ingest(new CallbackProgress<IngestProgress>(p => progress.Report(new CompareProgress("ingest", p.Done, p.Total))), cancellationToken);
            KnowledgeEmbedder? embedder = knowledge.OpenEmbedder(project, workspace, providers, time);
            knowledge.OpenReranker(project, providers, cancellationToken);
            if (embedder is not null) await embedder.EmbedAsync(new RetrievalReportOptions().MaxCostUsd, new CallbackProgress<EmbedProgress>(p => progress.Report(new CompareProgress("embed", p.Done, p.Total))), cancellationToken).ConfigureAwait(false);
            await knowledge.PrepareAsync(queries.Distinct(StringComparer.Ordinal), cancellationToken).ConfigureAwait(false);
            return knowledge;
        }
        catch
        {
            knowledge.Dispose();
            throw;
        }
    }

    private RankedRun Rank(KnowledgeBase knowledge, EncoderLesson lesson, string stage, IProgress<CompareProgress> progress, CancellationToken cancellationToken) => RetrievalEvaluation.Rank(
        new QuestionSearch(knowledge, QueryExpansion.Off, ExpandedQuestions.None), lesson.Evaluation, time, done => progress.Report(new CompareProgress(stage, done, lesson.Evaluation.Length)), cancellationToken).Run;

    private Trained Train(Plan plan, IProgress<CompareProgress> progress, Action<string> warn, CancellationToken cancellationToken)
    {
        progress.Report(new CompareProgress("model", 0, 0));
        Student student = plan.Settings.Kind == EncoderKind.Embedder ? Embedder(plan) : Reranker(plan);
        string key = KeyOf(plan, student.Options);
        string target = Path.Combine(plan.Workspace.ModelsFolder, plan.Settings.Name ?? $"{(plan.Settings.Kind == EncoderKind.Embedder ? "embedder" : "reranker")}-{key[..8]}");
        if (Directory.Exists(target)) return KeyIn(target) == key ? new Trained(target, true, 0, null, null) : throw new InputException(new Problem(target, null, "a model of this name is there already, made from other inputs. Choose another --name, or remove the folder."));
        string folder = Path.Combine(plan.Workspace.TuningFolder, key[..16]), checkpoint = Path.Combine(folder, CheckpointName);
        Directory.CreateDirectory(folder);
        FoundPassages? before = student.Measure();
        var trainer = new Trainer(student.Task, student.Options, team, time) { CheckpointPath = checkpoint, Key = key, Warn = warn };
        TrainingResult result = trainer.Train(new CallbackProgress<TrainingProgress>(p => progress.Report(new CompareProgress("train", (int)p.Step, (int)p.Steps))), cancellationToken);
        FoundPassages? after = student.Measure();
        using (Scratch scratch = Scratch.Create(plan.Workspace))
        {
            string made = Path.Combine(scratch.Path, "model");
            student.Write(made);
            AtomicFile.Write(Path.Combine(made, ManifestName), Manifest(plan, key, student.Options, result).ToJsonString(JsonFormat.Indented) + "\n");
            Directory.CreateDirectory(plan.Workspace.ModelsFolder);
            Directory.Move(made, target);
        }

        Directory.Delete(folder, recursive: true);
        return new Trained(target, false, result.Steps, before, after);
    }

    private Student Embedder(Plan plan)
    {
        TrainableEmbedder embedder = TrainableEmbedder.FromFolder(plan.Base);
        TrainingOptions options = plan.Settings.Training(embedder.IsStatic);
        var task = new ContrastiveTask(embedder, plan.Lesson.Examples, plan.Lesson.HeldOut, (plan.Settings.Loss(embedder.Dimensions), options), team);
        return new Student(task, options, task.Measure, embedder.Write);
    }

    private Student Reranker(Plan plan)
    {
        TrainableReranker reranker = TrainableReranker.FromFolder(plan.Base, plan.Settings.Seed);
        TrainingOptions options = plan.Settings.Training(isStatic: false);
        var task = new RerankTask(reranker, plan.Lesson.Examples, plan.Lesson.HeldOut, (RerankLoss.Listwise, plan.Settings.HardNegatives.Count, options), team);
        return new Student(task, options, task.Measure, reranker.Write);
    }

    private static string KeyOf(Plan plan, TrainingOptions options)
    {
        static IEnumerable<string> Texts(IEnumerable<ContrastiveExample> examples) => examples.SelectMany(e => e.Positives.Prepend("positives").Prepend(e.Query).Append("negatives").Concat(e.Negatives));
        return ContentHash.Of(
        [
            Version, plan.Settings.Kind.ToString(), EncoderFingerprint.Of(plan.Base), JsonSerializer.Serialize(options with { CheckpointEvery = default }, JsonFormat.Compact), string.Join(',', plan.Settings.Dimensions),
            .. Texts(plan.Lesson.Examples), "held out", .. Texts(plan.Lesson.HeldOut),
        ]);
    }

    private static JsonObject Manifest(Plan plan, string key, TrainingOptions options, TrainingResult result) => new()
    {
        ["key"] = key,
        ["kind"] = plan.Settings.Kind.ToString(),
        ["baseFingerprint"] = EncoderFingerprint.Of(plan.Base),
        ["queries"] = plan.Lesson.Examples.Length,
        ["heldOutQueries"] = plan.Lesson.HeldOut.Length,
        ["measuredOn"] = new JsonArray([.. plan.Lesson.Evaluation.Select(q => (JsonNode)q.Id)]),
        ["training"] = JsonSerializer.SerializeToNode(options, JsonFormat.Compact),
        ["steps"] = result.Steps,
        ["bestStep"] = result.BestStep,
    };

    private static string? KeyIn(string folder)
    {
        try
        {
            string path = Path.Combine(folder, ManifestName);
            return File.Exists(path) && JsonNode.Parse(File.ReadAllText(path)) is JsonObject manifest && manifest["key"] is JsonValue value && value.TryGetValue(out string? key) ? key : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Plan(Workspace Workspace, EncoderTuningSettings Settings, string Base, EncoderLesson Lesson);

    private sealed record Student(ITrainingTask Task, TrainingOptions Options, Func<FoundPassages?> Measure, Action<string> Write);

    private sealed record Trained(string Folder, bool WasThere, long Steps, FoundPassages? Before, FoundPassages? After);
}
