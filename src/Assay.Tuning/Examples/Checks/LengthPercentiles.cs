namespace Assay.Tuning.Examples.Checks;

/// <summary>How long the examples are, in tokens: of the sorted lengths the nearest one at each share.</summary>
/// <param name="Total">Sum.</param>
/// <param name="P05">5% are at most as long.</param>
/// <param name="P50">The median.</param>
/// <param name="P90">90% are at most as long.</param>
/// <param name="P99">99% are at most as long.</param>
/// <param name="Longest">The longest.</param>
public sealed record LengthPercentiles(long Total, int P05, int P50, int P90, int P99, int Longest)
{
    /// <summary>The percentiles of lengths.</summary>
    /// <param name="lengths">In any order.</param>
    /// <returns>All zero when there is none.</returns>
    public static LengthPercentiles Of(IReadOnlyList<int> lengths)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        if (lengths.Count == 0) return new LengthPercentiles(0, 0, 0, 0, 0, 0);
        int[] sorted = [.. lengths.Order()];
        return new LengthPercentiles(sorted.Sum(l => (long)l), At(0.05), At(0.5), At(0.9), At(0.99), sorted[^1]);

        int At(double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }
}
