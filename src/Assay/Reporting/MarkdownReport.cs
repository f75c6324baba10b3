using System.Text;

namespace Assay.Reporting;

/// <summary>The report as Markdown, for a change request or a wiki: the same sentences and tables, without charts and without the answers to read.</summary>
public static class MarkdownReport
{
    /// <summary>Renders a report. The same input gives the same text.</summary>
    /// <param name="content">What it is made of: a comparison, a decision, or both.</param>
    /// <returns>A document. Text of others is escaped; links lead to publications only.</returns>
    public static string Render(ReportContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (content is { Comparison: null, Decision: null }) throw new ArgumentException("A report needs a comparison or a decision.", nameof(content));
        Briefing briefing = Briefing.Of(content);
        return new StringBuilder().Append(Figures.Text($"# {Markdown.Text(HtmlReport.Name(content))}\n\n{Markdown.Line(HtmlReport.About(content))}\n"))
            .Append(FirstPage.Markdown(briefing)).Append(ReportSections.Of(content, briefing).Markdown).ToString();
    }
}
