using System.Globalization;
using System.Net;
using System.Text;

namespace Assay.Reporting;

/// <summary>
/// Values with their intervals on a common axis, one SVG strip a row. Positions are percentages and labels are HTML beside the strip, so the plot
/// fits a phone and a printed page without its text shrinking.
/// </summary>
/// <param name="Min">Left end of the axis.</param>
/// <param name="Max">Right end of the axis; more than <paramref name="Min"/>.</param>
/// <param name="Unit">Follows the numbers on the axis.</param>
internal sealed record IntervalPlot(double Min, double Max, string Unit)
{
    /// <summary>One value with its interval.</summary>
    /// <param name="Label">Shown left of the strip.</param>
    /// <param name="Low">Lower end.</param>
    /// <param name="Value">The value.</param>
    /// <param name="High">Upper end.</param>
    /// <param name="Muted">Drawn in grey: a reference arm, or a difference that is not told apart from 0.</param>
    internal sealed record Row(string Label, double Low, double Value, double High, bool Muted);

    /// <summary>The plot as HTML.</summary>
    /// <param name="description">Read by screen readers; the numbers stand in the table beside it.</param>
    /// <param name="rows">From top to bottom.</param>
    /// <returns>An HTML fragment.</returns>
    public string Render(string description, IReadOnlyList<Row> rows)
    {
        var html = new StringBuilder($"<div class=\"plot\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(description)}\">");
        foreach (Row row in rows) html.Append(Strip(row));
        html.Append("<div class=\"plot-row axis\"><span></span><svg width=\"100%\" height=\"18\" aria-hidden=\"true\">");
        foreach (double tick in Ticks())
        {
            string anchor = tick <= Min ? "start" : tick >= Max ? "end" : "middle";
            html.Append(Invariant($"<text x=\"{At(tick):0.##}%\" y=\"14\" text-anchor=\"{anchor}\">{tick:0.##}{WebUtility.HtmlEncode(Unit)}</text>"));
        }

        return html.Append("</svg><span></span></div></div>").ToString();
    }

    private string Strip(Row row)
    {
        var svg = new StringBuilder("<svg width=\"100%\" height=\"26\" aria-hidden=\"true\">");
        foreach (double tick in Ticks()) svg.Append(Invariant($"<line class=\"grid\" x1=\"{At(tick):0.##}%\" x2=\"{At(tick):0.##}%\" y1=\"0\" y2=\"26\"/>"));
        if (Min < 0) svg.Append(Invariant($"<line class=\"zero\" x1=\"{At(0):0.##}%\" x2=\"{At(0):0.##}%\" y1=\"0\" y2=\"26\"/>"));
        string style = row.Muted ? "muted" : "strong";
        svg.Append(Invariant($"<line class=\"range {style}\" x1=\"{At(row.Low):0.##}%\" x2=\"{At(row.High):0.##}%\" y1=\"13\" y2=\"13\"/>"));
        svg.Append(Invariant($"<circle class=\"point {style}\" cx=\"{At(row.Value):0.##}%\" cy=\"13\" r=\"5\"/></svg>"));
        return $"<div class=\"plot-row\"><span class=\"plot-label\">{WebUtility.HtmlEncode(row.Label)}</span>{svg}<span class=\"plot-value\">{Invariant($"{row.Value:0.0}")}</span></div>";
    }

    private IEnumerable<double> Ticks()
    {
        double step = Step((Max - Min) / 4);
        for (double tick = Math.Ceiling(Min / step) * step; tick <= Max + (step / 1e6); tick += step) yield return Math.Round(tick, 6);
    }

    private static double Step(double rough)
    {
        double magnitude = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double[] nice = [1, 2, 5, 10];
        return magnitude * nice.First(n => n * magnitude >= rough * 0.999);
    }

    /// <summary>Position in percent; a margin on both sides keeps points at the ends whole.</summary>
    private double At(double value) => 2 + (96 * Math.Clamp((value - Min) / (Max - Min), 0, 1));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
