using System.Globalization;

namespace Assay.Reporting.Charts;

/// <summary>The numbers of a chart, folded up below it and open in print.</summary>
internal static class ChartTable
{
    /// <summary>Renders a table.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="columns">Headings.</param>
    /// <param name="rows">As many cells as columns.</param>
    /// <returns>An HTML fragment.</returns>
    public static string Render(string caption, IReadOnlyList<HtmlTable.Cell> columns, IEnumerable<IReadOnlyList<HtmlTable.Cell>> rows) =>
        string.Create(CultureInfo.InvariantCulture, $"\n<details class=\"data\"><summary>The numbers: {Html.Text(caption)}</summary>{HtmlTable.Render(caption, columns, rows)}</details>");
}
