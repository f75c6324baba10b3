namespace Assay.Evaluation.Statistics;

/// <summary>The incomplete beta function, on which the t and the binomial distribution stand.</summary>
internal static class Beta
{
    private const int MostTerms = 10_000;
    private const double Smallest = 1e-300, Precision = 1e-15;

    /// <summary>I(x; a, b) = ∫₀ˣ t^(a−1) (1−t)^(b−1) dt / B(a, b), by the continued fraction of Abramowitz and Stegun 26.5.8, evaluated from the front (Lentz).</summary>
    /// <param name="x">In [0, 1].</param>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    /// <returns>In [0, 1].</returns>
    public static double Regularized(double x, double a, double b)
    {
        if (!(x >= 0 && x <= 1)) throw new ArgumentOutOfRangeException(nameof(x), x, "Must lie in [0, 1].");
        if (x is 0 or 1) return x;
        // The fraction converges fast only on the near side of the mean.
        if (x > (a + 1) / (a + b + 2)) return 1 - Regularized(1 - x, b, a);
        double front = Math.Exp((a * Math.Log(x)) + (b * double.LogP1(-x)) + LogGamma(a + b) - LogGamma(a) - LogGamma(b)) / a;
        return Math.Clamp(front * Fraction(x, a, b), 0, 1);
    }

    /// <summary>Natural logarithm of the gamma function: Stirling's series after raising the argument above 15; relative error about 1e-14.</summary>
    /// <param name="x">Above 0.</param>
    /// <returns>log Γ(x).</returns>
    public static double LogGamma(double x)
    {
        double shift = 0;
        for (; x < 15; x++) shift -= Math.Log(x);
        double inverse = 1 / x, square = inverse * inverse;
        double series = inverse * ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square * ((1.0 / 1680) - (square / 1188))))))));
        return shift + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + series;
    }

    private static double Fraction(double x, double a, double b)
    {
        double c = 1, d = 1 / Guarded(1 - ((a + b) * x / (a + 1))), value = d;
        for (int m = 1; m <= MostTerms; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / Guarded(1 + (even * d));
            c = Guarded(1 + (even / c));
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / Guarded(1 + (odd * d));
            c = Guarded(1 + (odd / c));
            double step = d * c;
            value *= step;
            if (Math.Abs(step - 1) < Precision) break;
        }

        return value;
    }

    private static double Guarded(double value) => Math.Abs(value) < Smallest ? Smallest : value;
}
