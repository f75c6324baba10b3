using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Assay.Evaluation.Statistics;
using Assay.Reporting;
using Assay.Reporting.Charts;

namespace Assay.Tests.Application.Reporting.Charts;

public sealed class LineChartTests
{
    private static readonly string[] s_names = ["prompt", "rag", "fine-tuned", "hybrid", "long-context", "oracle", "a <very> long name & more of it than fits"];

    [Fact]
    public void Render_keeps_labels_inside_and_apart_whatever_the_data()
    {
        for (ulong seed = 0; seed < 300; seed++)
        {
            XElement figure = Parse(Random(seed));
            XElement svg = figure.Element("svg")!;
            (double left, double right) = Margins(svg);
            double height = Number(svg.Attribute("height")!.Value);
            Box[] labels = [.. svg.Elements("text").Select(t => BoxOf(t, LineChart.Room))];
            Assert.All(labels, b =>
            {
                Assert.InRange(b.Left, -left - 0.5, LineChart.Room + right);
                Assert.InRange(b.Right, -left, LineChart.Room + right + 0.5);
                Assert.InRange(b.Top, -1, height);
                Assert.InRange(b.Bottom, 0, height + 1);
            });
            for (int i = 0; i < labels.Length; i++)
            {
                for (int j = 0; j < i; j++) Assert.False(labels[i].Overlaps(labels[j]), $"seed {seed}: {labels[i]} and {labels[j]}");
            }
        }
    }

    [Fact]
    public void Render_keeps_every_shape_inside_the_drawing()
    {
        for (ulong seed = 0; seed < 100; seed++)
        {
            XElement inner = Parse(Random(seed)).Element("svg")!.Elements("svg").First(s => s.Attribute("viewBox") is not null);
            string[] size = inner.Attribute("viewBox")!.Value.Split(' ');
            foreach (string point in inner.Elements().Where(e => e.Name.LocalName is "polyline" or "polygon").SelectMany(e => e.Attribute("points")!.Value.Split(' ')))
            {
                string[] xy = point.Split(',');
                Assert.InRange(Number(xy[0]), 0, Number(size[2]));
                Assert.InRange(Number(xy[1]), 0, Number(size[3]));
            }
        }
    }

    [Fact]
    public void Rows_are_the_points_that_are_drawn()
    {
        LineChart chart = Two();
        string[][] rows = [.. chart.Rows.Select(r => r.Select(c => c.Note.Length > 0 ? $"{c.Text} ({c.Note})" : c.Text).ToArray())];
        Assert.Equal(["month", "rag", "hybrid"], chart.Columns.Select(c => c.Text));
        Assert.Equal(["1", "10 (8 to 12)", "40"], rows[0]);
        Assert.Equal(["2", "20 (15 to 25)", "40"], rows[1]);
        Assert.Equal(["3", "30 (21 to 39)", "50"], rows[2]);
        XElement svg = Parse(chart).Element("svg")!.Elements("svg").First();
        Assert.Equal(2, svg.Elements("polyline").Count());
        Assert.Equal(6, svg.Element("polygon")!.Attribute("points")!.Value.Split(' ').Length);
    }

    [Fact]
    public void Rows_of_long_lines_are_a_choice_that_ends_at_the_end()
    {
        LineChart chart = Two() with { Series = [new LineSeries("x", [.. Enumerable.Range(0, 1000).Select(i => new LinePoint(i, i * 2))])] };
        Assert.InRange(chart.Rows.Count(), 10, 16);
        Assert.Equal(["999", "2k"], chart.Rows.Last().Select(c => c.Text));
        Assert.All(chart.Rows, r => Assert.Equal(Figures.Compact(2 * Number(r[0].Text)), r[1].Text));
    }

