using System.Text;
using Assay.Evaluation.Judging;
using Assay.Evaluation.Statistics;
using Assay.Judging;

namespace Assay.Reporting;

/// <summary>Who judged, and how far that can be trusted, in words.</summary>
internal static class JudgeText
{
    /// <summary>Plain text.</summary>
    public static string Plain(JudgeReport report)
    {
        var text = new StringBuilder();
        if (report.Judge is { } judge)
        {
            ControlResult controls = judge.Controls;
            text.Append(Figures.Text($"\njudged by {judge.Judge}{(judge.Repeats > 1 ? $", {judge.Repeats} times" : "")}; planted items: {controls.RightTrue} of {controls.AllTrue} true and {controls.RightFalse} of {controls.AllFalse} false ones right{Spent(judge)}\n"));
        }
        else
        {
            text.Append("\nagainst the labels\n");
        }

        foreach (MeasureTrust measure in report.Measures)
        {
            foreach (string line in Lines(measure)) text.Append(Figures.Text($"  {measure.Measure,-26} {line}\n"));
        }

        return text.ToString();
    }

    private static IEnumerable<string> Lines(MeasureTrust measure)
    {
        if (measure.Failed > 0) yield return Figures.Text($"no judgement of {measure.Failed:N0} answers");
        if (measure.Distrusted is not null) yield return "not counted: no better than chance";
        if (measure.Spread is { } spread) yield return Figures.Text($"the judgements of one answer spread by {spread:0.00}; {measure.Changed:0%} of answers are not judged alike every time");
        if (measure.ByPlace is { } place) yield return Figures.Text($"in {place:0%} of comparisons the place of an answer decided: they count as undecided");
        if (measure.Agreement is { } a) yield return Figures.Text($"{a.N:N0} labels: accuracy {a.Accuracy:0.00}{Range(a.AccuracyInterval)}, kappa {Number(a.Kappa)}{Range(a.KappaInterval)}, AUC {Number(a.Auc)}{Range(a.AucInterval)}, {Math.Abs(a.Bias):0.00} too {(a.Bias >= 0 ? "high" : "low")}");
        foreach (CorrectedMean c in measure.Corrected) yield return Figures.Text($"{c.Arm} as people would say: {c.Estimate.Mean:0.00}{Range(c.Estimate.Interval)}, from {c.Labels} labels and the judge; from the labels alone {c.Estimate.LabelsOnly:0.00} ± {1.96 * c.Estimate.LabelsOnlyError:0.00}");
    }

    private static string Spent(JudgeManifest judge) => judge.InputTokens == 0 ? "" : Figures.Text($"; {judge.InputTokens:N0} tokens in, {judge.OutputTokens:N0} out{(judge.CostUsd is { } cost ? $", {cost:0.00} USD" : "")}");

    private static string Number(double? value) => value is { } v ? Figures.Text($"{v:0.00}") : "not defined";

    private static string Range(Interval? interval) => interval is { } i ? Figures.Text($" ({i.Low:0.00} to {i.High:0.00})") : "";
}
