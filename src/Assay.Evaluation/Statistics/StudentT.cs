namespace Assay.Evaluation.Statistics;

/// <summary>Student's t distribution, with degrees of freedom that need not be whole.</summary>
/// <remarks>P(T &gt; t) = I(ν / (ν + t²); ν/2, 1/2) / 2 for t ≥ 0, with I the regularised incomplete beta function (Abramowitz and Stegun 26.7.1); relative error about 1e-12.</remarks>
public static class StudentT
{
    /// <summary>Probability above <paramref name="t"/>.</summary>
    /// <param name="t">Any number; may be infinite.</param>
    /// <param name="degrees">Degrees of freedom, above 0; from 1e8 on the normal distribution is used.</param>
    /// <returns>In [0, 1].</returns>
    public static double Above(double t, double degrees)
    {
        if (!(degrees > 0)) throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "Must be above 0.");
        if (double.IsNaN(t)) throw new ArgumentOutOfRangeException(nameof(t), t, "Must be a number.");
        if (degrees >= 1e8) return Normal.Above(t);
        if (double.IsInfinity(t)) return t > 0 ? 0 : 1;
        double tail = 0.5 * Beta.Regularized(degrees / (degrees + (t * t)), degrees / 2, 0.5);
        return t >= 0 ? tail : 1 - tail;
    }

    /// <summary>The point with the given probability above it.</summary>
    /// <param name="probability">Above 0 and below 1.</param>
    /// <param name="degrees">Degrees of freedom, above 0.</param>
    /// <returns>A finite number, at most 1e12 from 0.</returns>
    public static double Quantile(double probability, double degrees)
    {
        if (!(probability > 0 && probability < 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "Must be above 0 and below 1.");
        if (probability > 0.5) return -Quantile(1 - probability, degrees);
        double low = 0, high = 1;
        while (high < 1e12 && Above(high, degrees) > probability) (low, high) = (high, high * 4);
        for (int i = 0; i < 80 && high - low > 1e-13 * high; i++)
        {
            double middle = (low + high) / 2;
            if (Above(middle, degrees) > probability) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }
}
