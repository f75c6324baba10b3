using Assay.Evaluation.Statistics;

namespace Assay.Tests.Decisions.Verdicts.Synthetic;

/// <summary>Random numbers with tails and skews that the verdict does not assume.</summary>
/// <param name="seed">Number of the project.</param>
internal sealed class Chance(int seed)
{
    private SplitMix random = new(unchecked((ulong)seed * 0xD1342543DE82EF95));

    /// <summary>Uniform in (0, 1).</summary>
    public double Unit() => ((random.Next() >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>Uniform from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public double Between(double low, double high) => low + ((high - low) * Unit());

    /// <summary>As likely in every octave from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public double Octaves(double low, double high) => low * Math.Pow(high / low, Unit());

    /// <summary>Whether something with this probability happens.</summary>
    public bool Happens(double probability) => Unit() < probability;

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> of) => of[(int)(Unit() * of.Count)];

    /// <summary>Standard normal (Box and Muller 1958).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(Unit())) * Math.Cos(2 * Math.PI * Unit());

    /// <summary>Student's t with three degrees of freedom, scaled to variance 1: its fourth moment is infinite.</summary>
    public double Heavy()
    {
        double a = Normal(), b = Normal(), c = Normal();
        return Normal() / Math.Sqrt((a * a) + (b * b) + (c * c));
    }

    /// <summary>Exponential less its mean: skewed, variance 1.</summary>
    public double Skewed() => -Math.Log(Unit()) - 1;

    /// <summary>Pareto from 1 on.</summary>
    /// <param name="index">The smaller, the heavier its tail.</param>
    public double Pareto(double index) => Math.Pow(Unit(), -1 / index);
}
