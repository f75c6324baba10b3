using System.Collections.Immutable;
using System.Globalization;
using Assay.Text;

namespace Assay.Tuning.Racing;

/// <summary>Looks for a better way to train than the default within a budget: candidates are trained a little, the worse ones are left, the others go on.</summary>
/// <remarks>
/// <para>
/// What decides is fixed: who takes part and how far each round trains is planned once, from a measured speed that the result holds. The same plan, candidates and data give the same losses,
/// gain and winner, however fast the machine is and however often the race is interrupted. Only which plan is made, and in which round it ends when the machine becomes slower than it
/// was, depends on time; <see cref="Replay"/> takes a plan as it was carried out and looks at no clock.
/// </para>
/// <para>The default goes through all rounds, and stays unless another candidate is clearly better on the held-out items.</para>
/// </remarks>
/// <param name="budget">Time or money.</param>
/// <param name="options">How it is planned and judged.</param>
/// <param name="train">Trains a candidate up to a step.</param>
/// <param name="time">The clock.</param>
public sealed class HyperparameterRace(RaceBudget budget, RaceOptions options, TrainCandidate train, TimeProvider time)
{
    private const double LongestTimer = 40 * 24 * 3600;

    private readonly List<RaceMeasurement> measured = [];
    private double otherSeconds;

    /// <summary>Where the race is kept, so that an interrupted one goes on; null for nowhere.</summary>
    public string? KeptAt { get; init; }

    /// <summary>Tells races apart: what was kept for another key is not taken up.</summary>
    public string Key { get; init; } = "";

    /// <summary>The plan of a race to do again; null to plan.</summary>
    public RacePlan? Replay { get; init; }

    /// <summary>Races.</summary>
    /// <param name="entries">The candidates, the default first; from <see cref="RaceSpace"/>.</param>
    /// <param name="progress">Told after every measurement.</param>
    /// <param name="cancellationToken">Stops it, with what was measured kept.</param>
    /// <returns>What it found.</returns>
    /// <exception cref="InputException">What was kept is damaged, the budget is no time, or training failed with every candidate.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public RaceResult Run(ImmutableArray<RaceEntry> entries, IProgress<RaceMeasurement>? progress = null, CancellationToken cancellationToken = default)
    {
        if (entries.IsDefaultOrEmpty) throw new ArgumentException("A race needs the default at least.", nameof(entries));
        if (!(budget.Time > TimeSpan.Zero)) throw new InputException(new Problem("search", null, string.Create(CultureInfo.InvariantCulture, $"the budget must be more than no time; found {budget.Time.TotalMinutes} minutes.")));
        RacePlan plan = Plan(entries, cancellationToken);
        int[] left = [.. Enumerable.Range(1, plan.Candidates - 1)];
        for (int rung = 0; rung < plan.Rungs.Length; rung++)
        {
            if (!Round(entries, plan, rung, left, progress, cancellationToken))
            {
                plan = plan with { Rungs = plan.Rungs[..rung] };
                break;
            }

            double[] losses = [.. left.Select(candidate => Measured(rung, candidate)!.Loss)];
            left = [.. left.Select((candidate, i) => (Candidate: candidate, Loss: losses[i])).Where(c => double.IsFinite(c.Loss)).OrderBy(c => c.Loss).Take(plan.Rungs[rung].Keep).Select(c => c.Candidate)];
            if (left.Length == 0) plan = plan with { Rungs = plan.Rungs[..(rung + 1)] };
        }

        return Judge(entries, plan, left.Length == 0 ? null : left[0]);
    }

    // With the time of what measured the speed, and of what ran out of time.
    private double Seconds => otherSeconds + measured.Sum(m => m.Seconds);

    private RacePlan Plan(ImmutableArray<RaceEntry> entries, CancellationToken cancellationToken)
    {
        measured.Clear();
        if (KeptAt is not null && RaceRecord.Read(KeptAt, Key) is { } kept && kept.Plan.Candidates <= entries.Length && (Replay is not { } plan || (plan.Candidates == kept.Plan.Candidates && plan.Rungs.SequenceEqual(kept.Plan.Rungs))))
        {
            measured.AddRange(kept.Measurements);
            otherSeconds = kept.OtherSeconds;
            return kept.Plan;
        }

        if (Replay is { } given)
        {
            if (given.Candidates < 1 || given.Candidates > entries.Length) throw new InputException(new Problem("search", null, $"the plan is for {given.Candidates} candidates; there are {entries.Length}."));
            return given;
        }

        long started = time.GetTimestamp();
        RaceStand probe = train(entries[0].Candidate, Math.Min(options.ProbeSteps, entries[0].Steps), cancellationToken);
        otherSeconds = time.GetElapsedTime(started).TotalSeconds;
        var pace = new RacePace(probe.TrainSeconds / Math.Max(1, probe.Tokens), probe.EvaluationSeconds, Math.Max(0, otherSeconds - probe.TrainSeconds - probe.EvaluationSeconds));
        RacePlan made = RacePlanner.Plan(entries, pace, budget.Time.TotalSeconds - otherSeconds, options);
        Keep(made);
        return made;
    }

