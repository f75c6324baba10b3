using System.Globalization;
using System.Text;

namespace Assay.Reporting;

/// <summary>A table as HTML; every cell is escaped. The first cell of a row is its heading, the others hold numbers unless they say that they hold words.</summary>
internal static class HtmlTable
{
    // A table of so many rows is not broken over two printed pages.
    private const int RowsOfPage = 16;

    /// <summary>A cell or a column heading.</summary>
    /// <param name="Text">What it says.</param>
    /// <param name="Note">Smaller, below the text; empty for none.</param>
    /// <param name="Shade">Strength of the background from 0 to 100; null for none.</param>
    internal sealed record Cell(string Text, string Note = "", double? Shade = null)
    {
        /// <summary>Whether it holds words, which begin at the left and may go on in a next line.</summary>
        public bool IsWords { get; init; }

        /// <summary>Of the row that it heads: what links lead to.</summary>
        public string? Id { get; init; }

        /// <summary>A second name for the same: a pair of arms is named in either order.</summary>
        public string? OtherId { get; init; }

        /// <summary>Where the text leads, see <see cref="Html.Link"/>; null for nowhere.</summary>
        public string? Target { get; init; }

        /// <summary>Of the row that it heads: whether the row sums up those above.</summary>
        public bool IsSum { get; init; }

        public static implicit operator Cell(string text) => new(text);

        /// <summary>A cell of words.</summary>
        public static Cell Words(string text, string note = "") => new(text, note) { IsWords = true };
    }

    /// <summary>Renders a table.</summary>
    /// <param name="caption">What it shows, for screen readers.</param>
    /// <param name="columns">Headings.</param>
    /// <param name="rows">As many cells as columns.</param>
    /// <returns>An HTML fragment that scrolls sideways where it is too wide, with the first column in place.</returns>
    public static string Render(string caption, IReadOnlyList<Cell> columns, IEnumerable<IReadOnlyList<Cell>> rows)
    {
        string name = Html.Text(caption);
        IReadOnlyList<Cell>[] all = [.. rows];
        var html = new StringBuilder($"\n<div class=\"scroll{(all.Length <= RowsOfPage ? " whole" : "")}\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\"><table><caption>{name}</caption><thead><tr>");
        for (int i = 0; i < columns.Count; i++) html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\"{(i > 0 ? Kind(columns[i]) : "")}>{Content(columns[i])}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (IReadOnlyList<Cell> row in all)
        {
            html.Append(CultureInfo.InvariantCulture, $"\n<tr{(row[0].Id is { } id ? $" id=\"{Html.Id(id)}\"" : "")}{(row[0].IsSum ? " class=\"sum\"" : "")}><th scope=\"row\">{Content(row[0])}</th>");
            for (int i = 1; i < row.Count; i++) html.Append(CultureInfo.InvariantCulture, $"<td{Kind(row[i])}{Shade(row[i])}>{Content(row[i])}</td>");
            html.Append("</tr>");
        }

        return html.Append("</tbody></table></div>").ToString();
    }

    private static string Kind(Cell cell) => cell.IsWords ? " class=\"t\"" : " class=\"n\"";

    private static string Shade(Cell cell) => cell.Shade is { } shade ? Figures.Text($" style=\"--shade:{shade:0}\"") : "";

    private static string Content(Cell cell) => (cell.OtherId is { } id ? $"<span id=\"{Html.Id(id)}\"></span>" : "") + Html.Link(cell.Text, cell.Target) + (cell.Note.Length == 0 ? "" : $"<small>{Html.Text(cell.Note)}</small>");
}
