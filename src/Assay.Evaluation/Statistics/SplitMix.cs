namespace Assay.Evaluation.Statistics;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): small, fast, and the same numbers on every machine and runtime.</summary>
/// <param name="seed">Any number.</param>
public struct SplitMix(ulong seed)
{
    private ulong state = seed;

    /// <summary>The next 64 random bits.</summary>
    /// <returns>Uniform over all values.</returns>
    public ulong Next()
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
