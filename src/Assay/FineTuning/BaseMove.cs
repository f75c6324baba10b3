using System.Collections.Immutable;
using System.Text.Json;
using Assay.Answering;
using Assay.Arms;
using Assay.Comparing;
using Assay.Decisions.Prices;
using Assay.Decisions.Verdicts;
using Assay.Evaluation.Statistics;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Running;
using Assay.Text;
using Assay.Tuning.Registry;
using Assay.Tuning.Training;
using Assay.Workspaces;

namespace Assay.FineTuning;

/// <summary>A version that is to be made again on another base model.</summary>
/// <param name="From">The version there is.</param>
/// <param name="Plan">The training on the other model.</param>
/// <param name="Notes">What the user should know.</param>
public sealed record MovePlan(TunedModel From, TunePlan Plan, ImmutableArray<string> Notes) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Plan.Dispose();
}

/// <summary>One of the two versions of a move, as measured.</summary>
/// <param name="Version">Its name.</param>
/// <param name="BaseModel">The model it was trained on.</param>
/// <param name="Arm">The better of its arms; null when none was measured.</param>
/// <param name="Score">Mean score of that arm; null when no question has one.</param>
/// <param name="Effort">What it costs to run.</param>
public sealed record MoveSide(string Version, string BaseModel, string? Arm, double? Score, MoveEffort Effort);

/// <summary>What came of making a version again on another base model.</summary>
/// <param name="From">The version there was.</param>
/// <param name="To">The version on the other model.</param>
/// <param name="Difference">Score of the new one minus that of the old one, paired; null when not measured.</param>
/// <param name="TrainingSeconds">How long it was trained.</param>
/// <param name="Gates">What gates say of the new one.</param>
/// <param name="Verdict">Whether moving pays.</param>
/// <param name="Notes">What the user should know.</param>
public sealed record MoveReport(MoveSide From, MoveSide To, ClusteredEstimate? Difference, double TrainingSeconds, ImmutableArray<Gate> Gates, MoveVerdict Verdict, ImmutableArray<string> Notes);

/// <summary>
/// Makes the version in use again on another base model, with the same examples, settings and seed, measures both on the project's questions, and says whether moving pays.
/// Nothing is put into use.
/// </summary>
/// <param name="job">Trains.</param>
/// <param name="models">Makes what answers.</param>
/// <param name="prices">What models cost.</param>
/// <param name="time">The clock.</param>
public sealed class BaseMove(TuneJob job, AnswerModels models, PriceBook prices, TimeProvider time)
{
    /// <summary>Reads and checks everything that the training depends on.</summary>
    /// <param name="project">The project.</param>
    /// <param name="target">The other base model: a folder, a GGUF file or a stored one.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The plan, to be disposed.</returns>
    /// <exception cref="AssayException">Nothing was trained yet, there are no questions, or the model cannot be trained here or is the one there is.</exception>
    public MovePlan Prepare(Project project, ModelReference target, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(target);
        if (!target.IsWeights) throw new InputException(new Problem("", null, $"'{target}' is no model whose weights are here. Name a folder, a GGUF file, or hf:owner/name after `assay models pull`."));
        _ = QuestionFiles.Read(project);
        TunedModel from = TunedModels.Find(project, Workspace.Open(project.Root)) ?? throw new InputException(new Problem("", null, "Nothing was trained here yet, so there is nothing to move. Name the model under 'model' in assay.yaml and run `assay tune`."));
        TuningManifest manifest = from.Version.Manifest;
        TuneSettings settings = manifest.Settings?.Deserialize<TuneSettings>(JsonFormat.Compact) ?? project.Tuning with { Method = manifest.Method };
        TunePlan plan = job.Prepare(project with { Model = target, Tuning = settings, Seed = (int)manifest.Seed }, progress, cancellationToken);
        if (!from.Version.IsWhole && plan.Base.Hashes.Weights == manifest.BaseFingerprint)
        {
            plan.Dispose();
            throw new InputException(new Problem("", null, $"{from.Version.Name} was trained on this very model ('{manifest.BaseModel}'). Name another one."));
        }

        return new MovePlan(from, plan, [.. Notes(from, plan)]);
    }

