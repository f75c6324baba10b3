namespace Assay.Numerics.Vectors;

/// <summary>Symmetric quantisation of one vector: <c>q[i] = round(x[i] / scale)</c>, <c>scale = max_i(|x[i]|) / 127</c>.</summary>
/// <remarks>The largest error of a value is half of the scale. Rounds half to even. Allocates nothing; safe to call concurrently on disjoint outputs.</remarks>
public static class Int8Quantizer
{
    /// <summary>Largest quantised value; −128 is not used, so that the range is symmetric.</summary>
    public const int Largest = 127;

    /// <summary>Quantises a vector.</summary>
    /// <param name="x">Finite values.</param>
    /// <param name="q">Receives the quantised values; as long as <paramref name="x"/>.</param>
    /// <returns>The scale, 0 or more: <c>x[i] ≈ scale · q[i]</c>; 0 when all values are 0 or there are none.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a value is not finite.</exception>
    public static float Quantize(ReadOnlySpan<float> x, Span<sbyte> q)
    {
        if (x.Length != q.Length) throw new ArgumentException($"{x.Length} values do not fit {q.Length}.", nameof(q));
        float largest = LargestMagnitude(x);
        if (largest == 0)
        {
            q.Clear();
            return 0;
        }

        float scale = largest / Largest;
        for (int i = 0; i < x.Length; i++) q[i] = (sbyte)Math.Clamp((int)MathF.Round(x[i] / scale), -Largest, Largest);
        return scale;
    }

    /// <summary>The largest magnitude of a vector.</summary>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    internal static float LargestMagnitude(ReadOnlySpan<float> x)
    {
        float largest = 0;
        foreach (float value in x)
        {
            float magnitude = MathF.Abs(value);
            if (!float.IsFinite(magnitude)) throw new ArgumentException($"A vector holds {value}, which is not finite.", nameof(x));
            if (magnitude > largest) largest = magnitude;
        }

        return largest;
    }
}
