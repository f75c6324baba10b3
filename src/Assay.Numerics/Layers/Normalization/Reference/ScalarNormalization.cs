namespace Assay.Numerics.Layers.Normalization.Reference;

/// <summary>RMSNorm and LayerNorm of one row as their formulas say, in double precision: what the kernels are tested against.</summary>
public static class ScalarNormalization
{
    /// <summary><c>x / sqrt(mean(x²) + eps) · w</c>.</summary>
    /// <param name="x">The row.</param>
    /// <param name="w">Scale, as long.</param>
    /// <param name="eps">Added to the mean square.</param>
    /// <returns>The results.</returns>
    public static double[] Rms(ReadOnlySpan<double> x, ReadOnlySpan<double> w, double eps) => About(0, x, w, [], eps);

    /// <summary><c>(x - mean) / sqrt(variance + eps) · w + b</c>.</summary>
    /// <param name="x">The row.</param>
    /// <param name="w">Scale, as long.</param>
    /// <param name="b">Shift, as long, or empty.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <returns>The results.</returns>
    public static double[] Layer(ReadOnlySpan<double> x, ReadOnlySpan<double> w, ReadOnlySpan<double> b, double eps)
    {
        double sum = 0;
        foreach (double value in x) sum += value;
        return About(sum / x.Length, x, w, b, eps);
    }

    private static double[] About(double center, ReadOnlySpan<double> x, ReadOnlySpan<double> w, ReadOnlySpan<double> b, double eps)
    {
        double squares = 0;
        foreach (double value in x) squares += (value - center) * (value - center);
        double[] y = new double[x.Length];
        for (int i = 0; i < y.Length; i++) y[i] = ((x[i] - center) / Math.Sqrt((squares / x.Length) + eps) * w[i]) + (b.IsEmpty ? 0 : b[i]);
        return y;
    }
}
