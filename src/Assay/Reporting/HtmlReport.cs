using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Assay.Comparing;
using Assay.Evaluation.Questions;
using Assay.Running;

namespace Assay.Reporting;

/// <summary>A comparison as one HTML file that needs nothing else: verdict first, then scores, pairs, effort, what the scores are made of, and answers to read.</summary>
public static class HtmlReport
{
    private const int NotesShown = 5;
    private const int HashShown = 16;

    /// <summary>Renders a comparison. The same input gives the same text.</summary>
    /// <param name="comparison">What was found.</param>
    /// <param name="runs">The answers behind it, for the list of failures.</param>
    /// <param name="questions">The questions, for the same.</param>
    /// <returns>A complete HTML document, which is also well-formed XML.</returns>
    public static string Render(Comparison comparison, ImmutableArray<Run> runs, QuestionSet questions)
    {
        var html = new StringBuilder();
        Head(html, comparison);
        VerdictCard.Append(html, comparison);
        Notes(html, comparison.Warnings);
        ScoreSections.Scores(html, comparison);
        PairSection.Append(html, comparison);
        EffortSection.Append(html, comparison);
        ScoreSections.Outcomes(html, comparison);
        ScoreSections.Parts(html, comparison);
        DecodingSection.Append(html, comparison);
        TunedSection.Append(html, comparison);
        ScoreSections.Tags(html, comparison);
        ScoreSections.Retrieval(html, comparison);
        FailureList.Append(html, runs, questions, VerdictCard.Leader(comparison)?.Arm);
        Reproduce(html, comparison);
        return html.Append("</main></body></html>\n").ToString();
    }

    private static void Head(StringBuilder html, Comparison c)
    {
        // The policy is a second fence: even text that escaped its escaping could neither run nor load anything.
        html.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"/>")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>")
            .Append(CultureInfo.InvariantCulture, $"<title>{Html.Text($"{c.Project}: {VerdictText.Short(c)}")}</title><style>{ReportStyle.Css}</style></head><body><main>");
        string size = Figures.Text($"{c.Questions:N0} questions, {c.Knowledge.Documents:N0} documents ({c.Knowledge.Tokens:N0} tokens), model {c.Model}") + (c.Decoding is { } decoding ? $", {decoding} decoding" : "");
        html.Append(CultureInfo.InvariantCulture, $"\n<h1>{Html.Text(c.Project)}</h1><p class=\"soft\">{Html.Text(size)}</p>");
        if (c.Prompts.Length > 0) Html.List(html, [.. c.Prompts]);
    }

    private static void Notes(StringBuilder html, ImmutableArray<string> warnings)
    {
        if (warnings.Length == 0) return;
        html.Append("\n<section class=\"notes\" aria-labelledby=\"notes\"><h2 id=\"notes\">Before you rely on it</h2>");
        Html.List(html, [.. warnings.Take(NotesShown)]);
        if (warnings.Length > NotesShown)
        {
            html.Append(CultureInfo.InvariantCulture, $"<details><summary>{warnings.Length - NotesShown:N0} more</summary>");
            Html.List(html, [.. warnings.Skip(NotesShown)]);
            html.Append("</details>");
        }

        html.Append("</section>");
    }

    private static void Reproduce(StringBuilder html, Comparison c) =>
        html.Append(CultureInfo.InvariantCulture, $"\n<h2>Reproduce</h2><p><code>{Html.Text(c.Command)}</code></p><p class=\"soft\">Inputs <code>{Html.Text(c.Inputs[..Math.Min(HashShown, c.Inputs.Length)])}</code>: ")
            .Append("the same documents, questions, settings and model give the same answers and scores.</p>\n");
}
