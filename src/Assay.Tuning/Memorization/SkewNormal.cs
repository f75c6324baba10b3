using Assay.Evaluation.Statistics;

namespace Assay.Tuning.Memorization;

/// <summary>The skew normal distribution (Azzalini 1985) with the mean, deviation and skewness of some values: what Carlini and others (2019) extrapolate exposure with.</summary>
/// <remarks>Density <c>2/ω φ(z) Φ(α z)</c> with <c>z = (x − ξ)/ω</c>. A skewness beyond what it can have (0.995) is cut to 0.99.</remarks>
internal sealed class SkewNormal
{
    private const double MostSkewness = 0.99, Furthest = 12;
    private const int Steps = 4000;

    private readonly double location, scale, shape;

    private SkewNormal(double location, double scale, double shape) => (this.location, this.scale, this.shape) = (location, scale, shape);

    /// <summary>Fits it by moments.</summary>
    /// <param name="values">The values; two or more.</param>
    /// <returns>Null when they are all the same.</returns>
    public static SkewNormal? Fit(IReadOnlyCollection<double> values)
    {
        int n = values.Count;
        double mean = values.Sum() / n, variance = values.Sum(v => (v - mean) * (v - mean)) / n, deviation = Math.Sqrt(variance);
        if (!(deviation > 1e-12 * Math.Max(1, Math.Abs(mean)))) return null;
        double skewness = Math.Clamp(values.Sum(v => Math.Pow((v - mean) / deviation, 3)) / n, -MostSkewness, MostSkewness);

        // delta^2 from |skewness| = (4 - pi)/2 (delta sqrt(2/pi))^3 / (1 - 2 delta^2/pi)^(3/2)
        double power = Math.Pow(Math.Abs(skewness), 2.0 / 3), half = Math.Pow((4 - Math.PI) / 2, 2.0 / 3);
        double delta = Math.Sign(skewness) * Math.Sqrt(Math.PI / 2 * power / (power + half));
        double scale = deviation / Math.Sqrt(1 - (2 * delta * delta / Math.PI));
        return new SkewNormal(mean - (scale * delta * Math.Sqrt(2 / Math.PI)), scale, delta / Math.Sqrt(1 - (delta * delta)));
    }

    /// <summary>The chance of a value that is not greater, by Simpson's rule.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>0 to 1; 0 twelve scales below the location.</returns>
    public double Below(double x)
    {
        double end = Math.Min((x - location) / scale, Furthest);
        if (end <= -Furthest) return 0;
        double step = (end + Furthest) / Steps, sum = Density(-Furthest) + Density(end);
        for (int i = 1; i < Steps; i++) sum += (i % 2 == 0 ? 2 : 4) * Density(-Furthest + (i * step));
        return Math.Clamp(sum * step / 3, 0, 1);
    }

    private double Density(double z) => 2 / Math.Sqrt(2 * Math.PI) * Math.Exp(-0.5 * z * z) * Normal.Cumulative(shape * z);
}
