namespace Assay.Numerics.Vectors.Reference;

/// <summary>The inner products as their definition says, one value at a time: what the vector paths are tested and timed against.</summary>
public static class ScalarDotProduct
{
    /// <summary>The inner product <c>sum_i(x[i] · y[i])</c> of two vectors, summed in double precision.</summary>
    /// <param name="x">First vector.</param>
    /// <param name="y">Second vector, as long as <paramref name="x"/>.</param>
    /// <returns>The sum; 0 for empty vectors.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Of(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"{x.Length} and {y.Length} values have no inner product.", nameof(y));
        double sum = 0;
        for (int i = 0; i < x.Length; i++) sum += (double)x[i] * y[i];
        return sum;
    }

    /// <summary>The inner product of a 16-bit query and an 8-bit row, exact.</summary>
    /// <param name="query">The query.</param>
    /// <param name="row">The row, as long as <paramref name="query"/>.</param>
    /// <returns>The sum; 0 for empty vectors.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static long Of(ReadOnlySpan<short> query, ReadOnlySpan<sbyte> row)
    {
        if (query.Length != row.Length) throw new ArgumentException($"{query.Length} and {row.Length} values have no inner product.", nameof(row));
        long sum = 0;
        for (int i = 0; i < query.Length; i++) sum += query[i] * row[i];
        return sum;
    }
}
