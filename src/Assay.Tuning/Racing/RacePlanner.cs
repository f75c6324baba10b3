using System.Collections.Immutable;

namespace Assay.Tuning.Racing;

/// <summary>Plans a race: successive halving by thirds (Jamieson and Talwalkar 2016), where those who go on are not trained anew and the default always goes on.</summary>
/// <remarks>
/// A third of the challengers goes on from each round to the next, which trains three times as far. As many candidates as the budget allows run to the end; where it does not allow four
/// (three challengers and the default), the race ends at a half, a quarter, an eighth or a sixteenth of all steps.
/// </remarks>
public static class RacePlanner
{
    private const int Worthwhile = 3;

    private static readonly double[] s_ends = [1, 1 / 2.0, 1 / 4.0, 1 / 8.0, 1 / 16.0];

    /// <summary>Plans.</summary>
    /// <param name="entries">The candidates, the default first.</param>
    /// <param name="pace">How fast the machine is.</param>
    /// <param name="seconds">The budget's time that is left.</param>
    /// <param name="options">Limits.</param>
    /// <returns>The plan; without rounds where not even two candidates can be compared.</returns>
    public static RacePlan Plan(ImmutableArray<RaceEntry> entries, RacePace pace, double seconds, RaceOptions options)
    {
        ArgumentNullException.ThrowIfNull(pace);
        ArgumentNullException.ThrowIfNull(options);
        double limit = seconds * (1 - options.Reserve);
        return Largest(Math.Min(Worthwhile, entries.Length - 1)) ?? Largest(1) ?? new RacePlan(1, [], pace, 0);

        RacePlan? Largest(int least)
        {
            foreach (double end in s_ends)
            {
                for (int challengers = entries.Length - 1; challengers >= Math.Max(1, least); challengers--)
                {
                    ImmutableArray<RaceRung> rungs = Rungs(entries[0], challengers, end, options);
                    if (rungs.IsEmpty) continue;
                    double expected = Expected(entries, challengers, rungs, pace);
                    if (expected <= limit) return new RacePlan(challengers + 1, rungs, pace, expected);
                }
            }

            return null;
        }
    }

    /// <summary>Time that a candidate takes from one share of its steps to another, with the comparison behind it.</summary>
    internal static double Seconds(RaceEntry entry, double from, double to, RacePace pace) =>
        ((to - from) * ((entry.Steps * entry.TokensPerStep * pace.SecondsPerToken) + (entry.Evaluations * pace.SecondsPerEvaluation))) + pace.SecondsPerEvaluation + pace.SecondsPerStart;

    private static ImmutableArray<RaceRung> Rungs(RaceEntry start, int challengers, double end, RaceOptions options)
    {
        List<RaceRung> rungs = [];
        double least = Math.Max((double)options.LeastSteps / start.Steps, 2 * start.Candidate.Options.WarmUp);
        int left = challengers, rounds = 1;
        for (int n = challengers; n > 1; n = (n + 2) / 3) rounds++;
        for (int round = 0; round < rounds; round++)
        {
            double share = end / Math.Pow(3, rounds - 1 - round);
            if (share < least && round < rounds - 1) continue;
            if (share < Math.Min(1, least)) return [];

            // Rounds that were too short are left out: whoever would have gone on from them is decided in this one.
            left = round == rounds - 1 ? 1 : Survivors(challengers, round + 1);
            rungs.Add(new RaceRung(share, left));
        }

        return [.. rungs];
    }

    private static int Survivors(int challengers, int rounds)
    {
        for (int i = 0; i < rounds; i++) challengers = (challengers + 2) / 3;
        return challengers;
    }

    // The dearest may be the ones who go on.
    private static double Expected(ImmutableArray<RaceEntry> entries, int challengers, ImmutableArray<RaceRung> rungs, RacePace pace)
    {
        double total = 0, from = 0;
        int left = challengers;
        foreach (RaceRung rung in rungs)
        {
            double before = from;
            total += Seconds(entries[0], before, rung.Share, pace);
            total += entries.Skip(1).Take(challengers).Select(e => Seconds(e, before, rung.Share, pace)).OrderDescending().Take(left).Sum();
            (from, left) = (rung.Share, rung.Keep);
        }

        return total;
    }
}
