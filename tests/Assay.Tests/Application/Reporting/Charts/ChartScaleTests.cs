using Assay.Evaluation.Statistics;
using Assay.Reporting;
using Assay.Reporting.Charts;

namespace Assay.Tests.Application.Reporting.Charts;

public sealed class ChartScaleTests
{
    [Theory]
    [InlineData(new[] { 3.0, 87 }, 0, 100)]
    [InlineData(new[] { 0.0012, 0.0031 }, 0, 0.004)]
    [InlineData(new[] { -12.0, 31 }, -20, 40)]
    [InlineData(new[] { 0.0 }, 0, 1)]
    public void Linear_holds_its_values_and_ends_at_round_numbers(double[] values, double min, double max)
    {
        ChartScale scale = ChartScale.Linear(values, 1e-3 * Math.Max(1, values.Max() == 0 ? 1000 : 1e-3));
        Assert.Equal(min, scale.Min, 9);
        Assert.Equal(max, scale.Max, 9);
    }

    [Fact]
    public void Share_of_a_logarithmic_axis_is_equal_for_equal_factors()
    {
        var scale = new ChartScale(100, 1_000_000, IsLog: true);
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], new[] { 100, 1000, 10_000, 100_000, 1_000_000.0 }.Select(v => Math.Round(scale.Share(v), 12)));
        Assert.Equal(0, scale.Share(0));
        Assert.Equal(0, scale.Share(-5));
        Assert.Equal(1, scale.Share(1e9));
    }

    [Fact]
    public void Fit_takes_a_linear_axis_where_something_is_0()
    {
        Assert.False(ChartScale.Fit([0, 10, 1e6], 50).IsLog);
        Assert.True(ChartScale.Fit([1, 10, 1e6], 50).IsLog);
        Assert.False(ChartScale.Fit([10, 20], 50).IsLog);
    }

    [Fact]
    public void Ticks_never_touch_and_lie_on_the_axis()
    {
        var random = new SplitMix(11);
        for (int i = 0; i < 2000; i++)
        {
            double low = Math.Pow(10, (Uniform(random) * 12) - 4), high = low * (1.01 + Math.Pow(10, Uniform(random) * 7)), room = 120 + (Uniform(random) * 600);
            ChartScale scale = i % 2 == 0 ? new ChartScale(low, high, IsLog: true) : ChartScale.Linear([i % 4 == 1 ? -low : low, high], 1e-9);
            IReadOnlyList<double> ticks = scale.Ticks(room, t => ChartText.Width(Figures.Compact(t)));
            Assert.NotEmpty(ticks);
            for (int t = 0; t < ticks.Count; t++)
            {
                Assert.InRange(ticks[t], scale.Min - (1e-6 * Math.Abs(scale.Min)), scale.Max * (1 + 1e-6));
                if (t == 0) continue;
                double distance = (scale.Share(ticks[t]) - scale.Share(ticks[t - 1])) * room;
                Assert.True(distance >= (ChartText.Width(Figures.Compact(ticks[t])) + ChartText.Width(Figures.Compact(ticks[t - 1]))) / 2, $"{scale} in {room}: {ticks[t - 1]} and {ticks[t]}");
            }
        }
    }

    [Fact]
    public void Place_keeps_labels_apart_in_order_and_near()
    {
        var random = new SplitMix(5);
        for (int i = 0; i < 2000; i++)
        {
            double[] wanted = [.. Enumerable.Range(0, 1 + (i % 9)).Select(_ => Uniform(random) * 200)];
            double[] places = LabelSpacing.Place(wanted, 15, 0, 200);
            int[] order = [.. Enumerable.Range(0, wanted.Length).OrderBy(k => wanted[k]).ThenBy(k => k)];
            Assert.All(places, p => Assert.InRange(p, -1e-9, 200 + 1e-9));
            for (int k = 1; k < order.Length; k++) Assert.True(places[order[k]] - places[order[k - 1]] >= 15 - 1e-9);
            if (wanted.Length == 1) Assert.Equal(wanted[0], places[0]);
        }
    }

    [Fact]
    public void Place_moves_labels_as_little_as_it_can()
    {
        Assert.Equal([92.5, 107.5, 150], LabelSpacing.Place([100, 100, 150], 15, 0, 200));
        Assert.Equal([0, 15, 30], LabelSpacing.Place([1, 2, 3], 15, 0, 200));
        Assert.Equal([170, 200, 185], LabelSpacing.Place([190, 199, 195], 15, 0, 200));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.05, "0.05")]
    [InlineData(12.345, "12.35")]
    [InlineData(467_000, "467k")]
    [InlineData(999_499, "999k")]
    [InlineData(999_600, "1M")]
    [InlineData(1_234_567, "1.23M")]
    [InlineData(-45_600, "-45.6k")]
    [InlineData(2.5e9, "2.5bn")]
    public void Compact_takes_few_letters(double value, string expected) => Assert.Equal(expected, Figures.Compact(value));

    [Theory]
    [InlineData("0", "0", "0", "0")]
    [InlineData("0.0004395", "<0.01", "<0.01", "0.00044")]
    [InlineData("12.345", "12.35", "12.35", "12.35")]
    [InlineData("48213.4", "48,213", "48,200", "48,213")]
    [InlineData("999.6", "1,000", "1,000", "1,000")]
    [InlineData("-1234567", "-1,234,567", "-1,230,000", "-1,234,567")]
    public void Money_is_as_exact_as_it_is_meant(string amount, string money, string rough, string price)
    {
        decimal value = decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal([money, rough, price], new[] { Figures.Money(value), Figures.Rough(value), Figures.Price(value) });
    }

    private static double Uniform(SplitMix random) => (random.Next() >> 11) * (1.0 / (1UL << 53));
}
