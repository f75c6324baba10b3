using Assay.Decisions.Verdicts;
using Assay.Evaluation.Statistics;
using Assay.Reporting.Charts;
using Assay.RetrievalTuning;

namespace Assay.Reporting;

/// <summary>What each stage of the search gains, and what it costs.</summary>
internal static class StageSection
{
    public static void Append(ReportBody body, StageReport report)
    {
        StageResult result = report.Result;
        body.Heading("stages", "Stages of the search", Figures.Text($"nDCG@10 that each stage gains on questions it was not chosen on: {result.Questions:N0} questions, {result.Folds} folds. The bar is the 95% interval."));
        IntervalPlot.Row[] rows = [.. result.Stages.Where(s => s.Gain is { Mean: not null, Interval: not null }).Select(s => new IntervalPlot.Row(s.Stage, s.Gain.Interval!.Value.Low, s.Gain.Mean!.Value, s.Gain.Interval!.Value.High) { Text = Signed(s.Gain.Mean), IsMuted = s.Gain.Interval!.Value.Low <= 0 })];
        body.Drawing(IntervalPlot.Fit(rows, 0.01).Render("nDCG@10 gained by each stage:", rows, "nDCG@10 gained"));
        body.Table("Stages of the search", ["stage", HtmlTable.Cell.Words("chosen"), "nDCG@10 gained", "95% interval", "ms a search", "USD a search"], result.Stages.Select(s => (IReadOnlyList<HtmlTable.Cell>)
            [s.Stage, HtmlTable.Cell.Words(s.Choice), Signed(s.Gain.Mean), Range(s.Gain.Interval), Figures.Text($"{s.ExtraMs:+0.0;-0.0;0.0}"), s.UsdPerSearch is { } usd ? Figures.Money(usd) : "unknown"]));
        body.Text(new Reason(Figures.Text($"nDCG@10 is {result.Default.Mean:0.000} with the defaults and {result.CrossValidated.Mean:0.000} with stages chosen on other questions: {Signed(result.Gain.Mean)} ({Range(result.Gain.Interval)}). {(report.ProfileFile is null ? "The defaults stay." : "Every search of the project uses the choice.")}")));
    }

    private static string Signed(double? value) => value is { } v ? Figures.Text($"{v:+0.0000;-0.0000;0.0000}") : Figures.None;

    private static string Range(Interval? interval) => interval is { } i ? Figures.Text($"{i.Low:+0.000;-0.000;0.000} to {i.High:+0.000;-0.000;0.000}") : Figures.None;
}
