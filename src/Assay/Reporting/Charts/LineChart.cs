using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Assay.Reporting.Charts;

/// <summary>
/// Lines over a common axis, with bands for what is not certain and marks from top to bottom. Shapes stretch with the page while letters keep their size: labels are placed
/// for <see cref="Room"/> pixels, the width of a phone, and have more room everywhere else.
/// </summary>
internal sealed record LineChart
{
    /// <summary>Width of the drawing on the narrowest page, in pixels.</summary>
    public const double Room = 200;

    private const int Height = 230;
    private const double LeftMost = 60, RightMost = 96, EndGap = 18, MarkRoom = 30, TagRoom = 20;
    private const int MarksAlongLine = 5, RowsOfTable = 14;

    /// <summary>Unique in the document; part of ids.</summary>
    public required string Id { get; init; }

    /// <summary>What it shows.</summary>
    public required string Title { get; init; }

    /// <summary>What is seen, for those who do not see it.</summary>
    public required string Description { get; init; }

    /// <summary>What lies on the horizontal axis, and its unit.</summary>
    public required string XTitle { get; init; }

    /// <summary>What lies on the vertical axis, and its unit.</summary>
    public required string YTitle { get; init; }

    /// <summary>The lines.</summary>
    public required ImmutableArray<LineSeries> Series { get; init; }

    /// <summary>Marked places.</summary>
    public ImmutableArray<ChartMark> Marks { get; init; } = [];

    /// <summary>Writes a value of the horizontal axis.</summary>
    public Func<double, string> XText { get; init; } = Figures.Compact;

    /// <summary>Writes a value of the vertical axis.</summary>
    public Func<double, string> YText { get; init; } = Figures.Compact;

    /// <summary>Whether equal distances of the horizontal axis are equal factors; its places must then be above 0.</summary>
    public bool HasFactors { get; init; }

    /// <summary>How many times the least value the greatest must be for a logarithmic vertical axis.</summary>
    public double LogFactor { get; init; } = double.PositiveInfinity;

    /// <summary>Whether there is a line to draw.</summary>
    public bool IsDrawn => Series.Any(s => s.Points.Length > 1);

    /// <summary>Headings of the table of its numbers.</summary>
    public IReadOnlyList<HtmlTable.Cell> Columns => [XTitle, .. Drawn.Select(s => new HtmlTable.Cell(s.Name))];

    /// <summary>Its numbers: at places of the line that has the fewest; another line is read there at its last point up to it.</summary>
    public IEnumerable<IReadOnlyList<HtmlTable.Cell>> Rows
    {
        get
        {
            double[] places = [.. Drawn.MinBy(s => s.Points.Length)!.Points.Select(p => p.X)];
            int each = (places.Length + RowsOfTable - 1) / RowsOfTable;
            return places.Where((_, i) => i % each == 0 || i == places.Length - 1).Select(place => (IReadOnlyList<HtmlTable.Cell>)[XText(place), .. Drawn.Select(s => Cell([.. s.Points.Where(p => p.X <= place)]))]);
        }
    }

    private LineSeries[] Drawn => [.. Series.Where(s => s.Points.Length > 0)];

