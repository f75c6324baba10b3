using System.Globalization;
using System.Text;

namespace Assay.Reporting;

/// <summary>
/// Values with their intervals on a common axis, one SVG strip a row. Positions are percentages and labels are HTML beside the strip, so the plot
/// fits a phone and a printed page without its text shrinking.
/// </summary>
/// <param name="Min">Left end of the axis.</param>
/// <param name="Max">Right end of the axis; more than <paramref name="Min"/>.</param>
/// <param name="Step">Distance of the ticks.</param>
internal sealed record IntervalPlot(double Min, double Max, double Step)
{
    private const double MostTicks = 5;

    /// <summary>One value with its interval.</summary>
    /// <param name="Label">Names the row.</param>
    /// <param name="Low">Lower end.</param>
    /// <param name="Value">The value.</param>
    /// <param name="High">Upper end.</param>
    internal sealed record Row(string Label, double Low, double Value, double High)
    {
        /// <summary>The value in words, printed beside the strip.</summary>
        public required string Text { get; init; }

        /// <summary>Drawn in grey: a reference arm, or a difference that is not told apart from 0.</summary>
        public bool IsMuted { get; init; }
    }

    /// <summary>An axis that just holds all rows and 0, with ticks at round numbers.</summary>
    /// <param name="rows">What will be drawn.</param>
    /// <param name="least">The axis is at least this long; above 0.</param>
    public static IntervalPlot Fit(IReadOnlyList<Row> rows, double least)
    {
        double low = Math.Min(0, rows.Min(r => r.Low));
        double high = Math.Max(rows.Max(r => r.High), low + least);
        return new IntervalPlot(low, high, RoundStep((high - low) / MostTicks));
    }

    /// <summary>The plot as HTML.</summary>
    /// <param name="description">Read by screen readers; the numbers stand in the table beside it.</param>
    /// <param name="rows">From top to bottom.</param>
    /// <param name="caption">Below the axis: what it measures, in which unit.</param>
    /// <returns>An HTML fragment; empty without rows.</returns>
    public string Render(string description, IReadOnlyList<Row> rows, string caption)
    {
        if (rows.Count == 0) return "";
        var html = new StringBuilder($"\n<div class=\"plot\" role=\"img\" aria-label=\"{Html.Text(description)}\">");
        foreach (Row row in rows) html.Append(Strip(row));
        html.Append("\n<div class=\"plot-row axis\"><svg width=\"100%\" height=\"18\">");
        foreach (double tick in Ticks()) html.Append(Figures.Text($"<text x=\"{At(tick):0.##}%\" y=\"14\" text-anchor=\"middle\">{tick:#,0.##}</text>"));

        return html.Append(CultureInfo.InvariantCulture, $"</svg><span class=\"plot-caption\">{Html.Text(caption)}</span></div></div>").ToString();
    }

    private string Strip(Row row)
    {
        var svg = new StringBuilder("<svg width=\"100%\" height=\"26\">");
        foreach (double tick in Ticks())
        {
            string style = tick == 0 && Min < 0 ? "zero" : "grid";
            svg.Append(Figures.Text($"<line class=\"{style}\" x1=\"{At(tick):0.##}%\" x2=\"{At(tick):0.##}%\" y1=\"0\" y2=\"26\"/>"));
        }

        string shape = row.IsMuted ? "muted" : "strong";
        svg.Append(Figures.Text($"<line class=\"range {shape}\" x1=\"{At(row.Low):0.##}%\" x2=\"{At(row.High):0.##}%\" y1=\"13\" y2=\"13\"/>"));
        svg.Append(Figures.Text($"<circle class=\"point {shape}\" cx=\"{At(row.Value):0.##}%\" cy=\"13\" r=\"5\"/></svg>"));
        return $"\n<div class=\"plot-row\"><span class=\"plot-label\">{Html.Text(row.Label)}</span><span class=\"plot-value\">{Html.Text(row.Text)}</span>{svg}</div>";
    }

    private IEnumerable<double> Ticks()
    {
        double first = Math.Ceiling(Min / Step) * Step;
        for (int i = 0; first + (i * Step) <= Max + (Step / 1000); i++) yield return Math.Round(first + (i * Step), 6);
    }

    internal static double RoundStep(double rough)
    {
        double magnitude = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double[] nice = [1, 2, 5, 10];
        return magnitude * nice.First(n => n * magnitude >= rough * 0.999);
    }

    /// <summary>Position in percent; a margin on both sides keeps points at the ends whole.</summary>
    private double At(double value) => 2 + (96 * Math.Clamp((value - Min) / (Max - Min), 0, 1));
}
