using System.Text.Json.Nodes;
using Assay.Evaluation.Statistics;

namespace Assay.Tests.Evaluation.Statistics;

public sealed class SecondOpinionTests
{
    [Fact]
    public void SignFlip_goes_through_every_pattern_of_few_clusters()
    {
        foreach (JsonNode? node in Golden.Of("clustered").AsArray())
        {
            (Dictionary<string, double?> a, Dictionary<string, double?> b, Dictionary<string, string> clusters) = ClusteredTests.Case(node!);
            SignFlipResult result = SignFlip.Test(a, b, clusters);
            Assert.True(result.Exact);
            Golden.Close(node!["flip_two"]!.GetValue<double>(), result.TwoSided, 1e-12);
            Golden.Close(node["flip_greater"]!.GetValue<double>(), result.Greater, 1e-12);
        }
    }

    [Fact]
    public void SignFlip_draws_patterns_of_many_clusters_and_never_says_0()
    {
        Dictionary<string, double?> a = Scores(400, i => i % 100 < 58 ? 1 : 0), b = Scores(400, i => i % 100 < 50 ? 1 : 0);
        SignFlipResult far = SignFlip.Test(a, b), close = SignFlip.Test(Scores(400, i => i % 2), Scores(400, i => (i / 2) % 2));
        Assert.False(far.Exact);
        Assert.Equal(1.0 / (SignFlip.Draws + 1), far.TwoSided, 12);
        Assert.InRange(close.TwoSided, 0.95, 1);
        Assert.Equal(SignFlip.Test(a, b, seed: 3), SignFlip.Test(a.Reverse().ToDictionary(), b, seed: 3));
        Assert.Equal(new SignFlipResult(1, 1, true), SignFlip.Test(a, a));
    }

    [Fact]
    public void SignFlip_drawn_agrees_with_the_t_test_on_many_questions()
    {
        Dictionary<string, double?> a = Scores(300, i => i * 37 % 101 / 100.0), b = Scores(300, i => ((i * 53 % 97) - 2) / 100.0 < 0 ? 0 : ((i * 53 % 97) - 2) / 100.0);
        Assert.Equal(Clustered.Difference(a, b).PValue(), SignFlip.Test(a, b).TwoSided, 1);
    }

    [Fact]
    public void McNemar_agrees_with_statsmodels()
    {
        foreach (double[] row in Golden.Rows("mcnemar"))
        {
            var counts = new Discordance((int)row[0], (int)row[1], 1000);
            Golden.Close(row[2], McNemar.Exact(counts), 1e-10);
            Golden.Close(row[3], McNemar.MidP(counts), 1e-10);
            // Where b = c statsmodels corrects 0 to 1; there is nothing to correct.
            Golden.Close(row[0] == row[1] ? 1 : row[4], McNemar.ChiSquare(counts), 1e-9);
        }

        Assert.Equal((1.0, 1.0, 1.0), (McNemar.Exact(default), McNemar.MidP(default), McNemar.ChiSquare(default)));
    }

    [Fact]
    public void McNemar_counts_right_or_wrong_answers_only()
    {
        Assert.Equal(new Discordance(2, 1, 4), McNemar.Count(Scores(4, i => i < 3 ? 1 : 0), Scores(4, i => i >= 2 ? 1 : 0)));
        Assert.Null(McNemar.Count(Scores(4, _ => 0.5), Scores(4, _ => 1)));
        Assert.Null(McNemar.Count(Scores(4, _ => null), Scores(4, _ => 1)));
        Assert.Equal(0.75, new Discordance(2, 1, 4).Share);
    }

    [Fact]
    public void UpperRank_is_the_smallest_that_reaches_95_percent()
    {
        foreach (JsonNode? row in Golden.Of("quantile_rank").AsArray()) Assert.Equal(row![2]?.GetValue<int>(), Percentiles.UpperRank(row[0]!.GetValue<double>(), row[1]!.GetValue<int>()));
        LatencyPercentiles fifty = Percentiles.Of(Enumerable.Range(1, 58).Select(i => (double)i)), one = Percentiles.Of(Enumerable.Range(1, 59).Select(i => (double)i));
        Assert.Null(fifty.P95Upper);
        Assert.Equal(59, one.P95Upper);
        Assert.True(one.P50Upper > one.P50);
        Assert.Null(one.P99Upper);
        Assert.Null(Percentiles.UpperRank(0.5, 0));
    }

    private static Dictionary<string, double?> Scores(int count, Func<int, double?> score) => Enumerable.Range(0, count).ToDictionary(i => $"q{i:D4}", score);
}
