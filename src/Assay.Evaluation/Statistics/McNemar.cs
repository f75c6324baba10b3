namespace Assay.Evaluation.Statistics;

/// <summary>Test of two arms whose answers are right or wrong (McNemar 1947): only questions that one has right and the other wrong count. For independent questions.</summary>
public static class McNemar
{
    /// <summary>Counts the questions that only one arm has right.</summary>
    /// <param name="a">Scores of arm A by question id; null where missing.</param>
    /// <param name="b">Scores of arm B.</param>
    /// <returns>The counts; null when a score is neither 0 nor 1, or no question has both.</returns>
    public static Discordance? Count(IReadOnlyDictionary<string, double?> a, IReadOnlyDictionary<string, double?> b)
    {
        (string Id, double A, double B)[] both = PairedScores.Of(a, b, out _);
        return both.Length == 0 || both.Any(p => p.A is not (0 or 1) || p.B is not (0 or 1))
            ? null
            : new Discordance(both.Count(p => p.A > p.B), both.Count(p => p.B > p.A), both.Length);
    }

    /// <summary>Exact p-value: twice the smaller binomial tail, at most 1.</summary>
    /// <param name="counts">Counts; each 0 or more.</param>
    /// <returns>In (0, 1].</returns>
    public static double Exact(Discordance counts) => counts.Sum == 0 ? 1 : Math.Min(1, 2 * Binomial.AtMost(counts.Smaller, counts.Sum, 0.5));

    /// <summary>Mid-p-value: the exact one with half the probability of what was seen; less timid, and hardly ever above its level (Fagerland, Lydersen and Laake 2013).</summary>
    /// <param name="counts">Counts; each 0 or more.</param>
    /// <returns>In (0, 1].</returns>
    public static double MidP(Discordance counts)
    {
        if (counts.Sum == 0) return 1;
        double below = counts.Smaller == 0 ? 0 : Binomial.AtMost(counts.Smaller - 1, counts.Sum, 0.5);
        return Math.Min(1, below + Binomial.AtMost(counts.Smaller, counts.Sum, 0.5));
    }

    /// <summary>p-value of χ² = (|b − c| − 1)² / (b + c) with one degree of freedom, as usual from 25 such questions on; 0 where b = c.</summary>
    /// <param name="counts">Counts; each 0 or more.</param>
    /// <returns>In (0, 1].</returns>
    public static double ChiSquare(Discordance counts)
    {
        if (counts.Sum == 0) return 1;
        double distance = Math.Abs((double)counts.OnlyA - counts.OnlyB) - 1;
        return Math.Min(1, 2 * Normal.Above(Math.Max(0, distance) / Math.Sqrt(counts.Sum)));
    }
}

/// <summary>Questions on which two arms come out differently.</summary>
/// <param name="OnlyA">Right in A only.</param>
/// <param name="OnlyB">Right in B only.</param>
/// <param name="N">Questions with both scores.</param>
public readonly record struct Discordance(int OnlyA, int OnlyB, int N)
{
    /// <summary>Both counts together.</summary>
    public int Sum => OnlyA + OnlyB;

    /// <summary>Share of questions that come out differently; 0 without questions.</summary>
    public double Share => N == 0 ? 0 : (double)Sum / N;

    internal int Smaller => Math.Min(OnlyA, OnlyB);
}
