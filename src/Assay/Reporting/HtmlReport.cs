using System.Globalization;
using System.Text;

namespace Assay.Reporting;

/// <summary>A comparison, a decision or both as one HTML file that needs nothing else: a page for who decides, then everything it rests on.</summary>
public static class HtmlReport
{
    /// <summary>Renders a report. The same input gives the same text.</summary>
    /// <param name="content">What it is made of: a comparison, a decision, or both.</param>
    /// <returns>A complete HTML document, which is also well-formed XML.</returns>
    public static string Render(ReportContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (content is { Comparison: null, Decision: null }) throw new ArgumentException("A report needs a comparison or a decision.", nameof(content));
        Briefing briefing = Briefing.Of(content);
        string name = Name(content);
        var heading = new StringBuilder();
        heading.Append(CultureInfo.InvariantCulture, $"<h1>{Html.Text(name)}</h1><p class=\"soft\">{Html.Text(About(content))}</p>");
        if (content.Comparison is { Prompts.Length: > 0 } c) heading.Append("<ul>").AppendJoin("", c.Prompts.Select(p => $"<li>{Html.Text(p)}</li>")).Append("</ul>");
        return ReportPage.Render($"{name}: {briefing.Decision}", heading.ToString(), FirstPage.Html(briefing), ReportSections.Of(content, briefing).Html);
    }

    /// <summary>What the report is about.</summary>
    internal static string Name(ReportContent content) => content.Comparison?.Project ?? content.Decision?.Project ?? "A decision on paper";

    /// <summary>Its size, in a line.</summary>
    internal static string About(ReportContent content)
    {
        string day = content.Decision is { } decision ? Figures.Text($"{decision.Time:d MMMM yyyy}") : "";
        if (content.Comparison is not { } c) return $"{day}: nothing was measured; this rests on published rules and on what was answered";
        return Figures.Text($"{c.Questions:N0} questions, {c.Knowledge.Documents:N0} documents ({c.Knowledge.Tokens:N0} tokens), model {c.Model}") + (c.Decoding is { } decoding ? $", {decoding} decoding" : "") + (day.Length > 0 ? $", {day}" : "");
    }
}
