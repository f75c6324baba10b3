using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Running;
using Assay.Text;
using Assay.Tuning.Pilot;
using Assay.Tuning.Training;
using Assay.Workspaces;

namespace Assay.FineTuning;

/// <summary>Trains on an eighth, a quarter and a half of a plan's examples and says what training on all of them would bring.</summary>
/// <remarks>Each part holds the one before and its share of every group. Interrupted, it goes on with the same command; what was trained once is not trained again.</remarks>
/// <param name="job">Plans the parts.</param>
/// <param name="team">Who computes.</param>
/// <param name="time">The clock.</param>
public sealed class TunePilot(TuneJob job, WorkerTeam team, TimeProvider time)
{
    /// <summary>What the model scores before training, as a rival.</summary>
    public const string Untuned = "the model before tuning";

    /// <summary>Trains the parts and forecasts against the model before tuning, by the held-out examples that it gets wholly right.</summary>
    /// <param name="plan">A plan that can run, with examples held out.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Ends it between two steps, with everything kept.</param>
    /// <returns>The report.</returns>
    /// <exception cref="InputException">Nothing is held out, or the loss became infinite or grew.</exception>
    /// <exception cref="AssayException">Another training runs in the workspace, or something cannot be written.</exception>
    public PilotReport Run(TunePlan plan, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Lesson.HeldOut == 0) throw new InputException(new Problem(plan.Project.Display(plan.Project.Examples!), null, "A pilot scores on examples that are held out, and none are. Set 'heldOut' above 0, or give more examples."));
        using WorkspaceLock running = WorkspaceLock.Share(plan.Workspace, "assay tune pilot");
        using FileStream alone = TrainingLock.Take(plan.Workspace, plan.Folder);
        ImmutableArray<ImmutableArray<int>> parts = PilotSubsets.Nested([.. plan.Data.Training.Select(e => e.Group ?? e.Source)], PilotSubsets.Shares, plan.Options.Seed);
        ImmutableArray<PilotRun> runs = [.. parts.Select((part, i) => Part(job.On(plan, part), PilotSubsets.Shares[i], progress, cancellationToken))];
        ITrainingTask before = plan.Lesson.TaskFor(TuneJob.Decoder(plan), plan.Options, team);
        Dictionary<string, double?> rival = ById(plan.Lesson.Scores(before)).ToDictionary(s => s.Key, s => (double?)s.Value, StringComparer.Ordinal);
        return PilotReport.Of(runs, (Untuned, rival), plan.Lesson.Items, plan.Project.Tuning.HourlyCost);
    }

    private PilotRun Part(TunePlan plan, double share, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        string kept = Path.Combine(plan.Workspace.TuningFolder, $"pilot-{plan.Key[..16]}.json");
        if (Kept(kept) is { } done) return done;
        Directory.CreateDirectory(plan.Folder);
        TrainableDecoder decoder = TuneJob.Decoder(plan);
        ITrainingTask task = plan.Lesson.TaskFor(decoder, plan.Options, team);
        using (var metrics = new TrainingMetrics(Path.Combine(plan.Folder, Assay.Tuning.Registry.AdapterVersion.MetricsFileName), Trainer.StepsIn(plan.Checkpoint, plan.Key)))
        {
            double seconds = metrics.Kept.Sum(m => m.Seconds);
            new Trainer(task, plan.Options, team, time) { CheckpointPath = plan.Checkpoint, Key = plan.Key }.Train(new CallbackProgress<TrainingProgress>(p =>
            {
                seconds += p.Seconds;
                metrics.Add(StepMetrics.Of(p));
                progress?.Report(new CompareProgress(string.Create(CultureInfo.InvariantCulture, $"train on {plan.Lesson.Items}"), (int)p.Step, (int)p.Steps));
            }), cancellationToken);
            done = new PilotRun(share, plan.Lesson.Items, seconds, ById(plan.Lesson.Scores(task)));
        }

        AtomicFile.Write(kept, JsonSerializer.Serialize(done, JsonFormat.Compact));
        Directory.Delete(plan.Folder, recursive: true);
        return done;
    }

    // What cannot be read is trained again.
    private static PilotRun? Kept(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<PilotRun>(File.ReadAllText(path), JsonFormat.Compact);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ImmutableSortedDictionary<string, double> ById(ImmutableArray<TextScore> scores) =>
        scores.ToImmutableSortedDictionary(s => s.Line.ToString(CultureInfo.InvariantCulture), s => s.IsExact ? 1.0 : 0, StringComparer.Ordinal);
}
