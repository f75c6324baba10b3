using System.Collections.Immutable;
using Assay.Models.Sampling;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Tuning.Racing;
using Assay.Tuning.Training;

namespace Assay.Tests.Tuning.Racing;

public sealed class HyperparameterRaceTests : IDisposable
{
    private static readonly TrainingOptions s_slow = new() { LearningRate = 0.003, Epochs = 5, BatchSize = 8, Seed = 1, Patience = 0, WarmUp = 0.05 };

    private readonly TemporaryFolder folder = new();
    private readonly StepClock clock = new();

    private string KeptAt => Path.Combine(folder.Path, "race.json");

    private static ImmutableArray<RaceEntry> Entries => Around(s_slow);

    public void Dispose() => folder.Dispose();

    /// <summary>Every candidate is trained to the end by itself: the race must find the same best one, in a fraction of that time.</summary>
    [Fact]
    public void Finds_the_best_learning_rate_within_the_budget()
    {
        double[] losses = [.. Entries.Select(e => Whole(e.Candidate))];
        int best = Array.IndexOf(losses, losses.Min());
        Assert.Equal("learning rate ×10", Entries[best].Candidate.Name);
        double all = Entries.Sum(e => e.Steps * e.TokensPerStep), whole = Entries[0].Steps * Entries[0].TokensPerStep;
        RaceResult result = Race(4.6 * whole).Run(Entries);
        Assert.Equal(Entries[best].Candidate, result.Winner);
        Assert.True(result.Gain!.IsClear && Math.Abs(result.Gain.Mean - (losses[0] - losses[best])) < 1e-9, $"{result.Gain}");
        Assert.Equal(1, result.Share);
        Assert.True(result.Plan.Candidates > best + 1);
        Assert.InRange(result.Seconds, whole, 4.6 * whole);
        Assert.True(result.Seconds < 0.7 * all, $"{result.Seconds} of {all} s");
        Assert.Equal(clock.GetTimestamp() / (double)TimeSpan.TicksPerSecond, result.Seconds, 1e-6);
    }

    [Fact]
    public void A_good_default_stays()
    {
        RaceResult result = Race(10_000).Run(Around(s_slow with { LearningRate = 0.03 }));
        Assert.Equal("default", result.Winner.Name);
        Assert.NotNull(result.Best);
        Assert.False(result.Gain!.IsClear);
        Assert.Contains("nothing was clearly better", result.Reason, StringComparison.Ordinal);
    }

