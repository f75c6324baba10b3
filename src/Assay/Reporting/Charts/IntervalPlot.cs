namespace Assay.Reporting.Charts;

/// <summary>Values with their intervals on a common axis.</summary>
/// <param name="Scale">The axis.</param>
internal sealed record IntervalPlot(ChartScale Scale)
{
    /// <summary>One value with its interval.</summary>
    /// <param name="Label">Names the row.</param>
    /// <param name="Low">Lower end.</param>
    /// <param name="Value">The value.</param>
    /// <param name="High">Upper end.</param>
    internal sealed record Row(string Label, double Low, double Value, double High)
    {
        /// <summary>The value in words, printed beside the strip.</summary>
        public required string Text { get; init; }

        /// <summary>Drawn hollow and in grey: a reference arm, or a difference that is not told apart from 0.</summary>
        public bool IsMuted { get; init; }
    }

    /// <summary>An axis that just holds all rows and 0, with round numbers.</summary>
    /// <param name="rows">What will be drawn.</param>
    /// <param name="least">The axis is at least this long; above 0.</param>
    public static IntervalPlot Fit(IReadOnlyList<Row> rows, double least) => new(ChartScale.Linear(rows.SelectMany(r => new[] { r.Low, r.High }), least));

    /// <summary>The plot as HTML.</summary>
    /// <param name="description">Read by screen readers; the numbers stand in the table beside it.</param>
    /// <param name="rows">From top to bottom.</param>
    /// <param name="caption">Below the axis: what it measures, in which unit.</param>
    /// <returns>An HTML fragment; empty without rows.</returns>
    public string Render(string description, IReadOnlyList<Row> rows, string caption)
    {
        if (rows.Count == 0) return "";
        var plot = new PlotRows(Scale, Figures.Compact);
        foreach (Row row in rows) plot.Add(row.Label, row.Text, Shapes(plot, row));
        return plot.Render($"{description} {string.Join("; ", rows.Select(r => $"{r.Label} {r.Text}"))}.", caption);
    }

    private static string Shapes(PlotRows plot, Row row)
    {
        string shape = row.IsMuted ? "muted" : "strong";
        return Figures.Text($"<line class=\"range {shape}\" x1=\"{plot.At(row.Low)}\" x2=\"{plot.At(row.High)}\" y1=\"13\" y2=\"13\"/><circle class=\"point {shape}\" cx=\"{plot.At(row.Value)}\" cy=\"13\" r=\"5\"/>");
    }
}
