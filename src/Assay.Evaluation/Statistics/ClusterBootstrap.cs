namespace Assay.Evaluation.Statistics;

/// <summary>Percentile bootstrap of any statistic over items that come in clusters: whole clusters are drawn, with replacement.</summary>
public static class ClusterBootstrap
{
    /// <summary>Resamples; enough for the second digit of an interval.</summary>
    public const int Resamples = 2_000;

    private const double Tail = 0.025;

    /// <summary>The 95% interval of a statistic.</summary>
    /// <param name="items">The items.</param>
    /// <param name="cluster">Cluster of an item.</param>
    /// <param name="statistic">The statistic of some items; NaN where it is not defined, and the resample is then left out.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <returns>Null below two clusters, or when more than half of the resamples are not defined. The same for the same items, whatever their order.</returns>
    /// <typeparam name="T">An item.</typeparam>
    public static Interval? Of<T>(IEnumerable<T> items, Func<T, string> cluster, Func<IReadOnlyList<T>, double> statistic, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(statistic);
        T[][] clusters = [.. items.GroupBy(cluster, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.ToArray())];
        if (clusters.Length < 2) return null;
        SplitMix random = new(seed);
        var values = new List<double>(Resamples);
        var drawn = new List<T>();
        for (int r = 0; r < Resamples; r++)
        {
            drawn.Clear();
            for (int i = 0; i < clusters.Length; i++) drawn.AddRange(clusters[(int)(((random.Next() >> 32) * (uint)clusters.Length) >> 32)]);
            double value = statistic(drawn);
            if (!double.IsNaN(value)) values.Add(value);
        }

        if (values.Count < Resamples / 2) return null;
        values.Sort();
        return new Interval(values[(int)(Tail * (values.Count - 1))], values[(int)Math.Ceiling((1 - Tail) * (values.Count - 1))]);
    }
}
