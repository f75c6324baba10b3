using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Evaluation.Statistics;
using Assay.RetrievalTuning;

namespace Assay.Cli.Commands;

/// <summary>The stages of a search and what they gain, for a terminal.</summary>
internal static class StageText
{
    /// <summary>The report as text.</summary>
    public static string Of(StageReport report)
    {
        StageResult result = report.Result;
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine($"{report.Collection}: {result.Questions.ToString("N0", CultureInfo.InvariantCulture)} questions over {report.Documents.ToString("N0", CultureInfo.InvariantCulture)} documents, {result.Folds} folds{(result.ByDocument ? " that share no relevant document" : "")}");
        Tables.Write(text, ["stage", "chosen", "in the folds", ">nDCG@10 gained", ">95% interval", ">ms a search", ">USD a search"], result.Stages.Select(s => (IReadOnlyList<string>)
            [s.Stage, s.Choice, Folds(s), Signed(s.Gain.Mean), Interval(s.Gain.Interval), string.Create(CultureInfo.InvariantCulture, $"{s.ExtraMs:+0.0;-0.0;0.0}"), s.UsdPerSearch is { } usd ? usd.ToString("0.########", CultureInfo.InvariantCulture) : "unknown"]));
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"nDCG@10 with the defaults         {result.Default.Mean:0.0000} ({Interval(result.Default.Interval)})"));
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"with stages chosen on other folds {result.CrossValidated.Mean:0.0000} ({Interval(result.CrossValidated.Interval)})"));
        text.WriteLine($"difference, paired by question    {Signed(result.Gain.Mean)} ({Interval(result.Gain.Interval)})");
        text.WriteLine(report.ProfileFile is { } file ? $"search profile: {file}" : "The defaults stay: no choice gained on questions that it was not made on.");
        if (report.Setting is { } setting) text.WriteLine($"In assay.yaml, under 'retrieval': expansion: {setting}");
        return text.ToString();
    }

    /// <summary>A difference with its sign.</summary>
    public static string Signed(double? value) => value is { } v ? v.ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture) : "-";

    /// <summary>The ends of an interval.</summary>
    public static string Interval(Interval? interval) => interval is { } i
        ? string.Create(CultureInfo.InvariantCulture, $"{i.Low:+0.000;-0.000;0.000} to {i.High:+0.000;-0.000;0.000}")
        : "-";

    private static string Folds(StageOutcome stage) => string.Join(", ", stage.FoldChoices.GroupBy(c => c).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}"));
}
