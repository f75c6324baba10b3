namespace Assay.Tests.Numerics.Layers;

/// <summary>Random values, comparisons and finite differences for the tests of layers.</summary>
internal static class LayerData
{
    public static int[] Paths => [512, 256, 128, 32];

    public static float[] Floats(Random random, int length, double size = 1) => [.. Enumerable.Range(0, length).Select(_ => (float)(size * ((2 * random.NextDouble()) - 1)))];

    public static double[] Doubles(ReadOnlySpan<float> values)
    {
        double[] copy = new double[values.Length];
        for (int i = 0; i < copy.Length; i++) copy[i] = values[i];
        return copy;
    }

    public static void Close(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double tolerance, string what = "")
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double allowed = tolerance * (1 + Math.Abs(expected[i]));
            Assert.True(Math.Abs(expected[i] - actual[i]) <= allowed, $"{what}[{i}]: expected {expected[i]:R}, found {actual[i]:R}");
        }
    }

    /// <summary>Compares slopes with central differences of a loss in double precision, at the values as they are.</summary>
    /// <returns>How many entries were compared.</returns>
    public static int CheckSlopes(double[] values, ReadOnlySpan<float> slopes, Func<double> loss, double tolerance, string what)
    {
        Assert.Equal(values.Length, slopes.Length);
        for (int i = 0; i < values.Length; i++)
        {
            double kept = values[i], step = 1e-5 * Math.Max(1, Math.Abs(kept));
            values[i] = kept + step;
            double above = loss();
            values[i] = kept - step;
            double below = loss();
            values[i] = kept;
            double expected = (above - below) / (2 * step);
            Assert.True(Math.Abs(expected - slopes[i]) <= tolerance * (1 + Math.Abs(expected)), $"Slope {i} along {what}: differences give {expected:R}, the kernel {slopes[i]:R}");
        }

        return values.Length;
    }

    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<float> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }
}
