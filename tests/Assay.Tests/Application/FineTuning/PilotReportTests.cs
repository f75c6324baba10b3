using System.Collections.Immutable;
using System.Globalization;
using Assay.FineTuning;

namespace Assay.Tests.Application.FineTuning;

public sealed class PilotReportTests
{
    [Fact]
    public void Chance_gain_time_and_money_of_everything_are_forecast()
    {
        PilotReport report = PilotReport.Of([Run(100, 0.5, 70), Run(200, 0.6, 130), Run(400, 0.7, 250)], ("rag", Rival(0.6)), 800, 36m);
        Assert.Null(report.Reason);
        Assert.Equal([800, 1600, 3200], report.Outlooks.Select(o => o.Examples));
        PilotOutlook all = report.Outlooks[0];
        Assert.True(all.Score is > 0.7 and < 0.85 && all.Low < all.Score && all.Score < all.High && all.Chance > 0.9, $"{all}");
        Assert.Equal(all.Score - 0.6, all.Gain, 0.01);
        Assert.Equal(490, all.Seconds, 1e-6);
        Assert.Equal(4.9m, Math.Round(all.CostUsd!.Value, 3));
        Assert.Contains("will most likely beat rag", report.ToText(), StringComparison.Ordinal);
        Assert.Contains("8.2 min, 4.90 USD", report.ToText(), StringComparison.Ordinal);
        Assert.Null(PilotReport.Of([Run(100, 0.5, 70), Run(200, 0.6, 130), Run(400, 0.7, 250)], ("rag", Rival(0.6)), 800, 0).Outlooks[0].CostUsd);
    }

    [Fact]
    public void Only_items_that_all_have_a_score_for_count()
    {
        Dictionary<string, double?> rival = Rival(0.6);
        rival["q7"] = null;
        rival.Remove("q8");
        rival["other"] = 1;
        Assert.Equal(198, PilotReport.Of([Run(100, 0.5, 70), Run(200, 0.6, 130), Run(400, 0.7, 250)], ("rag", rival), 800, 0).Items);
    }

    [Fact]
    public void What_cannot_be_forecast_is_said_with_the_runs()
    {
        PilotReport report = PilotReport.Of([Run(100, 0.7, 70), Run(200, 0.6, 130), Run(400, 0.4, 250)], ("rag", Rival(0.6)), 800, 0);
        Assert.Contains("fall with more examples", report.Reason, StringComparison.Ordinal);
        Assert.Contains("No forecast", report.ToText(), StringComparison.Ordinal);
        Assert.Contains("400 examples", report.ToText(), StringComparison.Ordinal);
        Assert.Contains("held-out items; there are 0", PilotReport.Of([Run(100, 0.7, 70), Run(200, 0.6, 130), Run(400, 0.4, 250)], ("rag", new Dictionary<string, double?>()), 800, 0).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rival_out_of_reach_is_told()
    {
        PilotReport report = PilotReport.Of([Run(100, 0.5, 70), Run(200, 0.5, 130), Run(400, 0.5, 250)], ("rag", Rival(0.95)), 800, 0);
        Assert.True(report.Outlooks[^1].Chance < 0.05);
        Assert.Contains("Not even four times", report.ToText(), StringComparison.Ordinal);
    }

    private static PilotRun Run(int examples, double score, double seconds) => new(examples / 800.0, examples, seconds, Scores(score, 7).ToImmutableSortedDictionary());

    private static Dictionary<string, double?> Rival(double score) => Scores(score, 13).ToDictionary(s => s.Key, s => (double?)s.Value);

    private static Dictionary<string, double> Scores(double score, int stride) =>
        Enumerable.Range(0, 200).ToDictionary(i => string.Create(CultureInfo.InvariantCulture, $"q{i}"), i => i * stride % 200 < Math.Round(score * 200) ? 1.0 : 0);
}
