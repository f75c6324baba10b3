using Assay.Models.Sampling;

namespace Assay.Tuning.Racing;

/// <summary>Says how much the best of several candidates gains over the default, allowing for its having been picked because it looked best.</summary>
/// <remarks>
/// Every candidate is compared with the default where both were last measured, on the same items. Items are resampled for all of them together; the 95% quantile of the greatest
/// <c>|mean* - mean| / deviation</c> of any candidate gives intervals that hold for all at once, and so for the one that was picked (the bootstrap of the greatest statistic, Romano and Wolf 2005).
/// </remarks>
internal static class RaceJudge
{
    private const int Resamples = 2000;
    private const double Level = 0.95;

    /// <summary>The gain of one of the candidates.</summary>
    /// <param name="differences">For each candidate the default's loss less its own, item by item.</param>
    /// <param name="picked">Whose gain is asked for.</param>
    /// <param name="seed">Chooses the resamples.</param>
    public static RaceGain Gain(IReadOnlyList<double[]> differences, int picked, ulong seed)
    {
        int items = differences[picked].Length;
        double[] means = [.. differences.Select(d => d.Average())], errors = [.. differences.Select((d, i) => Math.Sqrt(d.Sum(v => (v - means[i]) * (v - means[i])) / ((double)items * (items - 1))))];
        double critical = Critical(differences, means, errors, seed), reach = critical * errors[picked];
        return new RaceGain(means[picked], means[picked] - reach, means[picked] + reach, items);
    }

    private static double Critical(IReadOnlyList<double[]> differences, double[] means, double[] errors, ulong seed)
    {
        var random = new Xoshiro256(seed);
        int items = differences[0].Length;
        double[] greatest = new double[Resamples];
        int[] drawn = new int[items];
        for (int resample = 0; resample < Resamples; resample++)
        {
            for (int i = 0; i < items; i++) drawn[i] = (int)(random.NextUnit() * items);
            for (int candidate = 0; candidate < differences.Count; candidate++)
            {
                if (errors[candidate] == 0) continue;
                greatest[resample] = Math.Max(greatest[resample], Deviation(differences[candidate], drawn, means[candidate]));
            }
        }

        Array.Sort(greatest);
        return greatest[(int)Math.Ceiling(Level * Resamples) - 1];
    }

    // |mean* - mean| by the resample's own deviation, which makes up for few items.
    private static double Deviation(double[] differences, int[] drawn, double mean)
    {
        double sum = 0, squares = 0;
        foreach (int i in drawn)
        {
            double from = differences[i] - mean;
            sum += from;
            squares += from * from;
        }

        double off = sum / drawn.Length, variance = Math.Max(0, (squares / drawn.Length) - (off * off)) / (drawn.Length - 1);
        return variance == 0 ? 0 : Math.Abs(off) / Math.Sqrt(variance);
    }
}
