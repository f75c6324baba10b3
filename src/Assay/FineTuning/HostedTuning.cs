using System.Collections.Immutable;
using Assay.Decisions.Requirements;
using Assay.Evaluation.Questions;
using Assay.Knowledge;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Retrieval.Ingestion;
using Assay.Running;
using Assay.Text;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Sensitive;
using Assay.Tuning.Hosted;
using Assay.Workspaces;

namespace Assay.FineTuning;

/// <summary>Tunes a project's examples at a provider: the checks of <see cref="TuneJob"/>, the files that are sent, and the ledger that keeps anything from being sent twice.</summary>
/// <param name="providers">Keys and addresses, from the environment.</param>
/// <param name="time">The clock.</param>
public sealed class HostedTuning(ProviderOptions providers, TimeProvider time)
{
    private const string ServerKey = "ASSAY_API_KEY";

    private static readonly Uri Together = new("https://api.together.xyz/v1");

    /// <summary>Where a project is tuned.</summary>
    /// <param name="project">Names a model.</param>
    /// <param name="provider"><c>openai</c> or <c>together</c>; null for that of the model.</param>
    /// <param name="model">The base model instead of the project's: a reference, or its name at <paramref name="provider"/>; null for the project's.</param>
    /// <exception cref="InputException">They do not fit, or name no model at a provider.</exception>
    public static HostedTarget TargetOf(Project project, string? provider, string? model)
    {
        ArgumentNullException.ThrowIfNull(project);
        if (provider is not (null or "openai" or "together")) throw Wrong($"--provider: '{provider}' is not one that can be tuned at. Valid: openai, together.");
        ModelReference? named = model is null ? project.Model : Parsed(model);
        if (named is { Kind: ModelKind.OpenAi or ModelKind.OpenAiCompatible }) return Fitting(named, provider);
        if (model is not null && provider is not null && named?.Kind != ModelKind.Anthropic)
        {
            if (model.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))) throw Wrong("--model: a model's name holds no blanks.");
            return provider == "openai" ? new HostedTarget(new ModelReference(ModelKind.OpenAi, model, null), null) : new HostedTarget(new ModelReference(ModelKind.OpenAiCompatible, model, Together), null);
        }

        string found = model is null ? $"'model: {project.Model}' in {ProjectFile.FileName}" : $"--model '{model}'";
        throw Wrong($"{found} names no model that a provider tunes. Name one: --provider openai --model gpt-4.1-mini, --provider together --model OWNER/NAME, or model: openai:NAME in {ProjectFile.FileName}. A model whose weights are here is tuned with: assay tune");
    }

    /// <summary>Reads and checks the examples and reckons what a job takes. Sends nothing and needs no key.</summary>
    /// <param name="project">The project, with what <c>tuning</c> says of its examples.</param>
    /// <param name="settings">What the user says beside it.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The draft; without a plan when the checks found errors.</returns>
    /// <exception cref="InputException">Examples, model or settings cannot be used, or data must not leave.</exception>
    public HostedDraft Prepare(Project project, HostedTuningSettings settings, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(settings);
        HostedTarget target = TargetOf(project, settings.Provider, settings.Model);
        if (target.Model.IsRemote && !project.Needs.DataMayLeave)
            throw Wrong($"{project.Display(Path.Combine(project.Root, ProjectFile.FileName))} says 'needs.dataResidency' that data stay {(project.Needs.DataResidency == DataResidency.SelfHosted ? "self-hosted" : "in the region")}, and the examples would go to {target.Service.Name}. Tune here with `assay tune`, or change the setting.");
        Workspace workspace = Workspace.Open(project.Root);
        using WorkspaceLock running = WorkspaceLock.Share(workspace, "assay tune hosted");
        (ExampleSet Set, string Sha256) read = TuneData.Read(project, cancellationToken);
        RefuseKept(project, settings, read.Set, target);
        using KnowledgeBase knowledge = KnowledgeBase.Open(project, workspace, time);
        knowledge.Ingest(progress is null ? null : new CallbackProgress<IngestProgress>(p => progress.Report(new CompareProgress("ingest", p.Done, p.Total))), cancellationToken);
        QuestionSet? questions = File.Exists(project.Questions) ? QuestionFiles.Read(project) : null;
        progress?.Report(new CompareProgress("checks", 0, 0));
        TuneData data = TuneData.Prepare(read, project, null, questions, knowledge, cancellationToken);
        return new HostedDraft(target, data, data.Report.HasErrors || data.Training.IsEmpty ? null : Plan(project, workspace, (target, settings), data, cancellationToken));
    }

    /// <summary>Opens a provider. Nothing is sent until it is used.</summary>
    /// <param name="project">Whose ledger is kept.</param>
    /// <param name="target">Where.</param>
    /// <returns>To be disposed; jobs go on.</returns>
    /// <exception cref="AssayException">A key is missing: names the environment variable.</exception>
    public HostedTuner Open(Project project, HostedTarget target)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(target);
        if (target.Service.Id == "together" && string.IsNullOrWhiteSpace(providers.Environment(ServerKey)))
            throw new AssayException($"{target.Service.Name} needs a key: the environment variable {ServerKey} is not set. Set it and run the command again.");
        return HostedTuner.Open(target.Model, Workspace.Open(project.Root).HostedTuningFolder, providers, time, target.Dialect);
    }

    /// <summary>The jobs that were started in a project, the newest first; asks nobody.</summary>
    /// <param name="project">The project.</param>
    /// <exception cref="InputException">An entry of the ledger is damaged; names it.</exception>
    public static ImmutableArray<HostedStarted> Started(Project project)
    {
        ArgumentNullException.ThrowIfNull(project);
        return HostedStarted.In(Workspace.Open(project.Root).HostedTuningFolder);
    }

    /// <summary>A job and where it is: one that was started in the project, whatever its model is by now, or one that another place started.</summary>
    /// <param name="project">The project.</param>
    /// <param name="job">The provider's id; null for the newest that was started in the project.</param>
    /// <param name="provider">Where a job of another place is; null for that of the model.</param>
    /// <param name="model">Any model there; null for the project's.</param>
    /// <exception cref="InputException">No job was started here, or it is not known where the job is.</exception>
    public static (string Job, HostedTarget Target) Find(Project project, string? job, string? provider, string? model)
    {
        HostedStarted? started = Started(project).FirstOrDefault(s => s.Job is not null && (job is null || s.Job == job));
        if (started is { Recipe: { } recipe }) return (started.Job!, new HostedTarget(ModelReference.Parse(recipe.BaseModel), recipe.Dialect));
        if ((job ?? started?.Job) is { } id) return (id, TargetOf(project, provider, model));
        throw Wrong("No job was started in this project. Start one with: assay tune hosted start. One that another place started is named by its id, as the provider shows it.");
    }

    /// <summary>How a project's recipe is trained on this machine.</summary>
    /// <param name="project">The project, with the settings that the examples were split by.</param>
    /// <param name="job">What the provider says of the job.</param>
    /// <returns>A command line.</returns>
    public static string HereCommand(Project project, HostedJob job)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(job);
        TuneSettings settings = project.Tuning, usual = new();
        string text = FormattableString.Invariant($"assay tune {(project.Root.Contains(' ', StringComparison.Ordinal) ? $"\"{project.Root}\"" : project.Root)} --seed {project.Seed}");
        if (job.Epochs is { } epochs) text += FormattableString.Invariant($" --epochs {epochs}");
        if (job.BatchSize is { } size) text += FormattableString.Invariant($" --batch-size {size}");
        if (settings.HeldOut != usual.HeldOut) text += FormattableString.Invariant($" --held-out {settings.HeldOut}");
        if (settings.Sensitive != usual.Sensitive) text += settings.Sensitive == SensitiveMode.Redact ? " --sensitive redact" : " --sensitive keep";
        if (settings.KeepLeaks) text += " --leaks keep";
        return settings.SkipBadRows ? text + " --bad-rows skip" : text;
    }

    private static ModelReference? Parsed(string model)
    {
        try
        {
            return ModelReference.Parse(model);
        }
        catch (InputException)
        {
            // A name alone, which only a provider gives a meaning.
            return null;
        }
    }

    private static HostedTarget Fitting(ModelReference model, string? provider)
    {
        bool isTogether = HostedService.Of(model).Id == "together";
        if (provider == "together" && model.Kind == ModelKind.OpenAi) throw Wrong($"--provider together: '{model}' is a model of OpenAI. Name Together's with --model OWNER/NAME.");
        if (provider == "openai" && isTogether) throw Wrong($"--provider openai: '{model}' is a model of Together. Name OpenAI's with --model NAME, or leave --provider out.");
        return new HostedTarget(model, provider == "together" ? HostedDialect.Together : null);
    }

    // Who keeps personal data for a training on this machine has not said that it may leave.
    private static void RefuseKept(Project project, HostedTuningSettings settings, ExampleSet set, HostedTarget target)
    {
        if (project.Tuning.Sensitive != SensitiveMode.Keep || settings.SensitiveIsStated || set.Sensitive.IsEmpty) return;
        throw new InputException(new Problem(set.Path, set.Sensitive[0].Line, $"{set.Sensitive.Length} personal data or secrets, the first on this line, would go to {target.Service.Name}. 'tuning.sensitive: keep' is for trainings on this machine: say --sensitive redact, or --sensitive keep where they may leave it."));
    }

    private HostedTuningPlan Plan(Project project, Workspace workspace, (HostedTarget Where, HostedTuningSettings Settings) what, TuneData data, CancellationToken cancellationToken)
    {
        (HostedTarget target, HostedTuningSettings settings) = what;
        bool preferences = !data.Set.Preferences.IsEmpty;
        if (preferences && target.Service.Dialect == HostedDialect.Together) throw new InputException(new Problem(data.Set.Path, null, "Preferences cannot be sent to Together from here. Give conversations, or tune at OpenAI or here."));
        (string training, string? validation) = (Write(workspace, "training", data.Training, data.Set), data.HeldOut.IsEmpty ? null : Write(workspace, "validation", data.HeldOut, data.Set));
        try
        {
            return HostedTuningPlan.Make(new HostedTuningRequest
            {
                Model = target.Model,
                TrainingFile = training,
                ValidationFile = validation,
                Hyperparameters = settings.Hyperparameters with { Method = preferences ? HostedMethod.Preference : HostedMethod.Supervised },
                Suffix = settings.Suffix,
                Seed = settings.Seed,
                Attempt = settings.Attempt,
                MaxCostUsd = settings.MaxCostUsd,
                TrainingUsdPerMillion = settings.UsdPerMillion,
            }, time, dialect: target.Dialect, cancellationToken: cancellationToken);
        }
        catch (InputException e)
        {
            throw new InputException([.. e.Problems.Select(p => p.File == training ? Original(p, data, data.Training, data.HeldOut.Length) : p.File == validation ? Original(p, data, data.HeldOut, 0) : p)]);
        }
    }

    // The user knows the lines of the examples, not those of the files that were made of them.
    private static Problem Original(Problem problem, TuneData data, ImmutableArray<ChatExample> rows, int heldOut)
    {
        if (problem.Line is { } line) return new Problem(data.Set.Path, rows[line - 1].Line, problem.Message);
        string hint = heldOut == 0 ? "" : FormattableString.Invariant($" {heldOut} more are held out to measure with: --held-out 0 trains on all.");
        return new Problem(data.Set.Path, null, $"of what is trained on, {problem.Message}{hint}");
    }

    // Named by what it holds: the same examples are the same file, and an earlier one stays as the recipe of its job.
    private static string Write(Workspace workspace, string name, ImmutableArray<ChatExample> examples, ExampleSet set)
    {
        Dictionary<int, PreferenceExample> preferences = set.Preferences.ToDictionary(p => p.Line);
        string[] rows = [.. examples.Select(e => preferences.TryGetValue(e.Line, out PreferenceExample? both) ? HostedRows.Row(both) : HostedRows.Row(e))];
        string path = Path.Combine(workspace.HostedTuningFolder, "examples", $"{name}-{ContentHash.Of(rows)[..16]}.jsonl");
        AtomicFile.Write(path, file =>
        {
            foreach (string row in rows) file.WriteLine(row);
        });
        return path;
    }

    private static InputException Wrong(string message) => new(new Problem("", null, message));
}
