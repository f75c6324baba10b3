using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Assay.Comparing;
using Assay.Decisions.Verdicts;
using Assay.Evaluation.Questions;

namespace Assay.Reporting;

/// <summary>A comparison as one HTML file that needs nothing else: verdict first, then scores, pairs, latency, cost, retrieval, kinds of questions, failures.</summary>
public static class HtmlReport
{
    /// <summary>Renders a comparison.</summary>
    /// <param name="comparison">What was found.</param>
    /// <param name="runs">The answers behind it, for the list of failures.</param>
    /// <param name="questions">The questions, for the same.</param>
    /// <returns>A complete HTML document.</returns>
    public static string Render(Comparison comparison, ImmutableArray<Run> runs, QuestionSet questions)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
            .Append(Text($"{comparison.Project}: {VerdictText.Headline(comparison.Verdict)}")).Append("</title><style>").Append(ReportStyle.Css).Append("</style></head><body><main>\n");
        Head(html, comparison);
        Scores(html, comparison);
        Pairs(html, comparison);
        LatencyAndCost(html, comparison);
        Retrieval(html, comparison);
        Parts(html, comparison);
        Tags(html, comparison);
        FailureList.Append(html, runs, questions);
        Reproduce(html, comparison);
        return html.Append("</main></body></html>\n").ToString();
    }

    private static void Head(StringBuilder html, Comparison c)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h1>{Text(c.Project)}</h1><p class=\"soft\">{Text(Invariant($"{c.Questions:N0} questions, {c.Knowledge.Documents:N0} documents ({c.Knowledge.Tokens:N0} tokens), model {c.Model}"))}</p>");
        string kind = c.Verdict.Kind switch { VerdictKind.Ship or VerdictKind.NoDetectableDifference => "ship", VerdictKind.Undecided => "undecided", _ => "none" };
        html.Append(CultureInfo.InvariantCulture, $"<section class=\"verdict {kind}\"><p class=\"headline\">{Text(Capital(VerdictText.Headline(c.Verdict)))}</p>");
        List(html, c.Verdict.Why);
        if (c.Verdict.Flips.Length > 0)
        {
            html.Append("<h3>What would change it</h3>");
            List(html, c.Verdict.Flips);
        }

        html.Append("</section>\n");
        foreach (string warning in c.Warnings) html.Append(CultureInfo.InvariantCulture, $"<p class=\"warning\">Note: {Text(warning)}</p>");
    }

    private static void Scores(StringBuilder html, Comparison c)
    {
        html.Append("<h2>Score of each arm</h2><p class=\"soft\">Mean over all questions, 0 to 100, with its 95% interval. Arms in grey are references: they explain the others and are not shipped.</p>");
        IntervalPlot.Row[] rows = [.. c.Arms.Where(a => a.Score is not null).Select(a => new IntervalPlot.Row(a.Arm, 100 * a.Low!.Value, 100 * a.Score!.Value, 100 * a.High!.Value, a.Reference))];
        html.Append(new IntervalPlot(0, 100, "").Render("Score of each arm with its interval; the table below holds the numbers.", rows));
        html.Append(HtmlTable.Render("Scores", ["arm", ">n", ">score", ">95% interval", "outcomes"], c.Arms.Select(a => (IReadOnlyList<string>)
        [
            a.Reference ? $"{a.Arm} (reference)" : a.Arm, Invariant($"{a.N}"), a.Score is { } s ? Invariant($"{100 * s:0.0}") : "–",
            a is { Low: { } low, High: { } high } ? Invariant($"{100 * low:0.0} to {100 * high:0.0}") : "–", string.Join(", ", a.Outcomes.Select(o => $"{o.Key.Replace('_', ' ')} {o.Value}")),
        ])));
    }

    private static void Pairs(StringBuilder html, Comparison c)
    {
        if (c.Comparisons.Length == 0) return;
        html.Append("<h2>Arms compared on the same questions</h2><p class=\"soft\">Difference of the mean scores in points with its 95% paired interval. Grey: the interval holds 0, so the two are not told apart.</p>");
        double reach = Math.Max(5, c.Comparisons.Max(p => Math.Max(Math.Abs(p.Low), Math.Abs(p.High))) * 100);
        html.Append(new IntervalPlot(-reach, reach, "").Render("Differences between arms; the table below holds the numbers.",
            [.. c.Comparisons.Select(p => new IntervalPlot.Row($"{p.A} − {p.B}", 100 * p.Low, 100 * p.Difference, 100 * p.High, p.Better is null))]));
        html.Append(HtmlTable.Render("Differences", ["pair", ">n", ">difference", ">95% interval", "better"], c.Comparisons.Select(p => (IReadOnlyList<string>)
            [$"{p.A} − {p.B}", Invariant($"{p.N}"), Invariant($"{100 * p.Difference:+0.0;-0.0;0.0}"), Invariant($"{100 * p.Low:+0.0;-0.0;0.0} to {100 * p.High:+0.0;-0.0;0.0}"), p.Better ?? "not told apart"])));
    }

    private static void LatencyAndCost(StringBuilder html, Comparison c)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h2>Latency, tokens and cost</h2><p class=\"soft\">Time to a complete answer, search included; no 99th percentile below 299 answers. Prices of {c.PricesOf:yyyy-MM-dd}.</p>");
        html.Append(HtmlTable.Render("Latency, tokens and cost", ["arm", ">p50 ms", ">p95 ms", ">p99 ms", ">tokens in", ">tokens out", ">USD a question", ">USD per 1,000"], c.Arms.Select(a => (IReadOnlyList<string>)
        [
            a.Arm, Number(a.LatencyMs.P50), Number(a.LatencyMs.P95), Number(a.LatencyMs.P99), Estimated(a.Tokens, a.Tokens.Input), Estimated(a.Tokens, a.Tokens.Output),
            a.CostPerQuestion is { } usd ? Invariant($"{usd:0.000000}") : "unknown", a.CostPerQuestion is { } each ? Invariant($"{1000 * each:0.00}") : "unknown",
        ])));
        foreach (ArmResult arm in c.Arms.Where(a => a.ShareOfDocuments is not null))
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"soft\">{Text(Invariant($"{arm.Arm}: {100 * arm.ShareOfDocuments:0.0}% of all document tokens fitted."))}</p>");
        }
    }

    private static void Retrieval(StringBuilder html, Comparison c)
    {
        if (c.Retrieval.Count == 0) return;
        html.Append("<h2>Retrieval</h2><p class=\"soft\">How well the search finds the documents that the questions name: documents ranked by their best chunk.</p>");
        html.Append(HtmlTable.Render("Retrieval", ["measure", ">mean"], c.Retrieval.Select(m => (IReadOnlyList<string>)[m.Key, Invariant($"{m.Value:0.000}")])));
    }

    private static void Parts(StringBuilder html, Comparison c)
    {
        html.Append("<h2>Parts of the score</h2><p class=\"soft\">Each alone, over the questions it applies to. Facts and behaviour are apart: retrieval brings facts, tuning brings behaviour.</p>");
        html.Append(HtmlTable.Render("Parts of the score", ["measure", .. c.Arms.Select(a => ">" + a.Arm)], c.Arms[0].Measures.Keys
            .Where(m => c.Arms.Any(a => a.Measures[m] is not null))
            .Select(m => (IReadOnlyList<string>)[m.Replace('_', ' '), .. c.Arms.Select(a => a.Measures[m] is { } v ? Invariant($"{100 * v:0.0}") : "–")])));
    }

    private static void Tags(StringBuilder html, Comparison c)
    {
        if (c.Tags.Length == 0) return;
        html.Append("<h2>Kinds of questions</h2>");
        html.Append(HtmlTable.Render("Score by tag", ["tag", ">n", .. c.Arms.Select(a => ">" + a.Arm)], c.Tags.GroupBy(t => t.Tag)
            .Select(g => (IReadOnlyList<string>)[g.Key, Invariant($"{g.Max(t => t.N)}"), .. c.Arms.Select(a => g.First(t => t.Arm == a.Arm).Score is { } s ? Invariant($"{100 * s:0.0}") : "–")])));
    }

    private static void Reproduce(StringBuilder html, Comparison c) =>
        html.Append(CultureInfo.InvariantCulture, $"<h2>Reproduce</h2><p><code>{Text(c.Command)}</code></p><p class=\"soft\">Inputs <code>{Text(c.Inputs[..16])}</code>: the same documents, questions, settings and model give the same answers and scores.</p>\n");

    private static void List(StringBuilder html, IEnumerable<string> items) => html.Append("<ul>").AppendJoin("", items.Select(i => $"<li>{Text(i)}</li>")).Append("</ul>");

    private static string Number(double? value) => value is { } v ? Invariant($"{v:0.0}") : "–";

    private static string Estimated(TokenResult tokens, double value) => Invariant($"{(tokens.Estimated ? "~" : "")}{value:N0}");

    private static string Capital(string text) => string.Concat(text[..1].ToUpperInvariant(), text.AsSpan(1));

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
