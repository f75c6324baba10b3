using System.Collections.Immutable;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Tuning.Training;

namespace Assay.Tuning.Racing;

/// <summary>A candidate's training.</summary>
/// <param name="Task">What is learned, from the parameters before the first step.</param>
/// <param name="CheckpointPath">Where it is kept: a training that goes on to the end from there is the winner's own.</param>
/// <param name="Key">The checkpoint's key.</param>
/// <param name="HeldOutLosses">The loss of each held-out item for the parameters as they are.</param>
public sealed record CandidateTraining(ITrainingTask Task, string CheckpointPath, string Key, Func<ImmutableArray<double>> HeldOutLosses)
{
    /// <summary>Losses of held-out texts whose mean is the loss of all their tokens.</summary>
    /// <param name="scores">The texts.</param>
    /// <returns>One for each.</returns>
    public static ImmutableArray<double> Losses(ImmutableArray<TextScore> scores)
    {
        double mean = scores.Length == 0 ? 1 : Math.Max(1, scores.Average(s => (double)s.Learned));
        return [.. scores.Select(s => s.Loss * s.Learned / mean)];
    }
}

/// <summary>Trains candidates of a race by <see cref="Trainer"/>, one after another: only one is in memory, the others wait in their checkpoints.</summary>
/// <param name="start">Makes a candidate's training anew; called once a round.</param>
/// <param name="team">Who works on it.</param>
/// <param name="time">The clock.</param>
public sealed class CandidateTrainer(Func<RaceCandidate, CandidateTraining> start, WorkerTeam team, TimeProvider time)
{
    /// <summary>Told of checkpoints that could not be written in between; null for nobody.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Trains a candidate up to a step: <see cref="TrainCandidate"/>.</summary>
    /// <param name="candidate">Who.</param>
    /// <param name="steps">Up to how many steps.</param>
    /// <param name="cancellationToken">Stops it between two steps, with what was learned kept.</param>
    /// <returns>How it stands there. A training that diverges is a failure and no error.</returns>
    /// <exception cref="AssayException">A checkpoint cannot be written or read.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public RaceStand Train(RaceCandidate candidate, long steps, CancellationToken cancellationToken)
    {
        CandidateTraining training = start(candidate);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        long done = Trainer.StepsIn(training.CheckpointPath, training.Key), tokens = 0;
        double seconds = 0;
        if (done >= steps) enough.Cancel();
        var watch = new Watch(p =>
        {
            (done, tokens, seconds) = (p.Step, tokens + p.Tokens, seconds + p.Seconds);
            if (p.Step >= steps && p.Step < p.Steps) enough.Cancel();
        });
        try
        {
            new Trainer(training.Task, candidate.Options, team, time) { CheckpointPath = training.CheckpointPath, Key = training.Key, Warn = Warn }.Train(watch, enough.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It came as far as it was to.
        }
        catch (InputException error)
        {
            return new RaceStand(done, tokens, seconds, 0, [], error.Message);
        }

        long started = time.GetTimestamp();
        ImmutableArray<double> losses = training.HeldOutLosses();
        return new RaceStand(done, tokens, seconds, time.GetElapsedTime(started).TotalSeconds, losses);
    }

    private sealed class Watch(Action<TrainingProgress> then) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => then(value);
    }
}
