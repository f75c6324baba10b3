using System.Text.Json;
using Assay.Causes;
using Assay.Decisions.Verdicts;
using Assay.Reporting.Charts;

namespace Assay.Reporting;

/// <summary>Why answers of an arm failed, and what to do about it.</summary>
internal static class CauseSection
{
    public static void Append(ReportBody body, IReadOnlyList<CauseReport> reports)
    {
        for (int i = 0; i < reports.Count; i++) Append(body, reports[i], i == 0 ? "causes" : $"causes-{reports[i].Arm}");
    }

    private static void Append(ReportBody body, CauseReport report, string id)
    {
        body.Heading(id, $"Why answers of {report.Arm} fail", Figures.Text($"{report.Failed:N0} of {report.Questions:N0} answers are not right in every part; {report.Examined:N0} of them were asked again with one thing changed at a time. An answer with two causes counts in both."));
        IntervalPlot.Row[] rows = [.. report.Causes.Where(c => c is { Low: not null, High: not null }).Select(c => new IntervalPlot.Row(Name(c.Cause), 100 * c.Low!.Value, 100 * c.Share, 100 * c.High!.Value) { Text = $"{Figures.Points(c.Share)}%" })];
        body.Drawing(new IntervalPlot(new ChartScale(0, 100)).Render("Share of the examined failures by cause:", rows, "% of the examined failures, with 95% interval"));
        body.Table($"Causes of {report.Arm}", ["cause", "n", "share", "95% interval", "confidence"], report.Causes.Select(c => (IReadOnlyList<HtmlTable.Cell>)
            [Name(c.Cause), Figures.Count(c.N), Figures.Points(c.Share), Figures.Interval(c.Low, c.High), Figures.Text($"{c.Confidence:0.00}")]));
        body.List(Rest(report).Select(r => new Reason(r)));
        if (report.Next.Length > 0)
        {
            body.Part($"{id}-next", "What to do about it, the most gain for the money first", report.Assumptions);
            body.Table($"What to do about the failures of {report.Arm}", [HtmlTable.Cell.Words("what"), "points gained", "95% interval", "USD", "points for 100 USD", HtmlTable.Cell.Words("how")], report.Next.Select(r => (IReadOnlyList<HtmlTable.Cell>)
            [
                HtmlTable.Cell.Words(r.What), $"{(r.Measured ? "" : "at most ")}{Figures.SignedPoints(r.Gain)}", r is { Low: { } low, High: { } high } ? Figures.SignedInterval(low, high) : Figures.None,
                r.CostUsd is { } usd ? Figures.Money(usd) : "unknown", r.PointsPer100Usd is { } points ? Figures.Text($"{points:0.00}") : Figures.None, HtmlTable.Cell.Words(r.How),
            ]));
        }

        body.Folded("Examples of each cause", () => body.Entries(report.Causes.SelectMany(c => c.Examples.Select(e => new ReportEntry($"{Name(c.Cause)}: {e.Text}", new Reason(e.Because))))), isPrinted: false);
    }

    private static IEnumerable<string> Rest(CauseReport report)
    {
        if (report.Chance > 0) yield return Figures.Text($"{report.Chance:N0} failures did not come back when asked again.");
        if (report.Unanswered > 0) yield return Figures.Text($"{report.Unanswered:N0} got no answer: the provider failed each time.");
        if (report.Unexplained > 0) yield return Figures.Text($"{report.Unexplained:N0} are not explained by anything that was changed.");
        if (!report.Complete) yield return "The money did not suffice for every change, so that some causes rest on less.";
        if (report.Places.Count > 0) yield return "How far the named pages came: " + string.Join(", ", report.Places.Select(p => Figures.Text($"{p.Key.Replace('_', ' ')} {p.Value:N0}"))) + ".";
    }

    private static string Name<T>(T cause) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(cause.ToString()).Replace('_', ' ');
}
