namespace Assay.Reporting.Charts;

/// <summary>An axis: where a value lies between its ends, and which values are written beside it.</summary>
/// <param name="Min">Left or lower end.</param>
/// <param name="Max">Right or upper end; more than <paramref name="Min"/>.</param>
/// <param name="IsLog">Whether equal distances are equal factors; both ends are then above 0.</param>
internal sealed record ChartScale(double Min, double Max, bool IsLog = false)
{
    // Below this factor between the ends a logarithmic axis has hardly a round number on it, and is not needed.
    private const double LeastFactor = 4;
    private const int MostTicks = 9;

    /// <summary>An axis from 0, or from the least value below it, that ends at round numbers.</summary>
    /// <param name="values">What will be drawn.</param>
    /// <param name="least">The axis is at least this long; above 0.</param>
    public static ChartScale Linear(IEnumerable<double> values, double least)
    {
        double low = 0, high = 0;
        foreach (double value in values) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        high = Math.Max(high, low + least);
        double step = RoundStep((high - low) / 4);
        return new ChartScale(step * Math.Floor((low / step) + 1e-9), step * Math.Ceiling((high / step) - 1e-9));
    }

    /// <summary>An axis that just holds the values, logarithmic where they are all above 0 and far enough apart.</summary>
    /// <param name="values">What will be drawn; at least one.</param>
    /// <param name="factor">How many times the least the greatest must be for a logarithmic axis.</param>
    public static ChartScale Fit(IReadOnlyCollection<double> values, double factor = LeastFactor)
    {
        double low = values.Min(), high = values.Max();
        return low > 0 && high / low >= Math.Max(factor, LeastFactor) ? new ChartScale(low, high, IsLog: true) : Linear(values, Math.Max(high, 1e-9));
    }

    /// <summary>Where a value lies; values outside lie at the end.</summary>
    /// <returns>0 at the lower end, 1 at the upper one.</returns>
    public double Share(double value)
    {
        if (!IsLog) return Math.Clamp((value - Min) / (Max - Min), 0, 1);
        return value <= Min ? 0 : Math.Clamp(Math.Log(value / Min) / Math.Log(Max / Min), 0, 1);
    }

    /// <summary>Round values whose labels stand beside each other without touching.</summary>
    /// <param name="room">Pixels from end to end, at the least.</param>
    /// <param name="size">Pixels that the label of a value takes.</param>
    /// <returns>From the lower end to the upper; at least one.</returns>
    public IReadOnlyList<double> Ticks(double room, Func<double, double> size)
    {
        foreach (double[] ticks in IsLog ? Factors() : Steps())
        {
            if (ticks.Length > 0 && ticks.Length <= MostTicks && Fits(ticks, room, size)) return ticks;
        }

        return [Min];
    }

    /// <summary>The round number at or above a rough step: 1, 2 or 5 times a power of ten.</summary>
    /// <param name="rough">Above 0.</param>
    public static double RoundStep(double rough)
    {
        double magnitude = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double[] nice = [1, 2, 5, 10];
        return magnitude * nice.First(n => n * magnitude >= rough * 0.999);
    }

    private bool Fits(double[] ticks, double room, Func<double, double> size)
    {
        const double Gap = 8;
        for (int i = 1; i < ticks.Length; i++)
        {
            if ((Share(ticks[i]) - Share(ticks[i - 1])) * room < ((size(ticks[i]) + size(ticks[i - 1])) / 2) + Gap) return false;
        }

        return true;
    }

    // From many to few.
    private IEnumerable<double[]> Steps()
    {
        for (double parts = 8; parts >= 1; parts /= 1.5)
        {
            double step = RoundStep((Max - Min) / parts);
            double first = Math.Ceiling((Min / step) - 1e-9);
            yield return [.. Enumerable.Range(0, (int)(Math.Floor((Max / step) + 1e-9) - first) + 1).Select(i => Math.Round((first + i) * step, 10))];
        }
    }

    private IEnumerable<double[]> Factors()
    {
        int first = (int)Math.Floor(Math.Log10(Min)), last = (int)Math.Ceiling(Math.Log10(Max));
        foreach (double[] within in new double[][] { [1, 2, 5], [1, 3], [1] })
        {
            yield return [.. Enumerable.Range(first, last - first + 1).SelectMany(e => within.Select(w => w * Math.Pow(10, e))).Where(Holds)];
        }

        for (int each = 2; each <= last - first; each++) yield return [.. Enumerable.Range(first, last - first + 1).Where(e => e % each == 0).Select(e => Math.Pow(10, e)).Where(Holds)];
    }

    private bool Holds(double value) => value >= Min * (1 - 1e-9) && value <= Max * (1 + 1e-9);
}
