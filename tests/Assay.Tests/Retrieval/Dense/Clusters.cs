using Assay.Retrieval.Dense;
using Assay.Retrieval.Search;

namespace Assay.Tests.Retrieval.Dense;

/// <summary>Unit vectors in clusters, as embeddings of documents lie, and the exact answers about them.</summary>
internal sealed class Clusters
{
    private readonly Random random;
    private readonly float[][] centres;

    public Clusters(int dimension, int clusters, int seed)
    {
        random = new Random(seed);
        centres = [.. Enumerable.Range(0, clusters).Select(_ => Gaussian(dimension))];
    }

    public DenseRow[] Rows(int count, Func<int, int>? accessClass = null) =>
        [.. Enumerable.Range(0, count).Select(i => new DenseRow(((long)(i / 8) << 20) + (i % 8) + (1L << 20), accessClass?.Invoke(i) ?? 0, Vector()))];

    public float[] Vector()
    {
        float[] centre = centres[random.Next(centres.Length)], noise = Gaussian(centre.Length);
        float[] sum = [.. centre.Zip(noise, (c, n) => c + (0.7f * n))];
        double length = Math.Sqrt(sum.Sum(v => (double)v * v));
        return [.. sum.Select(v => (float)(v / length))];
    }

    public static long[] Nearest(IEnumerable<DenseRow> rows, float[] query, int k, ChunkFilter? filter = null) => [.. rows
        .Where(r => filter is null || filter.Allows(r.Row, r.AccessClass))
        .Select(r => (r.Row, Score: Score(r, query))).OrderByDescending(r => r.Score).ThenBy(r => r.Row).Take(k).Select(r => r.Row)];

    public static double Recall(DenseIndex index, IReadOnlyList<DenseRow> rows, IReadOnlyList<float[]> queries, ChunkFilter? filter = null)
    {
        int found = 0, wanted = 0;
        foreach (float[] query in queries)
        {
            long[] expected = Nearest(rows, query, 10, filter);
            long[] got = [.. index.Search(query, 10, filter).Select(h => h.Row)];
            if (filter is not null) Assert.All(got, g => Assert.True(filter.Allows(g, rows.First(r => r.Row == g).AccessClass)));
            found += expected.Intersect(got).Count();
            wanted += expected.Length;
        }

        return (double)found / wanted;
    }

    private static double Score(DenseRow row, float[] query)
    {
        double sum = 0;
        ReadOnlySpan<float> values = row.Vector.Span;
        for (int i = 0; i < query.Length; i++) sum += (double)values[i] * query[i];
        return sum;
    }

    private float[] Gaussian(int dimension) =>
        [.. Enumerable.Range(0, dimension).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
}
