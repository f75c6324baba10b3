using System.Collections.Immutable;
using Assay.Evaluation.Statistics;

namespace Assay.Sweeping;

/// <summary>
/// Which candidates go on. After every round those leave that are shown to be worse than the one that leads, at 5% over all candidates and rounds together (Holm within a round, the level divided by
/// the rounds), so that the best one is lost in at most 5% of sweeps.
/// </summary>
internal static class SweepRace
{
    private const double Alpha = 0.05;

    private const int FirstRound = 24;

    /// <summary>How many questions have been asked after each round: 24, then twice as many each time, then all.</summary>
    /// <param name="questions">Questions there are; 1 or more.</param>
    public static ImmutableArray<int> Rounds(int questions)
    {
        var rounds = ImmutableArray.CreateBuilder<int>();
        for (int asked = FirstRound; asked < questions; asked *= 2) rounds.Add(asked);
        if (rounds.Count > 0 && questions - rounds[^1] < rounds[^1] / 4) rounds.RemoveAt(rounds.Count - 1);
        rounds.Add(questions);
        return rounds.ToImmutable();
    }

    /// <summary>Who goes on.</summary>
    /// <param name="scores">Scores by question of every candidate that is left; null where one is missing.</param>
    /// <param name="clusters">Cluster of a question.</param>
    /// <param name="rounds">Rounds there are.</param>
    /// <returns>A flag a candidate; the one that leads always goes on.</returns>
    public static bool[] GoOn(IReadOnlyList<IReadOnlyDictionary<string, double?>> scores, IReadOnlyDictionary<string, string> clusters, int rounds)
    {
        int leader = Leader(scores);
        double[] p = [.. scores.Select((s, i) => i == leader ? 1 : Clustered.Difference(scores[leader], s, clusters).PAbove(0))];
        ImmutableArray<double> adjusted = Holm.Adjust([.. p.Where((_, i) => i != leader)]);
        bool[] goOn = new bool[scores.Count];
        for (int i = 0, rival = 0; i < goOn.Length; i++) goOn[i] = i == leader || adjusted[rival++] > Alpha / rounds;
        return goOn;
    }

    private static int Leader(IReadOnlyList<IReadOnlyDictionary<string, double?>> scores)
    {
        int leader = 0;
        double best = double.NegativeInfinity;
        for (int i = 0; i < scores.Count; i++)
        {
            double mean = scores[i].Values.Average() ?? -1;
            if (mean > best) (leader, best) = (i, mean);
        }

        return leader;
    }
}
