namespace Assay.Evaluation.Statistics;

/// <summary>How well a number tells two kinds apart: the area under the ROC curve.</summary>
public static class RankArea
{
    private const double Tail = 0.025;

    /// <summary>The chance that a value of the one kind is larger than a value of the other; ties count half.</summary>
    /// <param name="values">A value each, and whether it is of the kind that should be larger. In any order; none is NaN.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <returns>The area and its 95% percentile bootstrap interval over the values; null when a kind is missing. A resample without one of the kinds counts as 0.5.</returns>
    public static (double Area, Interval Interval)? Of(IEnumerable<(double Value, bool Large)> values, ulong seed = 0)
    {
        (double Value, bool Large)[] sorted = [.. values.OrderBy(v => v.Value).ThenBy(v => v.Large)];
        int n = sorted.Length, large = sorted.Count(v => v.Large);
        if (large == 0 || large == n) return null;
        int[] counts = new int[n];
        Array.Fill(counts, 1);
        double area = Weighted(sorted, counts);
        SplitMix random = new(seed);
        double[] areas = new double[PairedBootstrap.Resamples];
        for (int r = 0; r < areas.Length; r++)
        {
            Array.Clear(counts);
            for (int i = 0; i < n; i++) counts[(int)(((random.Next() >> 32) * (uint)n) >> 32)]++;
            areas[r] = Weighted(sorted, counts);
        }

        Array.Sort(areas);
        return (area, new Interval(areas[(int)(Tail * (areas.Length - 1))], areas[(int)Math.Ceiling((1 - Tail) * (areas.Length - 1))]));
    }

    /// <summary>The area alone.</summary>
    /// <param name="values">A value each, and whether it is of the kind that should be larger.</param>
    /// <returns>Null when a kind is missing.</returns>
    public static double? Area(IEnumerable<(double Value, bool Large)> values)
    {
        (double Value, bool Large)[] sorted = [.. values.OrderBy(v => v.Value)];
        int large = sorted.Count(v => v.Large);
        if (large == 0 || large == sorted.Length) return null;
        int[] counts = new int[sorted.Length];
        Array.Fill(counts, 1);
        return Weighted(sorted, counts);
    }

    private static double Weighted((double Value, bool Large)[] sorted, int[] counts)
    {
        double wins = 0;
        long small = 0, large = 0;
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            long smallHere = 0, largeHere = 0;
            for (end = start; end < sorted.Length && sorted[end].Value == sorted[start].Value; end++)
            {
                if (sorted[end].Large) largeHere += counts[end];
                else smallHere += counts[end];
            }

            wins += largeHere * (small + (smallHere / 2.0));
            (small, large) = (small + smallHere, large + largeHere);
        }

        return small == 0 || large == 0 ? 0.5 : wins / ((double)small * large);
    }
}
