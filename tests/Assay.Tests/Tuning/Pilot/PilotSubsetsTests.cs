using System.Collections.Immutable;
using Assay.Tuning.Pilot;

namespace Assay.Tests.Tuning.Pilot;

public sealed class PilotSubsetsTests
{
    [Fact]
    public void Each_share_is_part_of_the_next_and_every_group_has_its_part()
    {
        string?[] groups = [.. Enumerable.Range(0, 800).Select(i => i < 400 ? "a" : i < 640 ? "b" : i < 720 ? null : $"small{i / 2}")];
        ImmutableArray<ImmutableArray<int>> subsets = PilotSubsets.Nested(groups, PilotSubsets.Shares, 5);
        Assert.Equal([100, 200, 400], subsets.Select(s => s.Length));
        Assert.Subset(subsets[1].ToHashSet(), subsets[0].ToHashSet());
        Assert.Subset(subsets[2].ToHashSet(), subsets[1].ToHashSet());
        Assert.All(subsets, s => Assert.Equal(s.Order(), s));
        for (int i = 0; i < 3; i++)
        {
            Assert.InRange(subsets[i].Count(e => groups[e] == "a"), (400 * PilotSubsets.Shares[i]) - 8, (400 * PilotSubsets.Shares[i]) + 8);
            Assert.InRange(subsets[i].Count(e => groups[e] == "b"), (240 * PilotSubsets.Shares[i]) - 8, (240 * PilotSubsets.Shares[i]) + 8);
        }

        Assert.Equal(subsets[0].AsEnumerable(), PilotSubsets.Nested(groups, PilotSubsets.Shares, 5)[0]);
        Assert.NotEqual(subsets[0].AsEnumerable(), PilotSubsets.Nested(groups, PilotSubsets.Shares, 6)[0]);
    }

    [Fact]
    public void Few_examples_give_one_at_least_and_wrong_shares_are_refused()
    {
        Assert.Equal([1, 1, 2], PilotSubsets.Nested(new string?[3], PilotSubsets.Shares, 1).Select(s => s.Length));
        Assert.Throws<ArgumentException>(() => PilotSubsets.Nested(new string?[3], [1.5], 1));
    }
}
