using System.Collections.Immutable;

namespace Assay.Evaluation.Statistics;

/// <summary>Correction for many tests at once (Holm 1979): the chance of one false alarm or more among all of them stays below the level, however they depend on each other.</summary>
public static class Holm
{
    /// <summary>Adjusted p-values: a test whose adjusted p-value is at most the level is significant among all of them.</summary>
    /// <param name="values">p-values in [0, 1], in any order.</param>
    /// <returns>One each in the same order: the i-th smallest of m times m − i + 1, never below a smaller one's, at most 1.</returns>
    public static ImmutableArray<double> Adjust(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Any(p => !(p is >= 0 and <= 1))) throw new ArgumentOutOfRangeException(nameof(values), "A p-value must lie in [0, 1].");
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        double[] adjusted = new double[values.Count];
        double largest = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            largest = Math.Max(largest, Math.Min(1, values[order[rank]] * (order.Length - rank)));
            adjusted[order[rank]] = largest;
        }

        return [.. adjusted];
    }
}
