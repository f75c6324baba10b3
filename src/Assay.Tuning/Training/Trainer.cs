using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Training;
using Assay.Numerics.Optimizers;
using Assay.Numerics.Parallel;
using Assay.Text;

namespace Assay.Tuning.Training;

/// <summary>Trains: the same task, options and seed give the same parameters bit for bit, on any number of threads, and however often it is interrupted.</summary>
/// <param name="task">What is learned.</param>
/// <param name="options">How.</param>
/// <param name="team">Who works on it.</param>
/// <param name="timeProvider">The clock of checkpoints and of the time that steps take.</param>
public sealed class Trainer(ITrainingTask task, TrainingOptions options, WorkerTeam team, TimeProvider timeProvider)
{
    // A loss this far above the mean of recent steps does not come back.
    private const double Diverged = 3;

    private readonly AdamWOptimizer optimizer = new(task.Parameters, team);
    private readonly TrainingPlan plan = new(task.Count, options);

    /// <summary>Where the state is kept, so that an interrupted training goes on; null for nowhere.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Tells trainings apart: a checkpoint of another key is not taken up.</summary>
    public string Key { get; init; } = "";

    /// <summary>Told when a checkpoint could not be written: training goes on, and what comes after the one before would be done again after an interruption.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>How far an interrupted training had come.</summary>
    /// <param name="checkpointPath">Where its state is kept.</param>
    /// <param name="key">Tells trainings apart.</param>
    /// <returns>Steps done; 0 where there is no such training, or its file is damaged.</returns>
    public static long StepsIn(string checkpointPath, string key) => TrainingState.StepsIn(checkpointPath, key);

    /// <summary>Trains.</summary>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellationToken">Ends it between two steps, with the state kept.</param>
    /// <returns>How it went; the parameters are those of the best evaluation.</returns>
    /// <exception cref="InputException">The loss became infinite or grew: names the lines that caused it.</exception>
    /// <exception cref="AssayException">The last checkpoint cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public TrainingResult Train(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var state = new TrainingState(task.Parameters, optimizer);
        if (CheckpointPath is not null && !state.Load(CheckpointPath, Key, out bool isDamaged) && isDamaged) Warn?.Invoke($"The checkpoint '{CheckpointPath}' is damaged; training begins anew.");
        long saved = timeProvider.GetTimestamp();
        while (state.Step < plan.Steps && !Stopped(state))
        {
            if (cancellationToken.IsCancellationRequested)
            {
                Save(state);
                cancellationToken.ThrowIfCancellationRequested();
            }

            TrainingProgress done = Step(state);
            progress?.Report(done);
            if (timeProvider.GetElapsedTime(saved) < options.CheckpointEvery) continue;
            TrySave(state);
            saved = timeProvider.GetTimestamp();
        }

        Save(state);
        state.UseBest();
        return new TrainingResult(Stopped(state) ? TrainingEnd.StoppedImproving : TrainingEnd.Done, state.Step, state.Best is null ? state.Step : state.BestStep, state.SmoothLoss, state.Best);
    }

    private bool Stopped(TrainingState state) => options.Patience > 0 && state.Stale >= options.Patience;

    private TrainingProgress Step(TrainingState state)
    {
        long started = timeProvider.GetTimestamp(), number = state.Step;
        ImmutableArray<int> items = plan.ItemsOf(number);
        StepLoss step = task.Add(items, part => plan.SeedOf(number, part));
        double norm = optimizer.Norm(), rate = plan.RateOf(number);
        if (!double.IsFinite(step.Loss) || !double.IsFinite(norm)) throw Failed(items, number, "the loss or its slope is not a finite number");
        if (step.Loss > Diverged * state.SmoothLoss && step.Loss > state.SmoothLoss + Diverged) throw Failed(items, number, string.Create(CultureInfo.InvariantCulture, $"the loss went from {state.SmoothLoss:0.00} to {step.Loss:0.00}"));
        optimizer.Step(new AdamWSettings(rate, Beta2: options.Beta2, WeightDecay: options.WeightDecay), norm > options.MaxGradientNorm ? (float)(options.MaxGradientNorm / norm) : 1);
        state.SmoothLoss = double.IsNaN(state.SmoothLoss) ? step.Loss : (0.9 * state.SmoothLoss) + (0.1 * step.Loss);
        state.Step++;
        double seconds = timeProvider.GetElapsedTime(started).TotalSeconds;
        TrainingEvaluation? evaluation = plan.IsEvaluated(state.Step) && task.Evaluate() is { } heldOut ? new TrainingEvaluation(heldOut.Loss, heldOut.Score, state.Note(heldOut, options.Measure)) : null;
        return new TrainingProgress(state.Step, plan.Steps, step.Loss, rate, norm, step.Tokens, step.Learned, seconds, evaluation);
    }

    // The items of the step with the greatest losses, each by itself.
    private InputException Failed(ImmutableArray<int> items, long step, string what)
    {
        (int Line, double Loss)[] worst = [.. items.Select(task.Alone).OrderByDescending(l => double.IsFinite(l.Loss) ? l.Loss : double.MaxValue).Take(3)];
        string lines = string.Join(", ", worst.Select(w => string.Create(CultureInfo.InvariantCulture, $"line {w.Line} (loss {w.Loss:0.00})")));
        return new InputException(new Problem("examples", worst[0].Line, string.Create(CultureInfo.InvariantCulture,
            $"training failed in step {step + 1}: {what}. The step's greatest losses are those of {lines}. Look at these rows, or lower the learning rate from {options.LearningRate} to a third; what was learned before is in the last checkpoint.")));
    }

    // A disk that is full for now must not cost what was learned.
    private void TrySave(TrainingState state)
    {
        try
        {
            Save(state);
        }
        catch (AssayException error) when (error is not InputException && Warn is { } warn)
        {
            warn($"The checkpoint after step {state.Step} could not be kept; training goes on. {error.Message}");
        }
    }

    private void Save(TrainingState state)
    {
        if (CheckpointPath is not null) state.Save(CheckpointPath, Key);
    }
}