    /// <summary>The chart as HTML.</summary>
    /// <returns>A fragment.</returns>
    public string Render()
    {
        LineSeries[] drawn = Drawn;
        ChartScale x = XScale(drawn), y = ChartScale.Fit([.. drawn.SelectMany(s => s.Points).SelectMany(p => new[] { p.Y, p.Low ?? p.Y, p.High ?? p.Y })], LogFactor);
        double top = Marks.IsEmpty ? 8 : MarkRoom, bottom = top + Height;
        double left = Math.Min(LeftMost, YTicks(y).Max(t => ChartText.Width(YText(t))) + 8), right = Math.Min(RightMost, drawn.Max(s => ChartText.Width(s.Name)) + EndGap);
        var svg = new StringBuilder();
        svg.Append(Figures.Text($"\n<figure class=\"chart\"><figcaption>{Html.Text(Title)}<small>{Html.Text(YTitle + (y.IsLog ? "; each step is a factor" : ""))}</small></figcaption>"))
            .Append(Figures.Text($"<svg class=\"lines\" role=\"img\" aria-labelledby=\"{Id}-t {Id}-d\" height=\"{bottom + 24:0}\" style=\"--l:{left:0}px;--r:{right:0}px\"><title id=\"{Id}-t\">{Html.Text(Title)}</title><desc id=\"{Id}-d\">{Html.Text(Description)}</desc>"));
        Grid(svg, x, y, top, bottom);
        svg.Append(Figures.Text($"<svg width=\"100%\" y=\"{top:0}\" height=\"{Height}\" viewBox=\"0 0 1000 {Height}\" preserveAspectRatio=\"none\">"));
        foreach (ChartMark mark in Marks) Band(svg, mark, x);
        for (int i = 0; i < drawn.Length; i++) Line(svg, drawn[i], ChartInk.Of(drawn[i].Name, i), x, y);
        svg.Append("</svg>");
        Tags(svg, x, top);
        Ends(svg, drawn, x, y, (top, bottom));
        svg.Append(Figures.Text($"</svg><p class=\"plot-caption\">{Html.Text(XTitle + (x.IsLog ? "; each step is a factor" : ""))}</p>"));
        if (!Marks.IsEmpty) svg.Append("<ul class=\"marks\">").AppendJoin("", Marks.Select((m, i) => $"<li><b>{Tag(i)}</b> {Html.Text(m.Text)}</li>")).Append("</ul>");
        svg.Append("</figure>");
        return svg.ToString();
    }

    private ChartScale XScale(LineSeries[] drawn)
    {
        double[] values = [.. drawn.SelectMany(s => s.Points).Select(p => p.X)];
        double low = values.Min(), high = values.Max();
        return HasFactors && low > 0 && high > low ? new ChartScale(low, high, IsLog: true) : new ChartScale(low, high > low ? high : low + 1);
    }

    private static IReadOnlyList<double> YTicks(ChartScale y) => y.Ticks(Height, _ => ChartText.LineHeight + 6);