    // Whether all were measured within the budget.
    private bool Round(ImmutableArray<RaceEntry> entries, RacePlan plan, int rung, int[] left, IProgress<RaceMeasurement>? progress, CancellationToken cancellationToken)
    {
        double from = rung == 0 ? 0 : plan.Rungs[rung - 1].Share, to = plan.Rungs[rung].Share;
        foreach (int candidate in (int[])[0, .. left])
        {
            if (Measured(rung, candidate) is not null) continue;
            if (rung > 0 && Measured(rung - 1, candidate) is { Stand.Failure: not null } failed)
            {
                measured.Add(failed with { Rung = rung, Seconds = 0 });
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (Replay is null && Seconds + RacePlanner.Seconds(entries[candidate], from, to, plan.Pace) > budget.Time.TotalSeconds) return false;
            long started = time.GetTimestamp();
            if (Train(entries[candidate], to, cancellationToken) is not { } stand)
            {
                otherSeconds += time.GetElapsedTime(started).TotalSeconds;
                Keep(plan);
                return false;
            }

            if (stand.Failure is null && (stand.Losses.IsDefaultOrEmpty || !stand.Losses.All(double.IsFinite))) stand = stand with { Losses = [], Failure = "the held-out loss is not a finite number" };
            measured.Add(new RaceMeasurement(rung, candidate, time.GetElapsedTime(started).TotalSeconds, stand));
            Keep(plan);
            progress?.Report(measured[^1]);
        }

        return true;
    }

    // Null where the budget ended in it: the training stops at its next step.
    private RaceStand? Train(RaceEntry entry, double share, CancellationToken cancellationToken)
    {
        long steps = Math.Clamp((long)Math.Ceiling(share * entry.Steps), 1, entry.Steps);
        if (Replay is not null) return train(entry.Candidate, steps, cancellationToken);
        double left = Math.Clamp(budget.Time.TotalSeconds - Seconds, 0, LongestTimer);
        using var ends = new CancellationTokenSource(TimeSpan.FromSeconds(left), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ends.Token, cancellationToken);
        try
        {
            return train(entry.Candidate, steps, either.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private RaceResult Judge(ImmutableArray<RaceEntry> entries, RacePlan plan, int? best)
    {
        int last = plan.Rungs.Length - 1;
        RaceCandidate start = entries[0].Candidate;
        RaceCandidate? rival = last < 0 || best is null ? null : entries[best.Value].Candidate;
        if (last >= 0 && rival is null && Measured(last, 0)!.Stand.Failure is { } everywhere) throw new InputException(new Problem("search", null, $"training failed with every candidate. With the default: {everywhere}"));
        RaceGain? gain = rival is null ? null : Gain(last, best!.Value);
        (RaceCandidate winner, string reason) = (last, rival, gain) switch
        {
            ( < 0, _, _) => (start, string.Create(CultureInfo.InvariantCulture, $"the default: the budget of {budget.Time.TotalMinutes:0.#} minutes allows no comparison.")),
            (_, null, _) => (start, "the default: training failed with all others."),
            (_, { } other, null) when Measured(last, 0)!.Stand.Failure is { } failure => (other, $"{other.Name}: training failed with the default ({failure})."),
            (_, { }, null) => (start, $"the default: fewer than {options.LeastItems} held-out items do not tell candidates apart."),
            (_, { } other, { IsClear: true } won) => (other, string.Create(CultureInfo.InvariantCulture, $"{other.Name}: its held-out loss is {won.Mean:0.000} lower than the default's (95% interval {won.Low:0.000} to {won.High:0.000}).")),
            (_, { } other, { } unclear) => (start, string.Create(CultureInfo.InvariantCulture, $"the default: nothing was clearly better. {other.Name} came nearest: {unclear.Mean:0.000} (95% interval {unclear.Low:0.000} to {unclear.High:0.000}).")),
        };
        double share = last < 0 ? 0 : plan.Rungs[last].Share;
        ImmutableArray<RaceMeasurement> counted = [.. measured.Where(m => m.Rung <= last)];
        return new RaceResult(winner, rival, gain, share, reason) { Plan = plan, Measurements = counted, Seconds = Seconds, Cost = budget.CostOf(Seconds) };
    }

    // Every candidate where it was last measured, beside the default there.
    private RaceGain? Gain(int last, int best)
    {
        RaceStand ofDefault = Measured(last, 0)!.Stand;
        if (ofDefault.Failure is not null || ofDefault.Losses.Length < options.LeastItems) return null;
        var differences = new List<double[]>();
        int picked = -1;
        foreach (RaceMeasurement m in measured.Where(m => m.Candidate > 0 && m.Rung <= last && m.Stand.Failure is null).GroupBy(m => m.Candidate).Select(g => g.MaxBy(m => m.Rung)!))
        {
            ImmutableArray<double> start = Measured(m.Rung, 0)!.Stand.Losses;
            if (start.Length != m.Stand.Losses.Length) throw new InvalidOperationException($"Candidates have {start.Length} and {m.Stand.Losses.Length} held-out losses.");
            if (m.Candidate == best) picked = differences.Count;
            differences.Add([.. start.Zip(m.Stand.Losses, (a, b) => a - b)]);
        }

        return RaceJudge.Gain(differences, picked, options.Seed);
    }

    private RaceMeasurement? Measured(int rung, int candidate) => measured.Find(m => m.Rung == rung && m.Candidate == candidate);

    private void Keep(RacePlan plan)
    {
        if (KeptAt is not null) new RaceRecord(Key, otherSeconds, plan, [.. measured]).Write(KeptAt);
    }
}
