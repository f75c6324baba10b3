using Assay.Numerics.Vectors;

namespace Assay.Benchmarks.Dense;

/// <summary>The true ten nearest vectors of every query, by inner products in full precision.</summary>
internal static class Truth
{
    /// <summary>Neighbours that count.</summary>
    public const int K = 10;

    private const int Block = 8;

    /// <summary>Finds them among the rows that are allowed.</summary>
    /// <param name="set">The vectors.</param>
    /// <param name="allowed">Which rows count.</param>
    /// <returns>For every query the rows, best first, the lower row first among equals.</returns>
    public static int[][] Of(VectorSet set, Func<int, bool> allowed)
    {
        int[] rows = [.. Enumerable.Range(0, set.Count).Where(allowed)];
        int[][] found = new int[set.QueryCount][];
        Parallel.For(0, (set.QueryCount + Block - 1) / Block, block =>
        {
            int first = block * Block, last = Math.Min(first + Block, set.QueryCount);
            PriorityQueue<int, (float Score, int Row)>[] best = [.. Enumerable.Range(first, last - first).Select(_ => new PriorityQueue<int, (float, int)>(Worst))];
            foreach (int row in rows)
            {
                ReadOnlySpan<float> vector = set.Row(row).Span;
                for (int q = first; q < last; q++) Offer(best[q - first], row, DotProduct.Of(set.Query(q), vector));
            }

            for (int q = first; q < last; q++)
            {
                int[] ordered = new int[best[q - first].Count];
                for (int i = ordered.Length - 1; i >= 0; i--) ordered[i] = best[q - first].Dequeue();
                found[q] = ordered;
            }
        });
        return found;
    }

    /// <summary>Share of the true neighbours that were found.</summary>
    public static double Recall(int[][] truth, IReadOnlyList<IReadOnlyCollection<int>> found) =>
        truth.Zip(found).Sum(p => p.First.Intersect(p.Second).Count()) / (double)truth.Sum(t => t.Length);

    private static readonly Comparer<(float Score, int Row)> Worst = Comparer<(float Score, int Row)>.Create(
        (a, b) => a.Score != b.Score ? a.Score.CompareTo(b.Score) : b.Row.CompareTo(a.Row));

    private static void Offer(PriorityQueue<int, (float, int)> best, int row, float score)
    {
        if (best.Count < K) best.Enqueue(row, (score, row));
        else if (best.TryPeek(out _, out (float Score, int Row) least) && score > least.Score) best.EnqueueDequeue(row, (score, row));
    }
}
