using System.Collections.Immutable;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Tuning.Racing;
using Assay.Tuning.Training;

namespace Assay.FineTuning;

/// <summary>Looks for a better way to train a plan's model within a budget, by racing.</summary>
/// <param name="team">Who computes.</param>
/// <param name="time">The clock.</param>
internal sealed class TuneSearch(WorkerTeam team, TimeProvider time)
{
    private const int MostCandidates = 16, LeastHeldOut = 10;

    /// <summary>Races.</summary>
    /// <param name="plan">The default.</param>
    /// <param name="budget">Time or money.</param>
    /// <param name="progress">Told after every measurement.</param>
    /// <param name="warn">Told what went wrong without ending it.</param>
    /// <param name="cancellationToken">Stops it, with what was measured kept.</param>
    /// <exception cref="InputException">Too little is held out to compare by, or training failed with every candidate.</exception>
    public RaceResult Run(TunePlan plan, RaceBudget budget, IProgress<RaceMeasurement>? progress, Action<string> warn, CancellationToken cancellationToken)
    {
        TuneLesson lesson = plan.Lesson;
        if (lesson.HeldOut < LeastHeldOut) throw new InputException(new Problem("search", null, $"ways to train are compared on held-out examples, and there are {lesson.HeldOut}; {LeastHeldOut} or more are needed. Hold out more with --held-out, or give more examples."));
        ImmutableArray<RaceCandidate> candidates = RaceSpace.Around(new RaceCandidate("the default", plan.Options, plan.Lora), MostCandidates, plan.Options.Seed);
        var trainer = new CandidateTrainer(candidate => Start(plan, candidate, candidates.IndexOf(candidate)), team, time) { Warn = warn };
        var race = new HyperparameterRace(budget, new RaceOptions { Seed = plan.Options.Seed }, trainer.Train, time) { KeptAt = Path.Combine(plan.Folder, "race.json"), Key = plan.Key };
        return race.Run([.. candidates.Select(c => RaceEntry.Of(c, lesson.Items, lesson.Tokens))], progress, cancellationToken);
    }

    private CandidateTraining Start(TunePlan plan, RaceCandidate candidate, int number)
    {
        TrainableDecoder decoder = plan.Base.Trainable(plan.Method, candidate.Lora ?? new LoraSettings(), candidate.Options.Seed);
        ITrainingTask task = plan.Lesson.TaskFor(decoder, candidate.Options, team);
        string key = TunePlan.KeyOf(plan.Base, plan.Project.Tuning, plan.Method, candidate.Options, candidate.Lora, plan.Lesson);
        return new CandidateTraining(task, Path.Combine(plan.Folder, $"candidate-{number}.safetensors"), key, () => CandidateTraining.Losses(plan.Lesson.Scores(task)));
    }
}
