namespace Assay.Benchmarks.Tuning;

/// <summary>How near texts vote for a label.</summary>
/// <param name="Most">Texts that vote; those as near as the last one of them vote too.</param>
/// <param name="Power">A text's vote is its BM25 score to this power.</param>
/// <param name="B">BM25's b.</param>
internal sealed record NeighbourVote(int Most, double Power, double B)
{
    private static readonly int[] Mosts = [1, 5, 20, 50];
    private static readonly double[] Powers = [1, 3, 5], Bs = [0.75, 0.3];

    /// <summary>The nearest text alone.</summary>
    public static readonly NeighbourVote Nearest = new(1, 1, 0.75);

    /// <summary>Those of <see cref="All"/> with the most voters: no other has a label that these do not have.</summary>
    public static IEnumerable<NeighbourVote> Widest => All.GroupBy(v => v.B).Select(g => g.MaxBy(v => v.Most)!);

    /// <summary>What is tried where the best is chosen; the nearest text alone comes first.</summary>
    public static IEnumerable<NeighbourVote> All => from b in Bs from most in Mosts from power in Powers where most > 1 || power == 1 select new NeighbourVote(most, power, b);
}
