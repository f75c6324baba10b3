using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Assay.Reporting;

/// <summary>The frame of a report: one HTML file without scripts and without anything from elsewhere, what matters first, then where to find the rest, then the rest.</summary>
internal static partial class ReportPage
{
    /// <summary>Puts a report together.</summary>
    /// <param name="title">Of the window.</param>
    /// <param name="heading">What it is about, as HTML: the heading of the page and a line or two.</param>
    /// <param name="first">The page that stands alone, as HTML; empty for none.</param>
    /// <param name="rest">The sections, as HTML. Each heading that has an id is listed in the contents.</param>
    /// <returns>A complete HTML document, which is also well-formed XML. A link to a part that this report does not have is left as words.</returns>
    public static string Render(string title, string heading, string first, string rest)
    {
        var html = new StringBuilder();
        // The policy is a second fence: even text that escaped its escaping could neither run nor load anything.
        html.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"/>")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>")
            .Append(CultureInfo.InvariantCulture, $"<title>{Html.Text(title)}</title><style>{ReportStyle.Css}</style></head><body><a class=\"skip\" href=\"#content\">Skip to the content</a>")
            .Append(CultureInfo.InvariantCulture, $"\n<header>{heading}</header><main id=\"content\">");
        if (first.Length > 0) html.Append(CultureInfo.InvariantCulture, $"\n<div class=\"first\">{first}</div>");
        Contents(html, rest);
        return Linked(html.Append(rest).Append("</main></body></html>\n").ToString());
    }

    private static void Contents(StringBuilder html, string rest)
    {
        Match[] headings = [.. Heading().Matches(rest).Cast<Match>()];
        if (headings.Length < 2) return;
        html.Append("\n<nav aria-labelledby=\"contents\"><h2 id=\"contents\">In this report</h2><ol>");
        foreach (Match heading in headings) html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#{heading.Groups[1].Value}\">{heading.Groups[2].Value}</a></li>");
        html.Append("</ol></nav>");
    }

    // Everything of others is escaped, so that no text of theirs can look like one of these elements.
    private static string Linked(string html)
    {
        HashSet<string> ids = [.. Id().Matches(html).Select(m => m.Groups[1].Value)];
        return Inner().Replace(html, link => ids.Contains(link.Groups[1].Value) ? link.Value : link.Groups[2].Value);
    }

    [GeneratedRegex("<h2 id=\"([^\"]+)\">(.*?)</h2>", RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    [GeneratedRegex(" id=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    [GeneratedRegex("<a href=\"#([^\"]+)\">(.*?)</a>", RegexOptions.CultureInvariant)]
    private static partial Regex Inner();
}
