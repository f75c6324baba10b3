using System.Collections.Immutable;
using Assay.Decisions.Verdicts;
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
        var body = new ReportBody();
        body.Heading("training", "Training", "Loss is what the model still lacks of saying the wanted answers: 0 would be every token for certain.");
        LossChart.Learning(body, metrics, manifest.Result.BestStep);
        HeldOut(body, outcome, right);
        Strengths(body, manifest);
        Gates(body, outcome.Gates);
        body.Heading("made-of", "Made of", "The same inputs give the same bytes: assay tune --replay " + outcome.Version.Name);
        body.Table("What the version was made of", ["what", "value"], Facts(manifest).Select(f => (IReadOnlyList<HtmlTable.Cell>)[new HtmlTable.Cell(f.Name), new HtmlTable.Cell(f.Value)]));
        body.Heading("examples", "The examples", $"{checks.Examples:N0} of {checks.Rows:N0} rows of {checks.Path} can be used.");
        if (checks.Findings.Length == 0) body.Text("The checks found nothing.");
        body.List(checks.Findings.Select(f => new Reason($"{f.Severity.ToString().ToLowerInvariant()}: {f.Check}: {f.Message}")));
        return ReportPage.Render(outcome.Version.Name, $"<h1>{Html.Text(outcome.Version.Name)}</h1><p class=\"soft\">{Html.Text(What(manifest))}</p>", "", body.Html);
    }

    private static void HeldOut(ReportBody body, TuneOutcome outcome, string right)
    {
        if (outcome.After.IsEmpty) return;
        body.Heading("held-out", "On what was held out", "Examples that share no document, group, source or near copy with those that were trained on.");
        string difference = outcome.Exact is { Mean: { } mean, Interval: { } interval } ? Figures.Text($"{100 * mean:+0.0;-0.0;0.0} points [{100 * interval.Low:+0.0;-0.0;0.0}, {100 * interval.High:+0.0;-0.0;0.0}]") : Figures.None;
        body.Table("Before and after", ["model", "examples", "loss", right], new IReadOnlyList<HtmlTable.Cell>[]
        {
            ["before", Figures.Text($"{outcome.Before.Length:N0}"), Figures.Text($"{Tuning.Training.TextScore.Mean(outcome.Before):0.000}"), Figures.Text($"{outcome.Before.Count(s => s.IsExact):N0}")],
            ["after", Figures.Text($"{outcome.After.Length:N0}"), Figures.Text($"{Tuning.Training.TextScore.Mean(outcome.After):0.000}"), Figures.Text($"{outcome.After.Count(s => s.IsExact):N0}")],
        });
        body.Text($"Difference: {difference}");
    }

    /// <summary>Which strength a version has and why, in a line.</summary>
    /// <param name="manifest">Of a version of which strengths were tried.</param>
    public static string Strength(TuningManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        if (manifest.Result.Strengths.IsDefaultOrEmpty) return "1, as trained";
        ImmutableArray<TunedStrength> tried = manifest.Result.Strengths;
        TunedStrength chosen = tried.First(t => t.Strength == manifest.Strength), trained = tried[^1];
        string seen = Figures.Text($"held-out loss {chosen.Gain:0.000} lower than the base model's{(chosen.Exact is { } exact ? Figures.Text($", {exact:0.0%} written exactly") : "")}, general loss {chosen.Forgotten:+0.000;-0.000;0.000} nats a token");
        if (!chosen.IsWithinBudget) return Figures.Text($"{chosen.Strength:0.##}, as trained: {seen}; no strength of {string.Join(", ", tried.Select(t => Figures.Text($"{t.Strength:0.##}")))} gains anything and is shown to be within the budget for forgetting");
        return Figures.Text($"{chosen.Strength:0.##} of {trained.Strength:0.##}: {seen}{(chosen == trained ? "" : Figures.Text($"; at {trained.Strength:0.##} the losses are {trained.Gain:0.000} lower and {trained.Forgotten:+0.000;-0.000;0.000}"))}");
    }

    private static void Strengths(ReportBody body, TuningManifest manifest)
    {
        if (manifest.Result.Strengths.IsDefaultOrEmpty) return;
        body.Heading("strength", "Strength", "What all additions are multiplied with, chosen for the best gain within the budget for forgetting: " + Strength(manifest) + ".");
        LossChart.Forgetting(body, manifest.Result.Strengths, manifest.Strength);
        body.Table("Strengths that were tried", ["strength", "held-out loss", "lower by", "written exactly", "general loss", "at most", "within the budget"], manifest.Result.Strengths.Select(s => (IReadOnlyList<HtmlTable.Cell>)
        [
            Figures.Text($"{s.Strength:0.##}{(s.Strength == manifest.Strength ? " (chosen)" : "")}"), Figures.Text($"{s.HeldOutLoss:0.000}"), Figures.Text($"{s.Gain:0.000}"), s.Exact is { } exact ? Figures.Text($"{exact:0.0%}") : Figures.None, Figures.Text($"{s.Forgotten:+0.000;-0.000;0.000}"), Figures.Text($"{s.MostForgotten:+0.000;-0.000;0.000}"), s.IsWithinBudget ? "yes" : "no",
        ]));
    }

    private static void Gates(ReportBody body, GateReport gates)
    {
        if (gates.At is null) return;
        body.Heading("gates", "Gates", "What must pass before the version may be put into use; assay compare measures the others.");
        body.Table("Gates", ["gate", "says", "seen"], gates.Gates.Where(g => g.Name is GateReport.Forgetting or GateReport.Memorisation).Select(g => (IReadOnlyList<HtmlTable.Cell>)[g.Name, GateText.Outcome(g), g.Text]));
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
