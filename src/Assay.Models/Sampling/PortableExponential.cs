namespace Assay.Models.Sampling;

/// <summary>The exponential function out of additions and multiplications alone, so that it has the same bits on every machine; the system's own differs between libraries.</summary>
internal static class PortableExponential
{
    /// <summary>Below this the result is 0: too small to matter beside 1 in a <see langword="double"/>.</summary>
    public const double Least = -60;

    private const double Log2E = 1.4426950408889634;
    private const double Ln2High = 0.6931471803691238;
    private const double Ln2Low = 1.9082149292705877e-10;

    /// <summary><c>exp(x)</c> for x at most 0, within 2 units in the last place; 0 below <see cref="Least"/>.</summary>
    public static double Of(double x)
    {
        if (!(x >= Least)) return 0;
        double n = Math.Floor((x * Log2E) + 0.5);
        double r = x - (n * Ln2High) - (n * Ln2Low);
        // Taylor's series on |r| <= ln(2)/2: the first term left out is below 2e-18.
        double sum = 1.0 / 6227020800;
        sum = (sum * r) + (1.0 / 479001600);
        sum = (sum * r) + (1.0 / 39916800);
        sum = (sum * r) + (1.0 / 3628800);
        sum = (sum * r) + (1.0 / 362880);
        sum = (sum * r) + (1.0 / 40320);
        sum = (sum * r) + (1.0 / 5040);
        sum = (sum * r) + (1.0 / 720);
        sum = (sum * r) + (1.0 / 120);
        sum = (sum * r) + (1.0 / 24);
        sum = (sum * r) + (1.0 / 6);
        sum = (sum * r) + 0.5;
        sum = (sum * r * r) + r + 1;
        return sum * BitConverter.Int64BitsToDouble(((long)n + 1023) << 52);
    }
}
