using Assay.Retrieval.Search;
using Assay.Retrieval.Search.Stages;

namespace Assay.Tests.Retrieval.Search.Stages;

public sealed class FusionStageTests
{
    private static readonly (IReadOnlyList<(long Row, double Score)> Hits, double Weight)[] s_rankings =
        [([(1, 10.0), (2, 6.0), (3, 2.0)], 0.75), ([(3, 0.9), (4, 0.1)], 0.25)];

    [Fact]
    public void Scores_are_moved_to_one_and_zero_and_weighted()
    {
        Dictionary<long, double> fused = FusionStage.Fuse(s_rankings, new FusionOptions());
        Assert.Equal([(1L, 0.75), (2L, 0.375), (3L, 0.25), (4L, 0.0)], fused.OrderBy(f => f.Key).Select(f => (f.Key, f.Value)));
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
    public void One_hit_alone_counts_in_full_and_an_empty_ranking_not_at_all() =>
        Assert.Equal(0.5, FusionStage.Fuse([([(7, 3.0)], 0.5), ([], 0.5)], new FusionOptions())[7]);
}
