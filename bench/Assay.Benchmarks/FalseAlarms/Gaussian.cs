namespace Assay.Benchmarks.FalseAlarms;

/// <summary>Normal numbers, seeded, and the distribution itself, which must be fast here and right to about six digits.</summary>
/// <remarks>
/// SplitMix64, not <see cref="Random"/>: that one's first numbers hang together from one seed to the next, so that a thousand projects with seeds in a row came out up to 8 points off.
/// </remarks>
internal sealed class Gaussian(int seed)
{
    private ulong state = Mixed(unchecked((ulong)seed * 0xD1342543DE82EF95));
    private double? spare;

    /// <summary>A standard normal number (Box and Muller 1958).</summary>
    public double Next()
    {
        if (spare is { } kept)
        {
            spare = null;
            return kept;
        }

        double radius = Math.Sqrt(-2 * Math.Log(1 - Uniform())), angle = 2 * Math.PI * Uniform();
        spare = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }

    /// <summary>Probability below a number (Abramowitz and Stegun 7.1.26).</summary>
    public static double Below(double x)
    {
        double z = Math.Abs(x) / Math.Sqrt(2), t = 1 / (1 + (0.3275911 * z));
        double above = 0.5 * t * (0.254829592 + (t * (-0.284496736 + (t * (1.421413741 + (t * (-1.453152027 + (t * 1.061405429)))))))) * Math.Exp(-z * z);
        return Math.Clamp(x < 0 ? above : 1 - above, 1e-9, 1 - 1e-9);
    }

    private double Uniform()
    {
        unchecked
        {
            return (Mixed(state += 0x9E3779B97F4A7C15) >> 11) * (1.0 / (1UL << 53));
        }
    }

    private static ulong Mixed(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>The number with a probability below it.</summary>
    public static double At(double probability) => Evaluation.Statistics.Normal.Quantile(probability);
}
