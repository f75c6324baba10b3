using System.Globalization;

namespace Assay.Benchmarks.Reports;

/// <summary>Latencies of the same queries over several rounds, in microseconds.</summary>
/// <remarks>
/// On a shared machine a round holds pauses that have nothing to do with a query. So a query's time is its median over the rounds, and percentiles
/// are taken over the queries; the percentiles of the single rounds are given beside them as the spread.
/// </remarks>
internal sealed class Rounds
{
    private readonly List<double[]> rounds = [];

    /// <summary>Rounds taken.</summary>
    public int Count => rounds.Count;

    /// <summary>Takes a round.</summary>
    public void Add(double[] microseconds) => rounds.Add(microseconds);

    /// <summary>A percentile over the queries' medians.</summary>
    /// <param name="percent">From 1 to 99.</param>
    public double Percentile(int percent) => NearestRank(Medians(), percent);

    /// <summary>The mean of the queries' medians.</summary>
    public double MeanOfMedians() => Medians().Average();

    /// <summary>The mean of single rounds: least and greatest.</summary>
    public (double Least, double Greatest) Means() => (rounds.Min(r => r.Average()), rounds.Max(r => r.Average()));

    /// <summary>The same percentile in the single rounds: least and greatest.</summary>
    public (double Least, double Greatest) Spread(int percent)
    {
        double[] each = [.. rounds.Select(r => NearestRank(r, percent))];
        return (each.Min(), each.Max());
    }

    /// <summary>The mean of the latest round.</summary>
    public double Last() => rounds[^1].Average();

    /// <summary>Percentile with its spread in milliseconds.</summary>
    public string Milliseconds(int percent)
    {
        (double least, double greatest) = Spread(percent);
        return string.Create(CultureInfo.InvariantCulture, $"{Percentile(percent) / 1000:0.000} ({least / 1000:0.000} to {greatest / 1000:0.000})");
    }

    /// <summary>The middle value, the lower of two.</summary>
    public static double Median(double[] values) => NearestRank(values, 50);

    private double[] Medians() => [.. Enumerable.Range(0, rounds[0].Length).Select(q => Median([.. rounds.Select(r => r[q])]))];

    private static double NearestRank(double[] values, int percent)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(((sorted.Length * percent) + 99) / 100) - 1];
    }
}
