using System.Globalization;
using System.Text;

namespace Assay.Reporting.Charts;

/// <summary>
/// Rows of a label, a strip of SVG and a value on a common axis. Positions are percentages and words are HTML beside the strip, so that the plot
/// fits a phone and a printed page without its letters shrinking, and no two words can overlap.
/// </summary>
/// <param name="scale">The axis.</param>
/// <param name="write">Writes a value of the axis.</param>
internal sealed class PlotRows(ChartScale scale, Func<double, string> write)
{
    /// <summary>Height of a strip in pixels.</summary>
    public const int Height = 26;

    /// <summary>The narrowest strip in pixels.</summary>
    public const double Room = 250;

    private readonly StringBuilder _html = new();
    private readonly IReadOnlyList<double> _ticks = scale.Ticks(Room, t => ChartText.Width(write(t)));

    /// <summary>Adds a row.</summary>
    /// <param name="label">Names it.</param>
    /// <param name="value">Printed beside the strip.</param>
    /// <param name="svg">Its shapes, drawn over the grid.</param>
    public void Add(string label, string value, string svg)
    {
        _html.Append(CultureInfo.InvariantCulture, $"\n<div class=\"plot-row\"><span class=\"plot-label\">{Html.Text(label)}</span><span class=\"plot-value\">{Html.Text(value)}</span><svg width=\"100%\" height=\"{Height}\">");
        foreach (double tick in _ticks)
        {
            string style = tick == 0 && scale.Min < 0 ? "zero" : "grid";
            _html.Append(Figures.Text($"<line class=\"{style}\" x1=\"{At(tick)}\" x2=\"{At(tick)}\" y1=\"0\" y2=\"{Height}\"/>"));
        }

        _html.Append(svg).Append("</svg></div>");
    }

    /// <summary>The plot as HTML.</summary>
    /// <param name="description">What it shows and what is seen, for screen readers; the numbers stand in the table beside it.</param>
    /// <param name="caption">Below the axis: what it measures, in which unit.</param>
    /// <returns>An HTML fragment.</returns>
    public string Render(string description, string caption)
    {
        var html = new StringBuilder($"\n<div class=\"plot\" role=\"img\" aria-label=\"{Html.Text(description)}\">").Append(_html);
        html.Append("\n<div class=\"plot-row axis\"><svg width=\"100%\" height=\"18\">");
        foreach (double tick in _ticks) html.Append(CultureInfo.InvariantCulture, $"<text x=\"{At(tick)}\" y=\"14\" text-anchor=\"middle\">{Html.Text(write(tick))}</text>");
        return html.Append(CultureInfo.InvariantCulture, $"</svg><span class=\"plot-caption\">{Html.Text(caption)}</span></div></div>").ToString();
    }

    /// <summary>Position of a value; a margin on both sides keeps points at the ends whole.</summary>
    /// <returns>A percentage.</returns>
    public string At(double value) => Figures.Text($"{Place(value):0.##}%");

    /// <summary>Position of a value in percent.</summary>
    public double Place(double value) => 2 + (96 * scale.Share(value));
}
