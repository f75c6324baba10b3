namespace Assay.Numerics.Layers.Attention.Reference;

/// <summary>Attention of one head as its definition says, in double precision and with all scores: what the fused kernel is tested against.</summary>
public static class ScalarAttention
{
    /// <summary>One query against its keys.</summary>
    /// <param name="query">The query, <c>[dim]</c>.</param>
    /// <param name="keys">The keys it sees, row-major with <paramref name="stride"/> values from one to the next.</param>
    /// <param name="values">Their values, alike.</param>
    /// <param name="count">Number of keys.</param>
    /// <param name="stride">Values from one key to the next.</param>
    /// <param name="scale">What scores are multiplied with.</param>
    /// <param name="y">Takes the result, <c>[dim]</c>; zeros where there is no key.</param>
    /// <returns>The logarithm of the sum of the scores' exponentials; minus infinity where there is no key.</returns>
    public static double Forward(ReadOnlySpan<double> query, ReadOnlySpan<double> keys, ReadOnlySpan<double> values, int count, int stride, double scale, Span<double> y)
    {
        double[] scores = new double[count];
        double largest = double.NegativeInfinity, sum = 0;
        for (int key = 0; key < count; key++)
        {
            for (int d = 0; d < query.Length; d++) scores[key] += query[d] * keys[(key * stride) + d];
            scores[key] *= scale;
            largest = Math.Max(largest, scores[key]);
        }

        y.Clear();
        foreach (double score in scores) sum += Math.Exp(score - largest);
        for (int key = 0; key < count; key++)
        {
            for (int d = 0; d < y.Length; d++) y[d] += Math.Exp(scores[key] - largest) / sum * values[(key * stride) + d];
        }

        return largest + Math.Log(sum);
    }
}
