using Assay.Decisions.Verdicts;
using Assay.Evaluation.Statistics;
using Assay.Tests.Decisions.Verdicts.Synthetic;

namespace Assay.Tests.Decisions.Verdicts;

public sealed class JointDrawsTests
{
    private const int Documents = 40, Each = 5;
    private static readonly VerdictOptions Options = new() { Resamples = 4_000 };

    [Fact]
    public void Scores_spread_as_the_clustered_interval_says()
    {
        ArmEvidence arm = Arm(1);
        JointDraws draws = Draws(arm);
        ClusteredEstimate mean = Clustered.Mean(arm.Scores, Clusters);
        double degrees = mean.DegreesOfFreedom!.Value, expected = mean.StandardError!.Value * Math.Sqrt(degrees / (degrees - 2));

        double[] scores = [.. Enumerable.Range(0, draws.Count).Select(d => draws.Of(d)[0].Score)];

        Assert.Equal(mean.Mean!.Value, draws.Measured[0].Score, 12);
        Assert.InRange(Deviation(scores), 0.93 * expected, 1.07 * expected);
    }

    [Fact]
    public void Measured_percentiles_are_those_of_the_latencies()
    {
        ArmEvidence arm = Arm(2);
        ArmFigures measured = new JointDraws([arm], Clusters, [false], new Circumstances { LatencyP50 = 1, LatencyP99 = 1 }, Options).Measured[0];

        Assert.Equal((arm.Latency.P50, arm.Latency.P95, arm.Latency.P99), (measured.P50Ms, measured.P95Ms, measured.P99Ms));
    }

    [Fact]
    public void Draws_move_all_arms_together()
    {
        ArmEvidence arm = Arm(3);
        JointDraws draws = Draws(arm, arm with { Arm = "twin", Cost = arm.Cost.ToDictionary(c => c.Key, c => 2 * c.Value) });

        for (int d = 0; d < 50; d++)
        {
            ReadOnlySpan<ArmFigures> here = draws.Of(d);
            Assert.Equal(here[0].Score, here[1].Score, 12);
            Assert.Equal(2 * here[0].CostPerQuestion!.Value, here[1].CostPerQuestion!.Value, 12);
        }
    }

    [Fact]
    public void Amounts_are_drawn_from_their_range()
    {
        var range = new MoneyRange(100, 200, 600);
        ArmEvidence arm = Arm(4) with { Money = ArmMoney.None with { Build = range } };
        JointDraws draws = Draws(arm);
        double[] built = [.. Enumerable.Range(0, draws.Count).Select(d => draws.Of(d)[0].Build)];

        Assert.All(built, b => Assert.InRange(b, 100, 600));
        Assert.InRange(built.Average(), range.Mean - 6, range.Mean + 6);
        Assert.InRange(Deviation(built), 0.95 * Math.Sqrt(range.Variance), 1.05 * Math.Sqrt(range.Variance));
        Assert.Equal(range.Mean, draws.Measured[0].Build);
    }

    [Fact]
    public void Quantile_of_a_range_runs_from_end_to_end()
    {
        var range = new MoneyRange(0, 1, 4);

        Assert.Equal((0, 1, 4), (range.Quantile(0), range.Quantile(0.25), range.Quantile(1)));
        Assert.Equal(7, MoneyRange.Exactly(7).Quantile(0.3));
    }

    [Fact]
    public void Pooling_keeps_what_stands_out_of_the_noise_and_draws_the_rest_together()
    {
        double Kept(double gap) => Enumerable.Range(1, 99).Average(i => new Pooling([Values(0.6, 1), Values(0.6 + gap, 2)]).Kept(i / 100.0));

        Assert.InRange(Kept(0.3), 0.97, 1);
        Assert.InRange(Kept(0), 0.3, 0.95);
        Assert.True(Kept(0) < Kept(0.1));
    }

    [Fact]
    public void Same_seed_gives_the_same_draws() => Assert.Equal(Draws(Arm(5)).Of(17)[0], Draws(Arm(5)).Of(17)[0]);

    private static Dictionary<string, string> Clusters => Ids.ToDictionary(i => $"q{i:D3}", i => $"d{i / Each}");

    private static IEnumerable<int> Ids => Enumerable.Range(0, Documents * Each);

    private static JointDraws Draws(params ArmEvidence[] arms) => new(arms, Clusters, [.. arms.Select(_ => false)], new Circumstances(), Options);

    private static ClusteredValues Values(double mean, int seed)
    {
        Chance chance = new(seed);
        double[] noise = [.. Enumerable.Range(0, 100).Select(_ => 0.3 * chance.Normal())];
        double centre = noise.Average();
        return new ClusteredValues([.. noise.Select((x, i) => (mean + x - centre, i))], 100);
    }

    private static ArmEvidence Arm(int seed)
    {
        Chance chance = new(seed);
        double[] document = [.. Enumerable.Range(0, Documents).Select(_ => chance.Normal())];
        return new ArmEvidence
        {
            Arm = "arm",
            Scores = Ids.ToDictionary(i => $"q{i:D3}", i => (double?)(document[i / Each] + chance.Normal() > 0 ? 1 : 0)),
            LatencyMs = Ids.Concat(Enumerable.Range(200, 150)).ToDictionary(i => $"q{i:D3}", i => 100 * Math.Exp(chance.Normal())),
            Cost = Ids.ToDictionary(i => $"q{i:D3}", i => 0.001 * Math.Exp(chance.Normal())),
        };
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }
}
