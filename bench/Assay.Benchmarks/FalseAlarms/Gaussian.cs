namespace Assay.Benchmarks.FalseAlarms;

/// <summary>Normal numbers, seeded, and the distribution itself, which must be fast here and right to about six digits.</summary>
internal sealed class Gaussian(int seed)
{
    private readonly Random random = new(seed);
    private double? spare;

    /// <summary>A standard normal number (Box and Muller 1958).</summary>
    public double Next()
    {
        if (spare is { } kept)
        {
            spare = null;
            return kept;
        }

        double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())), angle = 2 * Math.PI * random.NextDouble();
        spare = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }

    /// <summary>A whole number below a limit.</summary>
    public int Below(int limit) => random.Next(limit);

    /// <summary>Probability below a number (Abramowitz and Stegun 7.1.26).</summary>
    public static double Below(double x)
    {
        double z = Math.Abs(x) / Math.Sqrt(2), t = 1 / (1 + (0.3275911 * z));
        double above = 0.5 * t * (0.254829592 + (t * (-0.284496736 + (t * (1.421413741 + (t * (-1.453152027 + (t * 1.061405429)))))))) * Math.Exp(-z * z);
        return Math.Clamp(x < 0 ? above : 1 - above, 1e-9, 1 - 1e-9);
    }

    /// <summary>The number with a probability below it.</summary>
    public static double At(double probability) => Evaluation.Statistics.Normal.Quantile(probability);
}