    /// <summary>Trains, or takes the version that this very training gave before.</summary>
    /// <param name="plan">A plan that can run.</param>
    /// <param name="progress">Told after every step; may be null.</param>
    /// <param name="warn">Told what went wrong without ending it.</param>
    /// <param name="cancellationToken">Ends it between two steps, with the state kept.</param>
    /// <returns>The version on the other model.</returns>
    /// <exception cref="AssayException">As of <see cref="TuneJob.Run"/>.</exception>
    public AdapterVersion Train(MovePlan plan, IProgress<TrainingProgress>? progress, Action<string> warn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Plan.Existing is not { } existing) return job.Run(plan.Plan, plan.Plan.StepsDone > 0 ? null : job.Estimate(plan.Plan), progress, warn, cancellationToken).Version;
        job.Judge(plan.Plan, existing, cancellationToken);
        return existing;
    }

    /// <summary>Measures both versions on the project's questions and decides.</summary>
    /// <param name="project">The project.</param>
    /// <param name="plan">What was planned; may be disposed.</param>
    /// <param name="version">What was trained.</param>
    /// <param name="options">Most that it may cost, and the command for the report.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it; what was finished is kept.</param>
    /// <returns>The report.</returns>
    /// <exception cref="AssayException">As of <see cref="Comparer.CompareAsync"/>.</exception>
    public async Task<MoveReport> MeasureAsync(Project project, MovePlan plan, AdapterVersion version, CompareOptions options, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(version);
        ImmutableArray<string> arms = [.. project.Arms.Where(a => ArmCatalog.IsTuned(a) && (project.ArmsAreChosen || a == ArmCatalog.FineTuned))];
        Comparison comparison = await new Comparer(models, prices, time)
            .CompareAsync(project, options with { Arms = arms.IsEmpty ? [ArmCatalog.FineTuned] : arms, Version = version.Name, Against = plan.From.Version.Name }, progress, cancellationToken).ConfigureAwait(false);
        TunedVersion measured = comparison.Tuned!;
        ArmResult? now = comparison.Arms.FirstOrDefault(a => a.Arm == measured.Arm), old = measured.Other;
        TunedModel to = TunedModels.Required(project, Workspace.Open(project.Root), version.Name);
        MoveSide from = Side(plan.From, old, project), after = Side(to, now, project);
        MoveVerdict verdict = MoveVerdict.Of(measured.Difference, measured.Gates, from.Effort, after.Effort, new VerdictOptions { Seed = project.Seed });
        return new MoveReport(from, after, measured.Difference, version.Manifest.Result.Seconds, measured.Gates, verdict, [.. plan.Notes, .. comparison.Warnings]);
    }

    private MoveSide Side(TunedModel tuned, ArmResult? arm, Project project)
    {
        double? p50 = arm?.LatencyMs.P50;
        decimal? cost = p50 is { } ms && project.Tuning.HourlyCost > 0 ? project.Tuning.HourlyCost * (decimal)(ms / 3600) : null;
        string weights = tuned.Path(models.Providers);
        long bytes = BytesOf(weights) + (tuned.Version.IsWhole ? 0 : new FileInfo(tuned.Version.WeightsFile).Length);
        return new MoveSide(tuned.Version.Name, tuned.Version.Manifest.BaseModel, arm?.Arm, arm?.Score, new MoveEffort(p50, arm?.LatencyMs.P95, bytes, cost));
    }

    private static long BytesOf(string path) => File.Exists(path) ? new FileInfo(path).Length : new DirectoryInfo(path).EnumerateFiles("*.safetensors").Sum(f => f.Length);

    private static IEnumerable<string> Notes(TunedModel from, TunePlan plan)
    {
        if (plan.Data.Sha256 != from.Version.Manifest.Data.Sha256) yield return $"The examples have changed since {from.Version.Name} was trained: what differs between the versions is not the model alone. Run `assay tune` on the present model first to tell it apart.";
        if (TunePlan.Code != from.Version.Manifest.CodeVersion) yield return $"{from.Version.Name} was trained by another version of Assay ({from.Version.Manifest.CodeVersion}).";
    }
}
