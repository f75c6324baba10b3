using System.Collections.Immutable;
using Assay.Models.Sampling;

namespace Assay.Tuning.Pilot;

/// <summary>Chooses the examples that a pilot trains on: each share is part of the next, and every group has its part in each.</summary>
public static class PilotSubsets
{
    /// <summary>The shares of a pilot.</summary>
    public static ImmutableArray<double> Shares { get; } = [1 / 8.0, 1 / 4.0, 1 / 2.0];

    /// <summary>Nested subsets.</summary>
    /// <param name="groups">The group of each example; those without one are a group of their own.</param>
    /// <param name="shares">Shares of the examples, above 0 to 1.</param>
    /// <param name="seed">Chooses them.</param>
    /// <returns>For each share its examples, from 0, in the order of the file; at least one.</returns>
    /// <remarks>
    /// Within a group the examples are shuffled, and the k-th of m stands at a random point of the k-th m-th of a line; a share is what stands nearest to its beginning. So a group has its share of
    /// each subset up to one example, whether it is large or small.
    /// </remarks>
    public static ImmutableArray<ImmutableArray<int>> Nested(IReadOnlyList<string?> groups, IReadOnlyList<double> shares, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(shares);
        if (shares.Any(s => !(s is > 0 and <= 1))) throw new ArgumentException("A share must be above 0, at most 1.", nameof(shares));
        ArgumentOutOfRangeException.ThrowIfZero(groups.Count, nameof(groups));
        var random = new Xoshiro256(seed);
        double[] places = new double[groups.Count];
        foreach (IGrouping<string, int> group in Enumerable.Range(0, groups.Count).GroupBy(i => groups[i] ?? "", StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            int[] members = [.. group];
            for (int i = members.Length - 1; i > 0; i--)
            {
                int j = (int)(random.NextUnit() * (i + 1));
                (members[i], members[j]) = (members[j], members[i]);
            }

            for (int k = 0; k < members.Length; k++) places[members[k]] = (k + random.NextUnit()) / members.Length;
        }

        int[] order = [.. Enumerable.Range(0, groups.Count).OrderBy(i => places[i])];
        return [.. shares.Select(share => order[..Math.Max(1, (int)Math.Round(share * order.Length))].Order().ToImmutableArray())];
    }
}
