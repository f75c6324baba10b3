using Assay.Retrieval.Search;
using Assay.Retrieval.Search.Stages;

namespace Assay.Tests.Retrieval.Search.Stages;

public sealed class FusionStageTests
{
    private static readonly Ranking[] s_rankings = [new([(1, 10.0), (2, 6.0), (3, 2.0)], 0.75), new([(3, 0.9), (4, 0.1)], 0.25, Floor: -1)];

    [Fact]
    public void Scores_are_moved_to_one_and_zero_and_weighted()
    {
        Dictionary<long, double> fused = FusionStage.Fuse(s_rankings, new FusionOptions());
        Assert.Equal([(1L, 0.75), (2L, 0.375), (3L, 0.25), (4L, 0.0)], fused.OrderBy(f => f.Key).Select(f => (f.Key, f.Value)));
    }

    [Fact]
    public void Scores_from_their_floor_tell_a_weak_last_hit_from_a_good_one()
    {
        Dictionary<long, double> fused = FusionStage.Fuse(s_rankings, new FusionOptions { Method = FusionMethod.ScoresFromFloor });
        Assert.Equal(0.75, fused[1], 12);
        Assert.Equal((0.75 * 0.2) + 0.25, fused[3], 12);
        Assert.Equal(0.25 * 1.1 / 1.9, fused[4], 12);
    }

    [Fact]
    public void Reciprocal_ranks_look_at_places_only()
    {
        Dictionary<long, double> fused = FusionStage.Fuse(s_rankings, new FusionOptions { Method = FusionMethod.ReciprocalRank, Constant = 1 });
        Assert.Equal(0.75 / 2, fused[1], 12);
        Assert.Equal((0.75 / 4) + (0.25 / 2), fused[3], 12);
        Assert.Equal(0.25 / 3, fused[4], 12);
    }

    [Fact]
    public void One_hit_alone_counts_in_full_and_an_empty_or_weightless_ranking_not_at_all() =>
        Assert.Equal([(7L, 0.5)], FusionStage.Fuse([new([(7, 3.0)], 0.5), new([], 0.5), new([(8, 1.0)], 0)], new FusionOptions()).Select(f => (f.Key, f.Value)));
}
