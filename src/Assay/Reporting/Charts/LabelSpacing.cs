namespace Assay.Reporting.Charts;

/// <summary>Labels beside each other that keep their distance: each as near to where it belongs as the others let it (least sum of squared moves).</summary>
internal static class LabelSpacing
{
    /// <summary>Places labels along a line.</summary>
    /// <param name="wanted">Where each label belongs.</param>
    /// <param name="distance">Least distance of two labels.</param>
    /// <param name="from">Lowest place.</param>
    /// <param name="to">Highest place; where there is not enough room up to it, the last labels lie beyond.</param>
    /// <returns>Places in the order of <paramref name="wanted"/>.</returns>
    public static double[] Place(IReadOnlyList<double> wanted, double distance, double from, double to)
    {
        int[] order = [.. Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i]).ThenBy(i => i)];
        to = Math.Max(to, from + (distance * (wanted.Count - 1)));
        // With the distances taken off, places must only not fall: neighbours that would are pooled at their mean.
        var pools = new List<(double Sum, int Count)>();
        for (int i = 0; i < order.Length; i++)
        {
            pools.Add((wanted[order[i]] - (distance * i), 1));
            while (pools.Count > 1 && Mean(pools[^2]) >= Mean(pools[^1]))
            {
                pools[^2] = (pools[^2].Sum + pools[^1].Sum, pools[^2].Count + pools[^1].Count);
                pools.RemoveAt(pools.Count - 1);
            }
        }

        var places = new double[order.Length];
        int at = 0;
        foreach ((double Sum, int Count) pool in pools)
        {
            double mean = Math.Clamp(Mean(pool), from, to - (distance * (order.Length - 1)));
            for (int i = 0; i < pool.Count; i++, at++) places[order[at]] = mean + (distance * at);
        }

        return places;
    }

    private static double Mean((double Sum, int Count) pool) => pool.Sum / pool.Count;
}