    private void Grid(StringBuilder svg, ChartScale x, ChartScale y, double top, double bottom)
    {
        foreach (double tick in YTicks(y))
        {
            double at = bottom - (Height * y.Share(tick));
            svg.Append(Figures.Text($"<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"{at:0.#}\" y2=\"{at:0.#}\"/><text x=\"-6\" y=\"{at + 4:0.#}\" text-anchor=\"end\">{Html.Text(YText(tick))}</text>"));
        }

        foreach (double tick in x.Ticks(Room, t => ChartText.Width(XText(t))))
        {
            string at = Figures.Text($"{100 * x.Share(tick):0.##}%");
            svg.Append(Figures.Text($"<line class=\"grid\" x1=\"{at}\" x2=\"{at}\" y1=\"{top:0}\" y2=\"{bottom:0}\"/><text x=\"{at}\" y=\"{bottom + 17:0}\" text-anchor=\"middle\">{Html.Text(XText(tick))}</text>"));
        }
    }

    private static void Band(StringBuilder svg, ChartMark mark, ChartScale x)
    {
        if (mark is { Low: { } low, High: { } high })
        {
            svg.Append(Figures.Text($"<rect class=\"crossing\" x=\"{1000 * x.Share(low):0.#}\" width=\"{1000 * (x.Share(high) - x.Share(low)):0.#}\" y=\"0\" height=\"{Height}\"/>"));
        }

        svg.Append(Figures.Text($"<line class=\"middle\" x1=\"{1000 * x.Share(mark.X):0.#}\" x2=\"{1000 * x.Share(mark.X):0.#}\" y1=\"0\" y2=\"{Height}\"/>"));
    }

    private static void Line(StringBuilder svg, LineSeries series, ChartInk ink, ChartScale x, ChartScale y)
    {
        string At(double xValue, double yValue) => Figures.Text($"{1000 * x.Share(xValue):0.#},{Height * (1 - y.Share(yValue)):0.##}");
        LinePoint[] band = [.. series.Points.Where(p => p is { Low: not null, High: not null })];
        if (band.Length > 1)
        {
            IEnumerable<string> outline = band.Select(p => At(p.X, p.High!.Value)).Concat(band.Reverse().Select(p => At(p.X, p.Low!.Value)));
            svg.Append(CultureInfo.InvariantCulture, $"<polygon class=\"band {ink.Class}\" points=\"{string.Join(' ', outline)}\"/>");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<polyline class=\"curve {ink.Class}\" points=\"{string.Join(' ', series.Points.Select(p => At(p.X, p.Y)))}\"/>");
    }

    // A letter above each mark, beside the others; what it stands for is written below the chart, where there is room for words.
    private void Tags(StringBuilder svg, ChartScale x, double top)
    {
        double[] places = LabelSpacing.Place([.. Marks.Select(m => Room * x.Share(m.X))], TagRoom, 0, Room);
        for (int i = 0; i < Marks.Length; i++)
        {
            string at = Figures.Text($"{100 * places[i] / Room:0.##}%"), to = Figures.Text($"{100 * x.Share(Marks[i].X):0.##}%");
            svg.Append(Figures.Text($"<text class=\"mark\" x=\"{at}\" y=\"13\" text-anchor=\"middle\">{Tag(i)}</text><line class=\"leader\" x1=\"{at}\" x2=\"{to}\" y1=\"17\" y2=\"{top:0}\"/>"));
        }
    }

    private static string Tag(int mark) => ((char)('a' + (mark % 26))).ToString();

    private static void Ends(StringBuilder svg, LineSeries[] drawn, ChartScale x, ChartScale y, (double Top, double Bottom) area)
    {
        double At(LinePoint point) => area.Bottom - (Height * y.Share(point.Y));
        double[] places = LabelSpacing.Place([.. drawn.Select(s => At(s.Points[^1]))], ChartText.LineHeight, area.Top + 4, area.Bottom - 2);
        for (int i = 0; i < drawn.Length; i++)
        {
            ChartInk ink = ChartInk.Of(drawn[i].Name, i);
            foreach (LinePoint point in Along(drawn[i].Points)) Mark(svg, ink, Figures.Text($"{100 * x.Share(point.X):0.##}%"), At(point));
            double end = At(drawn[i].Points[^1]);
            svg.Append(Figures.Text($"<svg class=\"end\" x=\"100%\" y=\"0\" width=\"1\" height=\"1\"><path class=\"leader\" d=\"M5 {end:0.#}L11 {places[i]:0.#}\"/></svg><text class=\"name {ink.Class}\" x=\"100%\" dx=\"14\" y=\"{places[i] + 4:0.#}\">{Html.Text(ChartText.Shorten(drawn[i].Name, RightMost - EndGap + 4))}</text>"));
        }
    }

    private static IEnumerable<LinePoint> Along(ImmutableArray<LinePoint> points)
    {
        int each = Math.Max(1, (points.Length - 1) / (MarksAlongLine - 1));
        for (int i = points.Length - 1; i >= 0; i -= each) yield return points[i];
    }

    private static void Mark(StringBuilder svg, ChartInk ink, string x, double y) =>
        svg.Append(Figures.Text($"<svg x=\"{x}\" y=\"{y:0.#}\" width=\"1\" height=\"1\"><path class=\"dot {ink.Class}\" d=\"{ink.Mark}\"/></svg>"));

    private HtmlTable.Cell Cell(ImmutableArray<LinePoint> before)
    {
        if (before.IsEmpty) return Figures.None;
        return before[^1] is { Low: { } low, High: { } high } ? new HtmlTable.Cell(YText(before[^1].Y), $"{YText(low)} to {YText(high)}") : YText(before[^1].Y);
    }
}
