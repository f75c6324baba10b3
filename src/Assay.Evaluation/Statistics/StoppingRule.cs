using System.Collections.Immutable;

namespace Assay.Evaluation.Statistics;

/// <summary>When a comparison may stop before all questions are asked, without more false alarms: a group-sequential test with planned looks.</summary>
/// <remarks>
/// Looking again and again at 5% finds a difference that is not there far more often than that. Here the level is spent over the looks by the function of Lan and DeMets (1983) in the manner of O'Brien and Fleming,
/// α(t) = 4·(1 − Φ(z(α/4) / √t)), half of it on either side, at the share t of questions asked: hardly anything early, nearly all at the end. The boundary of each look makes the chance of crossing it first exactly what is spent there, for a
/// z-statistic with independent increments; that chance is integrated numerically (Armitage, McPherson and Rowe 1969). A p-value of the questions asked so far (<see cref="ClusteredEstimate.PValue"/>, or adjusted over
/// several pairs) at most <see cref="StoppingLook.Level"/> stops the run with a result. Questions must be asked in an order that has nothing to do with their answers, whole documents together.
/// </remarks>
public sealed class StoppingRule
{
    private const int Cells = 800;
    private const int MostLooks = 50;

    /// <summary>A rule.</summary>
    /// <param name="shares">Shares of the questions after which one looks, rising, above 0; the last is 1.</param>
    /// <param name="alpha">Chance of a false alarm, two-sided, over all looks.</param>
    public StoppingRule(IReadOnlyList<double> shares, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(shares);
        if (shares.Count is 0 or > MostLooks) throw new ArgumentException($"1 to {MostLooks} looks are possible.", nameof(shares));
        if (!(shares[0] > 0) || shares[^1] != 1 || shares.Zip(shares.Skip(1)).Any(p => !(p.First < p.Second))) throw new ArgumentException("Shares must rise from above 0 to 1.", nameof(shares));
        if (!(alpha is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Must be above 0 and below 1.");
        Looks = Bounded(shares, alpha);
    }

    /// <summary>The looks in their order.</summary>
    public ImmutableArray<StoppingLook> Looks { get; }

    /// <summary>Looks at equal distances.</summary>
    /// <param name="count">How many; 1 to 50.</param>
    /// <param name="alpha">Chance of a false alarm, two-sided, over all looks.</param>
    /// <returns>The rule.</returns>
    public static StoppingRule Equal(int count, double alpha = 0.05) => new([.. Enumerable.Range(1, Math.Max(count, 0)).Select(i => (double)i / count)], alpha);

    /// <summary>Whether a run may stop at a look.</summary>
    /// <param name="look">Which, from 0.</param>
    /// <param name="p">Two-sided p-value over the questions asked so far.</param>
    /// <returns>True when a difference is shown.</returns>
    public bool Stops(int look, double p) => p <= Looks[look].Level;

    private static ImmutableArray<StoppingLook> Bounded(IReadOnlyList<double> shares, double alpha)
    {
        var looks = ImmutableArray.CreateBuilder<StoppingLook>();
        double z = Normal.Quantile(1 - (alpha / 4)), spent = 0, before = 0;
        Grid? density = null;
        foreach (double share in shares)
        {
            double due = 4 * Normal.Above(z / Math.Sqrt(share)), spend = due - spent, step = Math.Sqrt(share - before);
            double bound = Bound(b => density is null ? 2 * Normal.Above(b / step) : density.Beyond(b, step), spend);
            looks.Add(new StoppingLook(share, bound / Math.Sqrt(share), 2 * Normal.Above(bound / Math.Sqrt(share)), due));
            density = density is null ? Grid.First(bound, step) : density.Next(bound, step);
            (spent, before) = (due, share);
        }

        return looks.ToImmutable();
    }

    private static double Bound(Func<double, double> beyond, double spend)
    {
        double low = 0, high = 40;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            if (beyond(middle) > spend) low = middle;
            else high = middle;
        }

        return high;
    }

    /// <summary>Density of the sum so far where no boundary was crossed, at the middles of equal cells of (−bound, bound).</summary>
    private sealed class Grid(double bound, double[] density)
    {
        private double Width => 2 * bound / density.Length;

        public static Grid First(double bound, double step) => Over(bound, x => Bell(x, step));

        public Grid Next(double next, double step) => Over(next, At(step));

        /// <summary>Chance that the next sum lies beyond ±<paramref name="limit"/>.</summary>
        public double Beyond(double limit, double step)
        {
            double sum = 0;
            for (int i = 0; i < density.Length; i++)
            {
                double x = Middle(i);
                sum += density[i] * (Normal.Above((limit - x) / step) + Normal.Above((limit + x) / step));
            }

            return sum * Width;
        }

        private Func<double, double> At(double step) => y =>
        {
            double sum = 0;
            for (int i = 0; i < density.Length; i++) sum += density[i] * Bell(y - Middle(i), step);
            return sum * Width;
        };

        private static Grid Over(double bound, Func<double, double> density)
        {
            double[] cells = new double[Cells];
            for (int i = 0; i < Cells; i++) cells[i] = density(-bound + ((i + 0.5) * 2 * bound / Cells));
            return new Grid(bound, cells);
        }

        private double Middle(int cell) => -bound + ((cell + 0.5) * Width);

        private static double Bell(double x, double deviation) => Math.Exp(-0.5 * x * x / (deviation * deviation)) / (deviation * Math.Sqrt(2 * Math.PI));
    }
}

/// <summary>One planned look.</summary>
/// <param name="Share">Share of the questions asked by then.</param>
/// <param name="Bound">The z-value that must be reached.</param>
/// <param name="Level">The same as a two-sided p-value.</param>
/// <param name="Spent">Chance of a false alarm up to and including this look.</param>
public readonly record struct StoppingLook(double Share, double Bound, double Level, double Spent);
