namespace Assay.Evaluation.Statistics;

/// <summary>Permutation test of a paired difference: if two arms were alike, each cluster's total difference would as well have had the other sign (Fisher 1935).</summary>
/// <remarks>
/// All patterns of signs are gone through up to 20 clusters that differ; beyond, 10,000 are drawn and (as extreme + 1) / (drawn + 1) is the p-value, which is never too small (Phipson and Smyth 2010).
/// Exact where differences are symmetric without a difference of the arms, whatever their tails; clusters whose total is 0 do not matter.
/// </remarks>
public static class SignFlip
{
    /// <summary>Patterns drawn where there are too many to go through.</summary>
    public const int Draws = 10_000;

    private const int MostEnumerated = 20;

    /// <summary>Tests whether two arms differ.</summary>
    /// <param name="a">Scores of arm A by question id, in [0, 1]; null where missing.</param>
    /// <param name="b">Scores of arm B.</param>
    /// <param name="clusters">Cluster of a question by its id; a question without one is a cluster of its own. Null: all are.</param>
    /// <param name="seed">Seed of the drawing.</param>
    /// <returns>The p-values; 1 where nothing differs.</returns>
    public static SignFlipResult Test(IReadOnlyDictionary<string, double?> a, IReadOnlyDictionary<string, double?> b, IReadOnlyDictionary<string, string>? clusters = null, ulong seed = 0)
    {
        (string Id, double Value)[] differences = [.. PairedScores.Of(a, b, out _).Select(p => (p.Id, p.A - p.B))];
        double[] totals = [.. new ClusterTotals(differences, clusters).Sums.Where(s => s != 0)];
        return totals.Length == 0 ? new SignFlipResult(1, 1, true) : totals.Length <= MostEnumerated ? Exact(totals) : Drawn(totals, seed);
    }

    private static SignFlipResult Exact(double[] totals)
    {
        (double seen, double slack) = Seen(totals);
        long greater = 0, extreme = 0, all = 1L << totals.Length;
        for (long pattern = 0; pattern < all; pattern++)
        {
            double sum = 0;
            for (int g = 0; g < totals.Length; g++) sum += (pattern >> g & 1) == 0 ? totals[g] : -totals[g];
            if (sum >= seen - slack) greater++;
            if (Math.Abs(sum) >= Math.Abs(seen) - slack) extreme++;
        }

        return new SignFlipResult((double)extreme / all, (double)greater / all, true);
    }

    private static SignFlipResult Drawn(double[] totals, ulong seed)
    {
        (double seen, double slack) = Seen(totals);
        SplitMix random = new(seed);
        int greater = 0, extreme = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            double sum = 0;
            ulong bits = 0;
            for (int g = 0; g < totals.Length; g++)
            {
                bits = (g & 63) == 0 ? random.Next() : bits >> 1;
                sum += (bits & 1) == 0 ? totals[g] : -totals[g];
            }

            if (sum >= seen - slack) greater++;
            if (Math.Abs(sum) >= Math.Abs(seen) - slack) extreme++;
        }

        return new SignFlipResult((extreme + 1.0) / (Draws + 1), (greater + 1.0) / (Draws + 1), false);
    }

    // Sums that differ only by rounding are ties.
    private static (double Seen, double Slack) Seen(double[] totals) => (totals.Sum(), 1e-12 * totals.Sum(Math.Abs));
}

/// <summary>What a permutation test found.</summary>
/// <param name="TwoSided">p-value of no difference, in (0, 1].</param>
/// <param name="Greater">One-sided p-value: small where A is better.</param>
/// <param name="Exact">Whether every pattern of signs was gone through.</param>
public readonly record struct SignFlipResult(double TwoSided, double Greater, bool Exact);
