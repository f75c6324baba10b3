namespace Assay.Evaluation.Statistics.Learning;

/// <summary>One curve: <c>a - b · n^-c</c>.</summary>
internal readonly record struct Curve(double A, double B, double C)
{
    public double At(double size) => A - (B * Math.Pow(size, -C));
}

/// <summary>Draws curves that fit some scores: for each exponent the line through <c>n^-c</c> by least squares, the exponent by how well its line fits.</summary>
/// <param name="sizes">Sizes of the runs; the greatest is 1.</param>
/// <param name="exponents">The exponents.</param>
/// <param name="deviation">Standard deviation between runs.</param>
/// <param name="itemVariance">Variance of a mean by its items that the runs do not share.</param>
internal sealed class CurveFits(double[] sizes, double[] exponents, double deviation, double itemVariance)
{
    private readonly Line[] lines = [.. exponents.Select(c => new Line([.. sizes.Select(n => Math.Pow(n, -c))]))];

    /// <summary>A curve through means of the runs.</summary>
    public Curve Draw(double[] means, ref SplitMix random)
    {
        double variance = (deviation * deviation) + itemVariance;
        Span<double> weights = stackalloc double[lines.Length];
        double best = lines.Min(l => l.Misfit(means)), total = 0;
        for (int i = 0; i < weights.Length; i++) total += weights[i] = Math.Exp(-(lines[i].Misfit(means) - best) / (2 * variance)) * lines[i].Prior;
        double at = Unit(ref random) * total;
        int chosen = 0;
        while (chosen < weights.Length - 1 && (at -= weights[chosen]) >= 0) chosen++;
        (double a, double b) = lines[chosen].Draw(means, deviation, ref random);
        return b > 0 ? new Curve(a, b, exponents[chosen]) : new Curve(means.Average() + (deviation / Math.Sqrt(means.Length) * Normal(ref random)), 0, exponents[chosen]);
    }

    /// <summary>A normal number by the method of Box and Muller.</summary>
    public static double Normal(ref SplitMix random) => Math.Sqrt(-2 * Math.Log(1 - Unit(ref random))) * Math.Cos(2 * Math.PI * Unit(ref random));

    private static double Unit(ref SplitMix random) => (random.Next() >> 11) * (1.0 / (1UL << 53));

    // Scores against x = n^-c.
    private sealed class Line
    {
        private readonly double[] x;
        private readonly double mean, spread;

        public Line(double[] x)
        {
            this.x = x;
            mean = x.Average();
            spread = x.Sum(v => (v - mean) * (v - mean));

            // What is left of the score at the smallest and the greatest size, alike probable, when intercept and slope are integrated out.
            Prior = (x.Max() - x.Min()) / Math.Sqrt(x.Length * spread);
        }

        public double Prior { get; }

        public double Misfit(double[] y)
        {
            double level = y.Average(), slope = Slope(y, level), sum = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double off = y[i] - level - (slope * (x[i] - mean));
                sum += off * off;
            }

            return sum;
        }

        // Level and slope of the line are independent.
        public (double A, double B) Draw(double[] y, double deviation, ref SplitMix random)
        {
            double level = y.Average(), slope = Slope(y, level) + (deviation / Math.Sqrt(spread) * Normal(ref random));
            level += deviation / Math.Sqrt(x.Length) * Normal(ref random);
            return (level - (slope * mean), -slope);
        }

        private double Slope(double[] y, double level)
        {
            double sum = 0;
            for (int i = 0; i < x.Length; i++) sum += (x[i] - mean) * (y[i] - level);
            return sum / spread;
        }
    }
}
