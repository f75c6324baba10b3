using Assay.Comparing;
using Assay.Reporting.Charts;

namespace Assay.Reporting;

/// <summary>What an answer takes: time, tokens, money.</summary>
internal static class EffortSection
{
    public static void Append(ReportBody body, Comparison c)
    {
        body.Heading("latency", "Latency, tokens and cost", "Time to a complete answer, search included: the dot is the median, the bar ends at the 95th percentile.");
        IntervalPlot.Row[] rows = [.. c.Arms.Where(a => a.LatencyMs is { P50: not null, P95: not null }).Select(Latency)];
        if (rows.Length > 0) body.Drawing(IntervalPlot.Fit(rows, 1).Render("Median and 95th percentile of the time to an answer:", rows, "milliseconds: median / 95th percentile"));
        body.Table("Latency, tokens and cost of each arm", [new HtmlTable.Cell("an answer takes"), .. c.Arms.Select(ArmHeading.Of)], Rows(c));
        body.Soft(string.Join(" ", Notes(c)));
    }

    private static IntervalPlot.Row Latency(ArmResult arm) => new(arm.Arm, arm.LatencyMs.P50!.Value, arm.LatencyMs.P50.Value, arm.LatencyMs.P95!.Value)
    {
        Text = $"{Figures.Milliseconds(arm.LatencyMs.P50)} / {Figures.Milliseconds(arm.LatencyMs.P95)}", IsMuted = arm.Reference,
    };

    private static IEnumerable<IReadOnlyList<HtmlTable.Cell>> Rows(Comparison c)
    {
        IReadOnlyList<HtmlTable.Cell> Row(string name, Func<ArmResult, string> value) => [name, .. c.Arms.Select(a => new HtmlTable.Cell(value(a)))];
        yield return Row("ms, median", a => Figures.Milliseconds(a.LatencyMs.P50));
        yield return Row("ms, 95th percentile", a => Figures.Milliseconds(a.LatencyMs.P95));
        if (c.Arms.Any(a => a.LatencyMs.P99 is not null)) yield return Row("ms, 99th percentile", a => Figures.Milliseconds(a.LatencyMs.P99));
        yield return Row("tokens in", a => Figures.Tokens(a.Tokens, a.Tokens.Input));
        yield return Row("tokens out", a => Figures.Tokens(a.Tokens, a.Tokens.Output));
        yield return Row("USD per 1,000 questions", a => Figures.PerThousand(a.CostPerQuestion));
        if (c.Arms.Any(a => a.ShareOfDocuments is not null)) yield return Row("% of all documents in the prompt", a => Figures.Points(a.ShareOfDocuments));
    }

    private static IEnumerable<string> Notes(Comparison c)
    {
        yield return Figures.Text($"Tokens are means; cost is the model alone, at the prices of {c.PricesOf:yyyy-MM-dd}.");
        if (c.Arms.Any(a => a.Tokens.Estimated)) yield return "~ marks an estimate: the model does not count its tokens.";
        if (c.Arms.All(a => a.LatencyMs.P99 is null)) yield return "A 99th percentile needs at least 299 answers.";
    }
}
