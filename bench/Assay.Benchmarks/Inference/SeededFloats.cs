namespace Assay.Benchmarks.Inference;

/// <summary>Random floats that are the same on every machine (SplitMix64).</summary>
/// <param name="seed">Any number.</param>
internal sealed class SeededFloats(ulong seed)
{
    private static readonly float ToUnitDeviation = MathF.Sqrt(12);
    private ulong state = seed;

    /// <summary>Fills values that are spread evenly around a mean.</summary>
    /// <param name="values">Takes them.</param>
    /// <param name="mean">Their mean.</param>
    /// <param name="deviation">Their standard deviation.</param>
    public void Fill(Span<float> values, float mean, float deviation)
    {
        for (int i = 0; i < values.Length; i++) values[i] = mean + (((float)(Next() >> 40) / (1 << 24)) - 0.5f) * (deviation * ToUnitDeviation);
    }

    /// <summary>A whole number from 0.</summary>
    /// <param name="below">What it stays below.</param>
    public int Below(int below) => (int)(Next() % (ulong)below);

    private ulong Next()
    {
        unchecked
        {
            ulong z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