    [Fact]
    public void Render_says_what_it_shows_and_tells_lines_apart_without_colour()
    {
        XElement figure = Parse(Two() with { Marks = [new ChartMark("now: 2", 2), new ChartMark("cheaper from 2.1", 2.1, 1.5, 2.6)] });
        XElement svg = figure.Element("svg")!;
        Assert.Equal("img", svg.Attribute("role")!.Value);
        Assert.Equal(["t-t", "t-d"], svg.Attribute("aria-labelledby")!.Value.Split(' '));
        Assert.Equal(["Cost", "rag rises, hybrid stays."], new[] { svg.Element("title")!.Value, svg.Element("desc")!.Value });
        Assert.Equal(["rag", "hybrid"], svg.Elements("text").Where(t => t.Attribute("class")?.Value.StartsWith("name", StringComparison.Ordinal) == true).Select(t => t.Value));
        Assert.Equal(2, svg.Descendants("path").Where(p => p.Attribute("class")!.Value.StartsWith("dot", StringComparison.Ordinal)).Select(p => p.Attribute("d")!.Value).Distinct().Count());
        Assert.Equal(["a now: 2", "b cheaper from 2.1"], figure.Element("ul")!.Elements("li").Select(l => l.Value));
        Assert.Single(svg.Descendants("rect"));
    }

    private static LineChart Two() => new()
    {
        Id = "t", Title = "Cost", Description = "rag rises, hybrid stays.", XTitle = "month", YTitle = "EUR",
        Series = [new LineSeries("rag", [new(1, 10, 8, 12), new(2, 20, 15, 25), new(3, 30, 21, 39)]), new LineSeries("hybrid", [new(1, 40), new(2, 40), new(3, 50)])],
    };

    private static LineChart Random(ulong seed)
    {
        var random = new SplitMix(seed);
        double Uniform() => (random.Next() >> 11) * (1.0 / (1UL << 53));
        int lines = 1 + (int)(seed % 7), points = 2 + (int)(Uniform() * 30);
        double from = Math.Pow(10, Uniform() * 5), to = from * (1.5 + Math.Pow(10, Uniform() * 5)), size = Math.Pow(10, (Uniform() * 9) - 3);
        ImmutableArray<LineSeries> series = [.. Enumerable.Range(0, lines).Select(l => new LineSeries(s_names[l], [.. Enumerable.Range(0, points).Select(p =>
        {
            double y = size * Math.Pow(10, Uniform() * (seed % 3));
            return new LinePoint(from * Math.Pow(to / from, p / (points - 1.0)), y, y * 0.8, y * 1.3);
        })]))];
        return Two() with
        {
            Series = series, LogFactor = 50, HasFactors = seed % 2 == 0,
            Marks = [.. Enumerable.Range(0, (int)(seed % 5)).Select(m => from * Math.Pow(to / from, Uniform()) is var x && m % 2 == 0 ? new ChartMark($"mark {m}", x) : new ChartMark($"mark {m}", x, x * 0.8, x * 1.2))],
        };
    }

    private static XElement Parse(LineChart chart) => XElement.Parse(chart.Render().Trim(), LoadOptions.PreserveWhitespace);

    private static (double Left, double Right) Margins(XElement svg)
    {
        string[] parts = svg.Attribute("style")!.Value.Split(';', ':');
        return (Number(parts[1][..^2]), Number(parts[3][..^2]));
    }

    private static Box BoxOf(XElement text, double room)
    {
        string x = text.Attribute("x")!.Value;
        double at = (x.EndsWith('%') ? Number(x[..^1]) / 100 * room : Number(x)) + (text.Attribute("dx") is { } dx ? Number(dx.Value) : 0), y = Number(text.Attribute("y")!.Value), width = ChartText.Width(text.Value);
        double left = text.Attribute("text-anchor")?.Value switch { "middle" => at - (width / 2), "end" => at - width, _ => at };
        // Letters of 12 pixels stand about 9 above their line and 3 below.
        return new Box(text.Value, left, left + width, y - 9, y + 3);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Box(string Text, double Left, double Right, double Top, double Bottom)
    {
        public bool Overlaps(Box other) => Math.Min(Right, other.Right) - Math.Max(Left, other.Left) > 0.5 && Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top) > 0.5;
    }
}
