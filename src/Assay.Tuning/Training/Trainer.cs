using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Training;
using Assay.Numerics.Optimizers;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Tuning.Tokens;

namespace Assay.Tuning.Training;

/// <summary>Trains a decoder on supervised texts: the same inputs and seed give the same parameters bit for bit, on any number of threads, and however often it is interrupted.</summary>
/// <param name="decoder">What is trained; changed.</param>
/// <param name="options">How.</param>
/// <param name="team">Who works on it.</param>
/// <param name="timeProvider">The clock of checkpoints and of the time that steps take.</param>
public sealed class Trainer(TrainableDecoder decoder, TrainingOptions options, WorkerTeam team, TimeProvider timeProvider)
{
    // A loss this far above the lowest mean of recent steps does not come back.
    private const double Diverged = 3;

    private readonly DecoderGradients gradients = new(decoder, team) { Dropout = options.Dropout };
    private readonly AdamWOptimizer optimizer = new(decoder.Parameters, team);

    /// <summary>Where the state is kept, so that an interrupted training goes on; null for nowhere.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Tells trainings apart: a checkpoint of another key is not taken up.</summary>
    public string Key { get; init; } = "";

    /// <summary>Trains.</summary>
    /// <param name="texts">What is learned from.</param>
    /// <param name="heldOut">What is evaluated on; empty for no evaluations.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellationToken">Ends it between two steps, with the state kept.</param>
    /// <returns>How it went.</returns>
    /// <exception cref="InputException">There is nothing to learn, or the loss became infinite or grew: names the lines that caused it.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public TrainingResult Train(ImmutableArray<SupervisedText> texts, ImmutableArray<SupervisedText> heldOut, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (texts.IsDefaultOrEmpty || texts.All(t => t.LearnedCount == 0)) throw new InputException(new Problem("examples", null, "there is nothing to learn: no example has text of the assistant that counts."));
        var plan = new TrainingPlan(texts, options);
        var state = new TrainingState(decoder, optimizer);
        if (CheckpointPath is not null) state.Load(CheckpointPath, Key);
        TrainingBatch[] evaluation = [.. TrainingPlan.Pack(heldOut, options.TokensAtOnce)];
        long saved = timeProvider.GetTimestamp();
        while (state.Step < plan.Steps && !Stopped(state))
        {
            if (cancellationToken.IsCancellationRequested)
            {
                Save(state);
                cancellationToken.ThrowIfCancellationRequested();
            }

            TrainingProgress done = Step(plan, state, evaluation);
            progress?.Report(done);
            if (timeProvider.GetElapsedTime(saved) < options.CheckpointEvery) continue;
            Save(state);
            saved = timeProvider.GetTimestamp();
        }

        Save(state);
        state.UseBest();
        return new TrainingResult(
            Stopped(state) ? TrainingEnd.StoppedImproving : TrainingEnd.Done, state.Step, state.BestValues is null ? state.Step : state.BestStep, state.SmoothLoss, evaluation.Length == 0 ? null : state.BestLoss);
    }

    private bool Stopped(TrainingState state) => options.Patience > 0 && state.Stale >= options.Patience;

    private TrainingProgress Step(TrainingPlan plan, TrainingState state, TrainingBatch[] evaluation)
    {
        long started = timeProvider.GetTimestamp();
        ImmutableArray<SupervisedText> texts = plan.TextsOf(state.Step);
        TrainingBatch[] batches = [.. TrainingPlan.Pack(texts, options.TokensAtOnce)];
        double divisor = Math.Max(1, batches.Sum(b => b.TotalWeight)), loss = 0;
        for (int part = 0; part < batches.Length; part++) loss += gradients.Add(batches[part], divisor, plan.SeedOf(state.Step, part));
        double norm = optimizer.Norm(), rate = plan.RateOf(state.Step);
        if (!double.IsFinite(loss) || !double.IsFinite(norm)) throw Failed(texts, state.Step, "the loss or its slope is not a finite number");
        if (loss > Diverged * state.SmoothLoss && loss > state.SmoothLoss + Diverged) throw Failed(texts, state.Step, string.Create(CultureInfo.InvariantCulture, $"the loss went from {state.SmoothLoss:0.00} to {loss:0.00}"));
        optimizer.Step(new AdamWSettings(rate, Beta2: options.Beta2, WeightDecay: options.WeightDecay), norm > options.MaxGradientNorm ? (float)(options.MaxGradientNorm / norm) : 1);
        state.SmoothLoss = double.IsNaN(state.SmoothLoss) ? loss : (0.9 * state.SmoothLoss) + (0.1 * loss);
        state.Step++;
        double seconds = timeProvider.GetElapsedTime(started).TotalSeconds;
        return new TrainingProgress(
            state.Step, plan.Steps, loss, rate, norm, batches.Sum(b => b.Tokens.Length), texts.Sum(t => t.LearnedCount), seconds, IsDue(plan, state.Step) && evaluation.Length > 0 ? Evaluate(state, evaluation) : null);
    }

    private bool IsDue(TrainingPlan plan, long step)
    {
        int every = Math.Max(1, plan.StepsPerEpoch / options.EvaluationsPerEpoch);
        return step % every == 0 || step == plan.Steps;
    }

    private TrainingEvaluation Evaluate(TrainingState state, TrainingBatch[] evaluation)
    {
        double total = evaluation.Sum(b => b.TotalWeight), loss = evaluation.Sum(b => gradients.Loss(b) * b.TotalWeight) / Math.Max(1, total);
        bool isBest = loss < state.BestLoss;
        state.Stale = isBest ? 0 : state.Stale + 1;
        if (!isBest) return new TrainingEvaluation(loss, false);
        (state.BestLoss, state.BestStep) = (loss, state.Step);
        state.KeepBest();
        return new TrainingEvaluation(loss, true);
    }

    // The texts of the step with the greatest losses, each by itself.
    private InputException Failed(ImmutableArray<SupervisedText> texts, long step, string what)
    {
        (int Line, double Loss)[] worst = [.. texts.Select(t => (t.Line, gradients.Loss(TrainingPlan.Pack([t], int.MaxValue).First())))
            .OrderByDescending(l => double.IsFinite(l.Item2) ? l.Item2 : double.MaxValue).Take(3)];
        string lines = string.Join(", ", worst.Select(w => string.Create(CultureInfo.InvariantCulture, $"line {w.Line} (loss {w.Loss:0.00})")));
        return new InputException(new Problem("examples", worst[0].Line, string.Create(CultureInfo.InvariantCulture,
            $"training failed in step {step + 1}: {what}. The step's greatest losses are those of {lines}. Look at these rows, or lower the learning rate from {options.LearningRate} to a third; what was learned before is in the last checkpoint.")));
    }

    private void Save(TrainingState state)
    {
        if (CheckpointPath is not null) state.Save(CheckpointPath, Key);
    }
}
