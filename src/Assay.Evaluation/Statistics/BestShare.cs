using System.Collections.Immutable;

namespace Assay.Evaluation.Statistics;

/// <summary>How often each of several arms scores best when the questions are drawn again: the joint bootstrap.</summary>
/// <remarks>All arms see the same resampled questions, so what makes a question easy for everybody cancels. Ties are shared equally.</remarks>
public static class BestShare
{
    /// <summary>The share of resamples in which each arm has the highest mean.</summary>
    /// <param name="arms">Scores by question id; only questions that every arm has are used.</param>
    /// <param name="clusters">Cluster of a question by its id, which is drawn as a whole; a question without one is a cluster of its own. Null: all are.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <returns>One share per arm, adding up to 1; all equal when there is no common question.</returns>
    public static ImmutableArray<double> Of(IReadOnlyList<IReadOnlyDictionary<string, double?>> arms, IReadOnlyDictionary<string, string>? clusters = null, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfZero(arms.Count);
        string[] common = [.. arms[0].Keys.Where(id => arms.All(a => a.GetValueOrDefault(id) is not null)).Order(StringComparer.Ordinal)];
        if (common.Length == 0) return [.. Enumerable.Repeat(1.0 / arms.Count, arms.Count)];

        // All arms have the same questions, so the arm with the largest total of a resample has its largest mean, however many questions the clusters drawn have.
        double[][] totals = [.. arms.Select(a => new ClusterTotals([.. common.Select(id => (id, a[id]!.Value))], clusters).Sums.ToArray())];
        double[] shares = new double[arms.Count], sums = new double[arms.Count];
        SplitMix random = new(seed);
        for (int resample = 0; resample < PairedBootstrap.Resamples; resample++)
        {
            Draw(totals, sums, ref random);
            double best = sums.Max();
            int tied = sums.Count(s => s == best);
            for (int arm = 0; arm < sums.Length; arm++) shares[arm] += sums[arm] == best ? 1.0 / tied : 0;
        }

        return [.. shares.Select(s => s / PairedBootstrap.Resamples)];
    }

    private static void Draw(double[][] totals, double[] sums, ref SplitMix random)
    {
        Array.Clear(sums);
        int n = totals[0].Length;
        for (int i = 0; i < n; i++)
        {
            int cluster = (int)(((random.Next() >> 32) * (uint)n) >> 32);
            for (int arm = 0; arm < totals.Length; arm++) sums[arm] += totals[arm][cluster];
        }
    }
}
