using System.Collections.Immutable;

namespace Assay.Evaluation.Statistics;

/// <summary>How often each of several arms scores best when the questions are drawn again: the joint bootstrap.</summary>
/// <remarks>All arms see the same resampled questions, so what makes a question easy for everybody cancels. Ties are shared equally.</remarks>
public static class BestShare
{
    /// <summary>The share of resamples in which each arm has the highest mean.</summary>
    /// <param name="arms">Scores by question id; only questions that every arm has are used.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <returns>One share per arm, adding up to 1; all equal when there is no common question.</returns>
    public static ImmutableArray<double> Of(IReadOnlyList<IReadOnlyDictionary<string, double?>> arms, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfZero(arms.Count);
        string[] common = [.. arms[0].Keys.Where(id => arms.All(a => a.GetValueOrDefault(id) is not null)).Order(StringComparer.Ordinal)];
        if (common.Length == 0) return [.. Enumerable.Repeat(1.0 / arms.Count, arms.Count)];
        double[][] scores = [.. arms.Select(a => common.Select(id => a[id]!.Value).ToArray())];
        double[] shares = new double[arms.Count], sums = new double[arms.Count];
        SplitMix random = new(seed);
        for (int resample = 0; resample < PairedBootstrap.Resamples; resample++)
        {
            Draw(scores, sums, ref random);
            double best = sums.Max();
            int tied = sums.Count(s => s == best);
            for (int arm = 0; arm < sums.Length; arm++) shares[arm] += sums[arm] == best ? 1.0 / tied : 0;
        }

        return [.. shares.Select(s => s / PairedBootstrap.Resamples)];
    }

    private static void Draw(double[][] scores, double[] sums, ref SplitMix random)
    {
        Array.Clear(sums);
        int n = scores[0].Length;
        for (int i = 0; i < n; i++)
        {
            int question = (int)(((random.Next() >> 32) * (uint)n) >> 32);
            for (int arm = 0; arm < scores.Length; arm++) sums[arm] += scores[arm][question];
        }
    }
}