    /// <summary>Among candidates that are all alike, the luckiest must not win more often than the interval allows: 5 in 100 of which two and a half are on this side.</summary>
    [Fact]
    public void The_luckiest_of_equals_does_not_win()
    {
        int wrong = 0, covered = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            var random = new Xoshiro256(seed);
            double[][] differences = [.. Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, 40).Select(_ => random.NextUnit() + random.NextUnit() - 1).ToArray())];
            RaceGain gain = RaceJudgeOf(differences, seed);
            wrong += gain.IsClear ? 1 : 0;
            covered += gain.Low <= 0 && gain.High >= 0 ? 1 : 0;
        }

        Assert.True(wrong <= 12, $"{wrong} of 200 equals won");
        Assert.True(covered >= 182, $"{covered} of 200 intervals held");
    }

    [Fact]
    public void The_same_plan_has_the_same_winner_on_a_machine_of_another_speed()
    {
        RaceResult first = Race(1600).Run(Entries);
        RaceResult again = new HyperparameterRace(new RaceBudget(TimeSpan.FromSeconds(1)), new RaceOptions { ProbeSteps = 2, LeastSteps = 3 }, Train("again", secondsPerItem: 7), clock) { Replay = first.Plan }.Run(Entries);
        Assert.Equal(first.Winner, again.Winner);
        Assert.Equal(first.Gain, again.Gain);
        Assert.Equal(first.Measurements.SelectMany(m => m.Stand.Losses), again.Measurements.SelectMany(m => m.Stand.Losses));
        Assert.Equal(first.Measurements.Select(m => (m.Rung, m.Candidate, m.Stand.Steps)), again.Measurements.Select(m => (m.Rung, m.Candidate, m.Stand.Steps)));
    }

    [Fact]
    public void Interrupted_anywhere_it_goes_on_to_the_same_result()
    {
        RaceResult whole = Race(1600).Run(Entries);
        for (int stop = 0; stop < whole.Measurements.Length; stop += 4)
        {
            string name = $"stop{stop}";
            using var stopping = new CancellationTokenSource();
            int calls = 0;
            TrainCandidate inner = Train(name);
            RaceStand Stopping(RaceCandidate candidate, long steps, CancellationToken token)
            {
                if (calls++ == stop + 1) stopping.Cancel();
                return inner(candidate, steps, token);
            }

            Assert.Throws<OperationCanceledException>(() => Race(1600, Stopping, name).Run(Entries, null, stopping.Token));
            RaceResult rest = Race(1600, Train(name), name).Run(Entries);
            Assert.Equal(whole.Gain, rest.Gain);
            Assert.Equal(whole.Measurements.SelectMany(m => m.Stand.Losses), rest.Measurements.SelectMany(m => m.Stand.Losses));
            Assert.Equal(whole.Plan.Rungs.AsEnumerable(), rest.Plan.Rungs);
        }
    }

    [Fact]
    public void A_machine_that_becomes_slower_ends_the_race_in_time_and_the_rounds_that_were_whole_count()
    {
        double pace = 1;
        int calls = 0;
        RaceStand Slowing(RaceCandidate candidate, long steps, CancellationToken token)
        {
            if (++calls == 8) pace = 4;
            return Train("slow", pace)(candidate, steps, token);
        }

        RaceResult result = Race(2000, Slowing).Run(Entries);
        Assert.True(result.Seconds <= 2000 + (4 * 8) + 2, $"{result.Seconds} s");
        Assert.True(result.Share < 1);
        Assert.All(result.Measurements, m => Assert.True(m.Rung < result.Plan.Rungs.Length));
        Assert.Equal(result.Gain, Race(1, Train("replayed"), "replayed", result.Plan).Run(Entries).Gain);
    }

    [Fact]
    public void Too_small_a_budget_keeps_the_default_and_says_so()
    {
        RaceResult result = Race(60).Run(Entries);
        Assert.Equal(("default", null, 0.0), (result.Winner.Name, result.Best, result.Share));
        Assert.Contains("allows no comparison", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_diverges_is_left_and_when_all_do_that_is_an_error()
    {
        RaceStand Failing(RaceCandidate candidate, long steps, CancellationToken token) =>
            candidate.Name == "learning rate ×3" ? new RaceStand(steps, 1, 1, 0, [], "it diverged") : Train("failing")(candidate, steps, token);
        RaceResult result = Race(1600, Failing).Run(Entries);
        Assert.Equal("learning rate ×10", result.Winner.Name);
        Assert.Single(result.Measurements, m => m.Stand.Failure is not null);
        RaceResult lost = Race(1600, (c, s, t) => c.Name == "default" && s > 10 ? new RaceStand(s, 1, 1, 0, [], "the loss grew") : Train("lost")(c, s, t), "lost").Run(Entries);
        Assert.Contains("training failed with the default (the loss grew)", lost.Reason, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => Race(1600, (_, s, _) => new RaceStand(s, 10, 1, 0, s > 10 ? [] : [1], s > 10 ? "no" : null), "none").Run(Entries));
    }

    [Fact]
    public void Few_held_out_items_do_not_change_the_default()
    {
        RaceResult result = Race(1600, (c, s, t) => Train("few")(c, s, t) is var stand ? stand with { Losses = stand.Losses[..9] } : stand).Run(Entries);
        Assert.Equal(("default", null), (result.Winner.Name, result.Gain));
    }

    [Fact]
    public void Losses_of_texts_have_the_mean_of_their_tokens()
    {
        ImmutableArray<double> losses = CandidateTraining.Losses([new TextScore(1, 0.5, 6, false), new TextScore(2, 2, 2, false), new TextScore(3, 0, 0, true)]);
        Assert.Equal(7.0 / 8, losses.Average(), 1e-12);
        Assert.Equal(0, losses[2]);
    }

    [Fact]
    public void Money_buys_time()
    {
        Assert.Equal(TimeSpan.FromMinutes(30), RaceBudget.Of(0.6m, 1.2m).Time);
        Assert.Equal(0.6m, RaceBudget.Of(0.6m, 1.2m).CostOf(1800));
        Assert.Throws<InputException>(() => RaceBudget.Of(0, 1));
        Assert.Throws<InputException>(() => RaceBudget.Of(1, 0));
    }

    private static ImmutableArray<RaceEntry> Around(TrainingOptions options) =>
        [.. RaceSpace.Around(new RaceCandidate("default", options, null), 9, 1).Select(c => RaceEntry.Of(c, TargetTask.Items, TargetTask.Items))];

    // The judge sees the candidate with the greatest mean, as a race would hand it over.
    private static RaceGain RaceJudgeOf(double[][] differences, ulong seed)
    {
        double[] zeros = new double[differences[0].Length];
        ImmutableArray<RaceEntry> entries = [.. Enumerable.Range(0, differences.Length + 1).Select(i => new RaceEntry(new RaceCandidate($"{i}", new TrainingOptions { WarmUp = 0 }, null), 30, 1))];
        var plan = new RacePlan(entries.Length, [new RaceRung(1, 1)], new RacePace(1, 1, 1), 1);
        var race = new HyperparameterRace(new RaceBudget(TimeSpan.FromHours(1)), new RaceOptions { Seed = seed }, (c, s, _) => new RaceStand(s, 1, 1, 1, c.Name == "0" ? [.. zeros] : [.. differences[int.Parse(c.Name, System.Globalization.CultureInfo.InvariantCulture) - 1].Select(d => -d)]), TimeProvider.System) { Replay = plan };
        return race.Run(entries).Gain!;
    }

    private HyperparameterRace Race(double seconds, TrainCandidate? train = null, string name = "race", RacePlan? plan = null) =>
        new(new RaceBudget(TimeSpan.FromSeconds(seconds)), new RaceOptions { ProbeSteps = 2, LeastSteps = 3 }, train ?? Train(name), clock) { KeptAt = KeptAt + name, Key = "a", Replay = plan };

    private TrainCandidate Train(string name, double secondsPerItem = 1) => new CandidateTrainer(
        candidate =>
        {
            var task = new TargetTask(clock, secondsPerItem);
            string own = Path.Combine(folder.Path, $"{name}-{candidate.Name.Replace(' ', '-')}");
            Directory.CreateDirectory(own);
            return new CandidateTraining(task, Path.Combine(own, "checkpoint.safetensors"), candidate.Name, task.Losses);
        },
        WorkerTeam.One,
        clock).Train;

    private static double Whole(RaceCandidate candidate)
    {
        var task = new TargetTask(new StepClock());
        new Trainer(task, candidate.Options, WorkerTeam.One, TimeProvider.System).Train();
        return task.Losses().Average();
    }
}
