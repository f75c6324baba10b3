using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Assay.Decisions.Verdicts;

namespace Assay.Reporting;

/// <summary>The briefing as the first screen and the first printed page.</summary>
internal static class FirstPage
{
    /// <summary>Sentences of one kind that fit; what is left stands in the section that is named.</summary>
    public const int Most = 4;

    /// <summary>The page as HTML.</summary>
    /// <param name="briefing">What it says.</param>
    public static string Html(Briefing briefing)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"\n<section class=\"verdict {briefing.Kind}\" aria-labelledby=\"verdict\"><p class=\"eyebrow\">{Reporting.Html.Text(briefing.Basis)}</p><h2 id=\"verdict\">{Reporting.Html.Text(briefing.Decision)}</h2><p>{Reporting.Html.Text(briefing.Confidence)}</p><dl class=\"tiles\">");
        foreach (BriefingFigure figure in briefing.Figures)
        {
            html.Append(CultureInfo.InvariantCulture, $"<div><dt>{Reporting.Html.Text(figure.Name)}</dt><dd><strong>{Reporting.Html.Text(figure.Value)}</strong> <small>{Reporting.Html.Text(figure.Meaning)}</small></dd></div>");
        }

        html.Append("</dl><div class=\"pair\">");
        Sentences(html, "Why", briefing.Why, "#why");
        Sentences(html, "What would change it", briefing.Changes, "#flips");
        html.Append("</div>");
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"next\"><h3>Next step</h3><p>{Reporting.Html.Text(briefing.Next)}</p></div></section>");
        if (briefing.Risks.Length > 0)
        {
            html.Append("\n<section class=\"notes\" aria-labelledby=\"notes\">");
            Sentences(html, "Before you rely on it", briefing.Risks, "#reliance", "h2 id=\"notes\"");
            html.Append("</section>");
        }

        return html.ToString();
    }

    /// <summary>The same as Markdown.</summary>
    /// <param name="briefing">What it says.</param>
    public static string Markdown(Briefing briefing)
    {
        var body = new ReportBody();
        body.Heading("verdict", $"{briefing.Basis}: {briefing.Decision}", briefing.Confidence);
        body.Table("Figures to know", ["figure", "value", HtmlTable.Cell.Words("range or meaning")], briefing.Figures.Select(f => (IReadOnlyList<HtmlTable.Cell>)[f.Name, f.Value, HtmlTable.Cell.Words(f.Meaning)]));
        foreach ((string title, ImmutableArray<Reason> sentences) in new[] { ("Why", briefing.Why), ("What would change it", briefing.Changes), ("Before you rely on it", briefing.Risks) })
        {
            if (sentences.Length == 0) continue;
            body.Part("", title);
            body.List(sentences);
        }

        body.Part("", "Next step");
        body.Text(briefing.Next);
        return body.Markdown;
    }

    private static void Sentences(StringBuilder html, string title, ImmutableArray<Reason> sentences, string rest, string element = "h3")
    {
        if (sentences.Length == 0) return;
        html.Append(CultureInfo.InvariantCulture, $"<div><{element}>{title}</{element[..2]}><ul>").AppendJoin("", sentences.Take(Shown(sentences)).Select(s => $"<li>{Reporting.Html.Link(s.Text, s.Link)}</li>"));
        if (sentences.Length > Shown(sentences)) html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"{rest}\">{sentences.Length - Shown(sentences):N0} more</a></li>");
        html.Append("</ul></div>");
    }

    // A line that says that there is one more takes as much room as the one.
    private static int Shown(ImmutableArray<Reason> sentences) => sentences.Length == Most + 1 ? Most + 1 : Most;

    /// <summary>Whether sentences are left over for a section of their own.</summary>
    /// <param name="sentences">All of them.</param>
    public static bool IsCut(ImmutableArray<Reason> sentences) => sentences.Length > Shown(sentences);
}
