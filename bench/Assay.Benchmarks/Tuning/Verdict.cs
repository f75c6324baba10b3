using System.Collections.Immutable;
using System.Globalization;
using Assay.Evaluation.Statistics;

namespace Assay.Benchmarks.Tuning;

/// <summary>Which test items an arm got right.</summary>
/// <param name="Name">What the report calls the arm.</param>
/// <param name="Right">For every item, in their order.</param>
internal sealed record Verdict(string Name, ImmutableArray<bool> Right)
{
    /// <summary>The share of items that are right, in percent.</summary>
    public double Percent => 100.0 * Right.Count(r => r) / Right.Length;

    /// <summary>Judges answers.</summary>
    public static Verdict Of(string name, IEnumerable<bool> right) => new(name, [.. right]);

    /// <summary>The share with its 95% interval, in percent: a bootstrap over the groups, or over the items where each is its own.</summary>
    /// <param name="groups">The document of every item, so that items of one document count as one draw; null when they are independent.</param>
    public string Text(IReadOnlyList<string>? groups = null)
    {
        MeanEstimate estimate = PairedBootstrap.Mean(ByGroup(groups).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Value));
        return Percents(estimate.Mean!.Value, estimate.Interval!.Value, "0.0");
    }

    /// <summary>How much better this arm is than another, in points with the 95% interval of the paired bootstrap.</summary>
    public string Above(Verdict other, IReadOnlyList<string>? groups = null)
    {
        DifferenceEstimate estimate = PairedBootstrap.Difference(ByGroup(groups), other.ByGroup(groups));
        return Percents(estimate.Mean!.Value, estimate.Interval!.Value, "+0.0;-0.0;0.0");
    }

    /// <summary>The same items but for some.</summary>
    public Verdict Without(IReadOnlySet<int> items) => this with { Right = [.. Right.Where((_, i) => !items.Contains(i))] };

    private static string Percents(double mean, Interval interval, string format) => string.Create(
        CultureInfo.InvariantCulture, $"{(100 * mean).ToString(format, CultureInfo.InvariantCulture)} ({(100 * interval.Low).ToString(format, CultureInfo.InvariantCulture)} to {(100 * interval.High).ToString(format, CultureInfo.InvariantCulture)})");

    private Dictionary<string, double?> ByGroup(IReadOnlyList<string>? groups) => Right
        .Select((right, i) => (Group: groups?[i] ?? i.ToString("D6", CultureInfo.InvariantCulture), Score: right ? 1.0 : 0))
        .GroupBy(p => p.Group, StringComparer.Ordinal).ToDictionary(g => g.Key, g => (double?)g.Average(p => p.Score), StringComparer.Ordinal);
}
