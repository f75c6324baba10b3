using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Assay.FineTuning;
using Assay.Tuning.Examples;
using Assay.Tuning.Registry;

namespace Assay.Reporting;

/// <summary>A trained version as one HTML file: what it was made of, its curve, what it learned, and what the checks said of the examples.</summary>
public static class TuningReport
{
    /// <summary>Its name in a version's folder.</summary>
    public const string FileName = "report.html";

    private const int HashShown = 16;

    /// <summary>Renders a version. The same input gives the same text.</summary>
    /// <param name="outcome">What the training came to.</param>
    /// <param name="metrics">What every step gave.</param>
    /// <param name="right">What a held-out item that is right is called.</param>
    /// <param name="checks">What the checks said of the examples.</param>
    /// <returns>A complete HTML document, which is also well-formed XML.</returns>
    public static string Render(TuneOutcome outcome, ImmutableArray<StepMetrics> metrics, string right, ExampleReport checks)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentNullException.ThrowIfNull(checks);
        TuningManifest manifest = outcome.Version.Manifest;
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"/>")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>")
            .Append(CultureInfo.InvariantCulture, $"<title>{Html.Text(outcome.Version.Name)}</title><style>{ReportStyle.Css}</style></head><body><main>")
            .Append(CultureInfo.InvariantCulture, $"\n<h1>{Html.Text(outcome.Version.Name)}</h1><p class=\"soft\">{Html.Text(What(manifest))}</p>");
        Html.Heading(html, "Training", "Loss is what the model still lacks of saying the wanted answers: 0 would be every token for certain.");
        html.Append(LossChart.Render(metrics, manifest.Result.BestStep));
        HeldOut(html, outcome, right);
        Html.Heading(html, "Made of", "The same inputs give the same bytes: assay tune --replay " + outcome.Version.Name);
        html.Append(HtmlTable.Render("What the version was made of", ["what", "value"], Facts(manifest).Select(f => (IReadOnlyList<HtmlTable.Cell>)[new HtmlTable.Cell(f.Name), new HtmlTable.Cell(f.Value)])));
        Html.Heading(html, "The examples", $"{checks.Examples:N0} of {checks.Rows:N0} rows of {checks.Path} can be used.");
        if (checks.Findings.Length == 0) html.Append("<p>The checks found nothing.</p>");
        Html.List(html, [.. checks.Findings.Select(f => $"{f.Severity.ToString().ToLowerInvariant()}: {f.Check}: {f.Message}")]);
        return html.Append("</main></body></html>\n").ToString();
    }

    private static void HeldOut(StringBuilder html, TuneOutcome outcome, string right)
    {
        if (outcome.After.IsEmpty) return;
        Html.Heading(html, "On what was held out", "Examples that share no document, group, source or near copy with those that were trained on.");
        string difference = outcome.Exact is { Mean: { } mean, Interval: { } interval } ? Figures.Text($"{100 * mean:+0.0;-0.0;0.0} points [{100 * interval.Low:+0.0;-0.0;0.0}, {100 * interval.High:+0.0;-0.0;0.0}]") : Figures.None;
        html.Append(HtmlTable.Render("Before and after", ["model", "examples", "loss", right], new IReadOnlyList<HtmlTable.Cell>[]
        {
            ["before", Figures.Text($"{outcome.Before.Length:N0}"), Figures.Text($"{Tuning.Training.TextScore.Mean(outcome.Before):0.000}"), Figures.Text($"{outcome.Before.Count(s => s.IsExact):N0}")],
            ["after", Figures.Text($"{outcome.After.Length:N0}"), Figures.Text($"{Tuning.Training.TextScore.Mean(outcome.After):0.000}"), Figures.Text($"{outcome.After.Count(s => s.IsExact):N0}")],
        }));
        html.Append(CultureInfo.InvariantCulture, $"<p>Difference: {Html.Text(difference)}</p>");
    }

    private static string What(TuningManifest m) => Figures.Text(
        $"{(m.Lora is { } lora ? $"low-rank additions (rank {lora.Rank}) to {m.BaseModel}" : $"every weight of {m.BaseModel}")}, {m.Data.Examples:N0} examples, {m.Result.Steps:N0} steps");

    private static IEnumerable<(string Name, string Value)> Facts(TuningManifest m)
    {
        yield return ("examples", $"{m.Data.Path}, SHA-256 {m.Data.Sha256[..HashShown]}");
        yield return ("learning rate", Figures.Text($"{m.Training.LearningRate:0.##e-0}, {m.Training.Epochs:0.##} epochs, {m.Training.BatchSize} examples a step"));
        yield return ("time", Figures.Text($"{m.Result.Seconds:N0} s{(m.Result.EstimatedSeconds is { } estimated ? $" (estimated {estimated:N0} s)" : "")}, {m.Result.Tokens:N0} tokens, {m.Result.PeakMegabytes:N0} MB"));
        yield return ("weights", "SHA-256 " + m.WeightsSha256[..HashShown]);
        yield return ("seed and code", Figures.Text($"{m.Seed}, {m.CodeVersion}"));
    }
}
