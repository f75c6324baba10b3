using System.Diagnostics;
using Assay.Evaluation.Statistics;

namespace Assay.Tests.Evaluation.Statistics;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(0.20, 0.05, 626)]
    [InlineData(0.30, 0.10, 234)]
    [InlineData(0.15, 0.03, 1306)]
    public void QuestionsNeeded_of_right_or_wrong_answers_reproduces_the_planning_numbers(double discordance, double difference, int expected) =>
        Assert.Equal(expected, SamplePlanner.QuestionsNeeded(Math.Sqrt(discordance - (difference * difference)), difference));

    [Theory]
    [InlineData(50, 17)]
    [InlineData(100, 12)]
    [InlineData(200, 9)]
    [InlineData(500, 6)]
    public void SmallestDetectable_reproduces_the_planning_numbers(int questions, int percentagePoints) =>
        Assert.Equal(percentagePoints, Math.Round(100 * SamplePlanner.SmallestDetectable(0.20, questions)!.Value));

    [Fact]
    public void SamplePlanner_extremes_stay_in_range()
    {
        Assert.Null(SamplePlanner.SmallestDetectable(0.2, 5));
        Assert.Equal(int.MaxValue, SamplePlanner.QuestionsNeeded(1, 1e-6));
        Assert.Equal(4, SamplePlanner.QuestionsNeeded(0, 0.5));
        Assert.True(SamplePlanner.QuestionsNeeded(0.4, 0.05, new StudyDesign { Alpha = 0.01 }) > SamplePlanner.QuestionsNeeded(0.4, 0.05));
        Assert.Throws<ArgumentOutOfRangeException>(() => SamplePlanner.QuestionsNeeded(double.NaN, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SamplePlanner.QuestionsNeeded(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SamplePlanner.SmallestDetectable(0, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => SamplePlanner.QuestionsNeeded(1, 1, new StudyDesign { Alpha = 2 }));
    }

    [Theory]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.8, 0.8416212335729143)]
    [InlineData(0.5, 0)]
    [InlineData(1e-6, -4.753424308822899)]
    public void Quantile_agrees_with_tables(double probability, double expected) => Assert.Equal(expected, Normal.Quantile(probability), 9);

    [Fact]
    public void Cumulative_far_out_is_0_or_1() => Assert.Equal((0.0, 1.0), (Normal.Cumulative(-20), Normal.Cumulative(20)));

    [Fact]
    public void Percentiles_are_measured_values_by_nearest_rank()
    {
        Assert.Equal(new LatencyPercentiles(5, 10, null, 10) { P50Upper = 9 }, Percentiles.Of(Enumerable.Range(1, 10).Reverse().Select(i => (double)i)));
        Assert.Equal(new LatencyPercentiles(7, 7, null, 1), Percentiles.Of([7]));
        Assert.Equal(new LatencyPercentiles(null, null, null, 0), Percentiles.Of([]));
        Assert.Null(Percentiles.Of(Enumerable.Range(1, 298).Select(i => (double)i)).P99);
        Assert.Equal(new LatencyPercentiles(150, 285, 297, 299) { P50Upper = 165, P95Upper = 291, P99Upper = 299 }, Percentiles.Of(Enumerable.Range(1, 299).Select(i => (double)i)));
    }

    [Fact]
    public void Mean_agrees_with_the_normal_interval_on_many_questions()
    {
        MeanEstimate estimate = PairedBootstrap.Mean(Enumerable.Range(0, 400).Select(i => (double?)(i % 4 == 0 ? 0 : 1)));
        Assert.Equal(0.75, estimate.Mean);
        double half = 1.96 * Math.Sqrt(0.75 * 0.25 / 400);
        Assert.Equal(0.75 - half, estimate.Interval!.Value.Low, 2);
        Assert.Equal(0.75 + half, estimate.Interval!.Value.High, 2);
        Assert.Equal((400, 0), (estimate.N, estimate.Missing));
    }

    [Fact]
    public void Mean_missing_scores_are_counted()
    {
        MeanEstimate estimate = PairedBootstrap.Mean([1, 0.5, null, null]);
        Assert.Equal((0.75, 2, 2), (estimate.Mean, estimate.N, estimate.Missing));
        MeanEstimate none = PairedBootstrap.Mean([null]);
        Assert.Equal((null, null, 0, 1), (none.Mean, none.Interval, none.N, none.Missing));
        Assert.Equal(new MeanEstimate(null, null, 0, 0), PairedBootstrap.Mean([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedBootstrap.Mean([1.5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedBootstrap.Mean([double.NaN]));
    }

    [Fact]
    public void Difference_pairs_by_question_and_counts_what_is_missing()
    {
        Dictionary<string, double?> a = new() { ["1"] = 1, ["2"] = 1, ["3"] = null, ["4"] = 0.5 };
        Dictionary<string, double?> b = new() { ["2"] = 0.5, ["1"] = 0.75, ["3"] = 1, ["5"] = 0 };
        DifferenceEstimate estimate = PairedBootstrap.Difference(a, b);
        Assert.Equal((0.375, 2, 3), (estimate.Mean, estimate.N, estimate.Missing));
        Assert.Equal(Math.Sqrt(2 * 0.125 * 0.125), estimate.StandardDeviation!.Value, 12);
    }

    [Fact]
    public void Difference_without_a_common_question_has_no_mean()
    {
        DifferenceEstimate estimate = PairedBootstrap.Difference(new Dictionary<string, double?> { ["1"] = 1 }, new Dictionary<string, double?> { ["2"] = 1 });
        Assert.Equal((null, null, 0, 2), (estimate.Mean, estimate.Interval, estimate.N, estimate.Missing));
        Assert.Equal(new DifferenceEstimate(null, null, null, 0, 0), PairedBootstrap.Difference(new Dictionary<string, double?>(), new Dictionary<string, double?>()));
    }

    [Fact]
    public void Difference_interval_leaves_out_zero_only_when_one_arm_is_better()
    {
        Dictionary<string, double?> right = Scores(100, i => 1), mixed = Scores(100, i => i % 2), other = Scores(100, i => (i + 1) % 2);
        Assert.True(PairedBootstrap.Difference(right, mixed).Interval!.Value.Low > 0);
        Assert.True(PairedBootstrap.Difference(mixed, other).Interval!.Value is { Low: < 0, High: > 0 });
        Assert.Null(PairedBootstrap.Difference(Scores(1, i => 1), Scores(1, i => 0)).StandardDeviation);
    }

    [Fact]
    public void Resampling_does_not_depend_on_order_and_does_on_seed()
    {
        double?[] scores = [.. Enumerable.Range(0, 101).Select(i => (double?)(i * 37 % 101 / 101.0))];
        Assert.Equal(PairedBootstrap.Mean(scores), PairedBootstrap.Mean(scores.Reverse()));
        Assert.NotEqual(PairedBootstrap.Mean(scores).Interval, PairedBootstrap.Mean(scores, seed: 1).Interval);
        // Fixed so that a change of the generator, which would change every published interval, is noticed.
        Interval interval = PairedBootstrap.Mean([0, 0.25, 1, 1, 0.5]).Interval!.Value;
        Assert.Equal((0.2, 0.9), (Math.Round(interval.Low, 6), Math.Round(interval.High, 6)));
    }

    [Fact]
    public void Interval_covers_the_true_mean_about_as_often_as_it_says()
    {
        int covered = 0;
        Random random = new(7);
        for (int trial = 0; trial < 100; trial++)
        {
            double?[] scores = [.. Enumerable.Range(0, 60).Select(_ => (double?)random.NextDouble())];
            if (PairedBootstrap.Mean(scores).Interval!.Value is { Low: <= 0.5, High: >= 0.5 }) covered++;
        }

        Assert.InRange(covered, 87, 100);
    }

    [Fact]
    public void Mean_of_240_questions_is_fast()
    {
        double?[] scores = [.. Enumerable.Range(0, 240).Select(i => (double?)(i % 7 / 6.0))];
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 10; i++) PairedBootstrap.Mean(scores);
        // A fifth of a second where nothing else runs.
        TimeSpan taken = Stopwatch.GetElapsedTime(start);
        Assert.True(taken < TimeSpan.FromSeconds(10), $"took {taken.TotalMilliseconds} ms");
    }

    private static Dictionary<string, double?> Scores(int count, Func<int, double> score) => Enumerable.Range(0, count).ToDictionary(i => $"q{i}", i => (double?)score(i));

    [Fact]
    public void Wilson_interval_is_that_of_the_publication()
    {
        Interval eight = Wilson.Of(8, 10)!.Value, none = Wilson.Of(0, 10)!.Value, all = Wilson.Of(10, 10)!.Value;
        Assert.Equal((0.4902, 0.9433), (Math.Round(eight.Low, 4), Math.Round(eight.High, 4)));
        Assert.Equal((0, 0.2775), (none.Low, Math.Round(none.High, 4)));
        Assert.Equal((0.7225, 1), (Math.Round(all.Low, 4), all.High));
        Assert.Null(Wilson.Of(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Wilson.Of(2, 1));
    }

    [Fact]
    public void RankArea_counts_pairs_in_the_right_order_and_ties_half()
    {
        Assert.Equal(0.75, RankArea.Of([(0.1, false), (0.4, false), (0.35, true), (0.8, true)])!.Value.Area);
        Assert.Equal(0.5, RankArea.Of([(1, false), (1, true), (1, true)])!.Value.Area);
        Assert.Equal(0, RankArea.Of([(2, false), (1, true)])!.Value.Area);
        Assert.Null(RankArea.Of([(2, false)]));

        (double, bool)[] values = [.. Enumerable.Range(0, 200).Select(i => ((i * 37 % 200) + (i % 2 * 60.0), i % 2 == 1))];
        (double area, Interval interval) = RankArea.Of(values)!.Value;
        Assert.True(interval.Low < area && area < interval.High && interval.High - interval.Low is > 0.05 and < 0.2, $"{area} {interval}");
        Assert.Equal((area, interval), RankArea.Of(values.Reverse())!.Value);
    }
}
