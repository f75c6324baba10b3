namespace Assay.Numerics.Layers.Activations.Reference;

/// <summary>The activations as their definitions say, in double precision: what the vector paths are tested against.</summary>
public static class ScalarActivations
{
    /// <summary>One value.</summary>
    /// <param name="kind">The curve.</param>
    /// <param name="x">Its argument.</param>
    /// <returns><c>f(x)</c>.</returns>
    /// <exception cref="ArgumentException">There is no such curve.</exception>
    public static double Value(Activation kind, double x) => kind switch
    {
        Activation.Silu => x / (1 + Math.Exp(-x)),
        Activation.Gelu => x * Erfc(-x / Math.Sqrt(2)) / 2,
        Activation.GeluTanh => x / (1 + Math.Exp(-2 * Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
        Activation.Relu => Math.Max(x, 0),
        _ => throw new ArgumentException($"There is no activation {kind}.", nameof(kind)),
    };

    /// <summary>The error function, by its series near 0 and its continued fraction elsewhere; within 1e-14.</summary>
    /// <param name="x">Its argument.</param>
    /// <returns><c>erf(x)</c>.</returns>
    public static double Erf(double x) => Math.Abs(x) < 2.5 ? Series(x) : Math.CopySign(1 - Tail(Math.Abs(x)), x);

    /// <summary><c>1 - erf(x)</c>, with full relative precision on the right.</summary>
    /// <param name="x">Its argument.</param>
    /// <returns><c>erfc(x)</c>.</returns>
    public static double Erfc(double x) => x < 2.5 ? x > -2.5 ? 1 - Series(x) : 2 - Tail(-x) : Tail(x);

    private static double Series(double x)
    {
        double term = x, sum = 0;
        for (int k = 0; k < 100; k++)
        {
            sum += term / ((2 * k) + 1);
            term *= -x * x / (k + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    private static double Tail(double x)
    {
        if (double.IsInfinity(x)) return 0;
        double fraction = x;
        for (int k = 120; k > 0; k--) fraction = x + (k / 2.0 / fraction);
        return Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * fraction);
    }
}
