using Assay.Evaluation.Statistics;

namespace Assay.Decisions.Verdicts;

/// <summary>Random numbers of the distributions that resampling needs, from one seed.</summary>
/// <param name="seed">Any number.</param>
internal sealed class Draws(ulong seed)
{
    private SplitMix random = new(seed);

    /// <summary>Uniform in (0, 1).</summary>
    public double Uniform() => ((random.Next() >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>Exponential with mean 1.</summary>
    public double Exponential() => -Math.Log(Uniform());

    /// <summary>Standard normal (Box and Muller 1958).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>A gamma of shape ½ and mean ½.</summary>
    public double HalfSquare()
    {
        double z = Normal();
        return z * z / 2;
    }

    /// <summary>χ² with the given degrees of freedom, at least 1 (Marsaglia and Tsang 2000).</summary>
    /// <param name="degrees">Need not be whole.</param>
    public double ChiSquare(double degrees)
    {
        if (degrees < 2)
        {
            // A gamma of shape a < 1 is one of shape a + 1 times U^(1/a).
            double root = Math.Pow(Uniform(), 2 / degrees);
            return root * ChiSquare(degrees + 2);
        }

        double d = (degrees / 2) - (1.0 / 3), c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal(), v = 1 + (c * x);
            if (v <= 0) continue;
            v = v * v * v;
            if (Math.Log(Uniform()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v))) return 2 * d * v;
        }
    }
}
