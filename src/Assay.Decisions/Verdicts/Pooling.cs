using System.Collections.Immutable;

namespace Assay.Decisions.Verdicts;

/// <summary>How far measured differences between arms are drawn together, because the best of several noisy means is best partly by luck.</summary>
/// <remarks>
/// Normal means with one variance τ² between arms and the measured noise s² of their contrasts (Rubin 1981, Estimation in parallel randomized experiments): given τ, a contrast c is (1 − B)·c with variance (1 − B)·s², B = s²/(s² + τ²).
/// τ has a flat prior on [0, 0.5] and the posterior (s² + τ²)^(−(k−1)/2)·exp(−SS/(2(s² + τ²))), SS the sum of squares of the k contrasts; each draw takes a τ of its own. Differences that stand out of the noise stay as they are.
/// </remarks>
internal sealed class Pooling
{
    private const int Steps = 256;
    private const double Widest = 0.5;
    private readonly double[] cumulative = new double[Steps];
    private readonly double noise;

    /// <summary>From means and how clusters move them.</summary>
    /// <param name="values">Scores of each arm.</param>
    public Pooling(ImmutableArray<ClusteredValues> values)
    {
        int k = values.Length;
        double trace = 0, all = 0, mean = values.Average(v => v.Mean), squares = values.Sum(v => (v.Mean - mean) * (v.Mean - mean));
        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j < k; j++) all += values[i].Covariance(values[j]);
            trace += values[i].Covariance(values[i]);
        }

        noise = k < 2 ? 0 : Math.Max(0, (trace - (all / k)) / (k - 1));
        if (noise == 0) return;
        double Logarithm(int step)
        {
            double variance = noise + (Spread(step) * Spread(step));
            return (-(k - 1) / 2.0 * Math.Log(variance)) - (squares / (2 * variance));
        }

        double most = Enumerable.Range(0, Steps).Max(Logarithm), sum = 0;
        for (int step = 0; step < Steps; step++) cumulative[step] = sum += Math.Exp(Logarithm(step) - most);
    }

    /// <summary>A draw of 1 − B: the share of a contrast that is kept.</summary>
    /// <param name="share">Uniform in (0, 1).</param>
    public double Kept(double share)
    {
        if (noise == 0) return 1;
        int step = Array.BinarySearch(cumulative, share * cumulative[^1]);
        double spread = Spread(Math.Min(Steps - 1, step < 0 ? ~step : step));
        return spread * spread / (noise + (spread * spread));
    }

    private static double Spread(int step) => (step + 0.5) * (Widest / Steps);
}
