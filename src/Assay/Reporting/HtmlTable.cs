using System.Net;
using System.Text;

namespace Assay.Reporting;

/// <summary>A table as HTML; every cell is text and is escaped.</summary>
internal static class HtmlTable
{
    /// <summary>Renders a table.</summary>
    /// <param name="caption">What it shows, for screen readers.</param>
    /// <param name="columns">Headings; one that begins with <c>&gt;</c> holds numbers.</param>
    /// <param name="rows">As many cells as columns.</param>
    /// <returns>An HTML fragment that scrolls sideways where it is too wide.</returns>
    public static string Render(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var html = new StringBuilder($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{WebUtility.HtmlEncode(caption)}\"><table><thead><tr>");
        foreach (string column in columns) html.Append(column.StartsWith('>') ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">").Append(WebUtility.HtmlEncode(column.TrimStart('>'))).Append("</th>");
        html.Append("</tr></thead><tbody>");
        foreach (IReadOnlyList<string> row in rows)
        {
            html.Append("<tr>");
            for (int i = 0; i < row.Count; i++)
            {
                html.Append(columns[i].StartsWith('>') ? "<td class=\"n\">" : "<td>").Append(WebUtility.HtmlEncode(row[i])).Append("</td>");
            }

            html.Append("</tr>");
        }

        return html.Append("</tbody></table></div>").ToString();
    }
}
