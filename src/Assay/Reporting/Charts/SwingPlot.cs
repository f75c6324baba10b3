namespace Assay.Reporting.Charts;

/// <summary>Bars to both sides of a middle: how far a result moves when one input goes to the lower and to the upper end of its range (a tornado chart).</summary>
internal static class SwingPlot
{
    /// <summary>The effect of one input.</summary>
    /// <param name="Label">Names the input.</param>
    /// <param name="AtLow">The result with the input at its lower end.</param>
    /// <param name="AtHigh">The result with the input at its upper end.</param>
    internal sealed record Row(string Label, double AtLow, double AtHigh)
    {
        /// <summary>The swing in words, printed beside the strip.</summary>
        public required string Text { get; init; }
    }

    /// <summary>The plot as HTML. The lower end of an input is drawn hollow, the upper end filled.</summary>
    /// <param name="description">Read by screen readers; the numbers stand in the table beside it.</param>
    /// <param name="rows">From top to bottom.</param>
    /// <param name="middle">The result with every input where it is.</param>
    /// <param name="caption">Below the axis: what it measures, in which unit.</param>
    /// <returns>An HTML fragment; empty without rows.</returns>
    public static string Render(string description, IReadOnlyList<Row> rows, double middle, string caption)
    {
        if (rows.Count == 0) return "";
        double[] ends = [.. rows.SelectMany(r => new[] { r.AtLow, r.AtHigh }), middle];
        double low = ends.Min(), high = ends.Max(), step = ChartScale.RoundStep(Math.Max(high - low, 1e-9) / 4);
        var plot = new PlotRows(new ChartScale(step * Math.Floor(low / step), step * Math.Ceiling((high / step) + 1e-9)), Figures.Compact);
        foreach (Row row in rows)
        {
            string shapes = Bar(plot, middle, row.AtLow, "swing-low") + Bar(plot, middle, row.AtHigh, "swing-high");
            plot.Add(row.Label, row.Text, shapes + Figures.Text($"<line class=\"middle\" x1=\"{plot.At(middle)}\" x2=\"{plot.At(middle)}\" y1=\"0\" y2=\"{PlotRows.Height}\"/>"));
        }

        return plot.Render($"{description} {string.Join("; ", rows.Select(r => $"{r.Label}: {r.Text}"))}.", caption);
    }

    private static string Bar(PlotRows plot, double middle, double end, string style)
    {
        double from = plot.Place(Math.Min(middle, end)), to = plot.Place(Math.Max(middle, end));
        return Figures.Text($"<rect class=\"{style}\" x=\"{from:0.##}%\" y=\"5\" width=\"{to - from:0.##}%\" height=\"{PlotRows.Height - 10}\"/>");
    }
}
