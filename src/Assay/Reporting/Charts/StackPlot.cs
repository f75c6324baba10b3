using System.Text;

namespace Assay.Reporting.Charts;

/// <summary>Bars made of parts. A part is known by its letter, which the table has too, and by its shade; a part too narrow for its letter still stands in the same order.</summary>
internal static class StackPlot
{
    // As many shades as the style sheet has; neighbours differ in lightness, so that they are apart in grey print too.
    private const int Shades = 10;
    private const double LetterRoom = 14;

    /// <summary>One bar.</summary>
    /// <param name="Label">Names it.</param>
    /// <param name="Parts">Sizes of the parts, 0 or more, in the order of the letters.</param>
    internal sealed record Row(string Label, IReadOnlyList<double> Parts)
    {
        /// <summary>The whole in words, printed beside the bar.</summary>
        public required string Text { get; init; }
    }

    /// <summary>The letter of a part.</summary>
    /// <param name="part">Its place, from 0.</param>
    /// <returns>A, B, ... Z, then AA.</returns>
    public static string Letter(int part) => part < 26 ? ((char)('A' + part)).ToString() : Letter((part / 26) - 1) + Letter(part % 26);

    /// <summary>The plot as HTML.</summary>
    /// <param name="description">Read by screen readers; the numbers stand in the table beside it.</param>
    /// <param name="rows">From top to bottom.</param>
    /// <param name="caption">Below the axis: what it measures, in which unit.</param>
    /// <returns>An HTML fragment; empty without rows.</returns>
    public static string Render(string description, IReadOnlyList<Row> rows, string caption)
    {
        if (rows.Count == 0) return "";
        var plot = new PlotRows(ChartScale.Linear(rows.Select(r => r.Parts.Sum()), 1e-9), Figures.Compact);
        foreach (Row row in rows) plot.Add(row.Label, row.Text, Shapes(plot, row));
        return plot.Render($"{description} {string.Join("; ", rows.Select(r => $"{r.Label}: {r.Text}"))}.", caption);
    }

    private static string Shapes(PlotRows plot, Row row)
    {
        var svg = new StringBuilder();
        double sum = 0;
        for (int part = 0; part < row.Parts.Count; part++)
        {
            double from = plot.Place(sum), to = plot.Place(sum += row.Parts[part]);
            if (to - from <= 0) continue;
            svg.Append(Figures.Text($"<rect class=\"part s{part % Shades}\" x=\"{from:0.###}%\" y=\"2\" width=\"{to - from:0.###}%\" height=\"{PlotRows.Height - 4}\"/>"));
            if ((to - from) / 100 * PlotRows.Room >= LetterRoom * Letter(part).Length) svg.Append(Figures.Text($"<text class=\"on s{part % Shades}\" x=\"{(from + to) / 2:0.###}%\" y=\"17\" text-anchor=\"middle\">{Letter(part)}</text>"));
        }

        return svg.ToString();
    }
}
