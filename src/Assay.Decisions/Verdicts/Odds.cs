using System.Collections.Immutable;

namespace Assay.Decisions.Verdicts;

/// <summary>In how many joint draws each arm is the choice.</summary>
internal sealed record Odds
{
    /// <summary>One entry an arm, in their order.</summary>
    public required ImmutableArray<ArmChance> Arms { get; init; }

    /// <summary>Share of draws in which none meets the limits.</summary>
    public required double NoneMeets { get; init; }

    /// <summary>Counts.</summary>
    /// <param name="names">Names of the arms.</param>
    /// <param name="draws">Their figures.</param>
    /// <param name="at">Limits and prices.</param>
    public static Odds Of(IReadOnlyList<string> names, JointDraws draws, Circumstances at)
    {
        int[] chosen = new int[names.Count], meets = new int[names.Count];
        double[] highest = new double[names.Count];
        int none = 0;
        for (int d = 0; d < draws.Count; d++)
        {
            ReadOnlySpan<ArmFigures> arms = draws.Of(d);
            int choice = Choice.Of(arms, at);
            if (choice < 0) none++;
            else chosen[choice]++;
            CountHighest(arms, highest);
            for (int i = 0; i < arms.Length; i++) meets[i] += Choice.Meets(arms[i], at) ? 1 : 0;
        }

        double all = draws.Count;
        return new Odds { Arms = [.. names.Select((name, i) => new ArmChance(name, chosen[i] / all, meets[i] / all, highest[i] / all))], NoneMeets = none / all };
    }

    private static void CountHighest(ReadOnlySpan<ArmFigures> arms, double[] highest)
    {
        double best = 0;
        int tied = 0;
        foreach (ref readonly ArmFigures arm in arms)
        {
            if (arm.Score > best) (best, tied) = (arm.Score, 0);
            if (arm.Score == best) tied++;
        }

        for (int i = 0; i < arms.Length; i++) highest[i] += arms[i].Score == best ? 1.0 / tied : 0;
    }
}
