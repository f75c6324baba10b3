using Assay.Models.Sampling;

namespace Assay.Models.Training;

/// <summary>Random weights to begin with; the same for a seed on every machine.</summary>
internal static class InitialWeights
{
    /// <summary>Uniform between plus and minus a bound.</summary>
    public static void Uniform(Span<float> values, double bound, ref Xoshiro256 random)
    {
        for (int i = 0; i < values.Length; i++) values[i] = (float)(((2 * random.NextUnit()) - 1) * bound);
    }

    /// <summary>Normal with a deviation: the sum of twelve uniform numbers less 6, which needs no functions whose last bits differ between machines.</summary>
    public static void Normal(Span<float> values, double deviation, ref Xoshiro256 random)
    {
        for (int i = 0; i < values.Length; i++)
        {
            double sum = -6;
            for (int k = 0; k < 12; k++) sum += random.NextUnit();
            values[i] = (float)(sum * deviation);
        }
    }
}
