namespace Assay.Evaluation.Statistics;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    private const double Furthest = 8;

    /// <summary>Probability below <paramref name="x"/>, by the series of Marsaglia (2004); absolute error about 1e-15.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>In [0, 1].</returns>
    public static double Cumulative(double x)
    {
        if (Math.Abs(x) > Furthest) return x < 0 ? 0 : 1;
        double term = x, sum = x, before = 0;
        for (int i = 3; sum != before; i += 2)
        {
            before = sum;
            term *= x * x / i;
            sum += term;
        }

        return 0.5 + (sum * Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI));
    }

    /// <summary>Probability above <paramref name="x"/>, exact to 12 digits also far out: there by Laplace's continued fraction (Abramowitz and Stegun 26.2.14).</summary>
    /// <param name="x">Any number.</param>
    /// <returns>In [0, 1].</returns>
    public static double Above(double x)
    {
        if (x < 2) return 1 - Cumulative(x);
        if (x > 38) return 0;
        double fraction = 0;
        for (int i = 20 + (int)(800 / (x * x)); i >= 1; i--) fraction = i / (x + fraction);
        return Math.Exp(-0.5 * x * x) / (Math.Sqrt(2 * Math.PI) * (x + fraction));
    }

    /// <summary>The point with the given probability below it.</summary>
    /// <param name="probability">Above 0 and below 1.</param>
    /// <returns>In [-8, 8].</returns>
    /// <exception cref="ArgumentOutOfRangeException">The probability is out of range.</exception>
    public static double Quantile(double probability)
    {
        if (!(probability > 0 && probability < 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "Must be above 0 and below 1.");
        double low = -Furthest, high = Furthest;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            if (Cumulative(middle) < probability) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }
}
