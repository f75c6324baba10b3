using System.Globalization;
using System.Xml.Linq;
using Assay.Evaluation.Statistics;
using Assay.Reporting.Charts;

namespace Assay.Tests.Application.Reporting.Charts;

public sealed class PlotTests
{
    [Fact]
    public void Stack_parts_lie_end_to_end_and_are_as_long_as_their_share()
    {
        XElement plot = Parse(StackPlot.Render("Cost:", [new StackPlot.Row("rag", [30, 0, 20, 50]) { Text = "100" }, new StackPlot.Row("prompt", [10, 5, 0, 0]) { Text = "15" }], "EUR"));
        (double From, double Width)[] parts = [.. Rects(plot.Elements("div").First()).Select(r => (Percent(r, "x"), Percent(r, "width")))];
        Assert.Equal(3, parts.Length);
        for (int i = 1; i < parts.Length; i++) Assert.Equal(parts[i - 1].From + parts[i - 1].Width, parts[i].From, 2);
        Assert.Equal(20.0 / 30, parts[1].Width / parts[0].Width, 3);
        Assert.Equal(["A", "C", "D"], plot.Elements("div").First().Descendants("text").Select(t => t.Value));
        Assert.Equal("Cost: rag: 100; prompt: 15.", plot.Attribute("aria-label")!.Value);
    }

    [Fact]
    public void Stack_leaves_out_letters_that_do_not_fit()
    {
        XElement plot = Parse(StackPlot.Render("Cost:", [new StackPlot.Row("rag", [1000, 1, 1000]) { Text = "2,001" }], "EUR"));
        Assert.Equal(["A", "C"], plot.Elements("div").First().Descendants("text").Select(t => t.Value));
        Assert.Equal(3, Rects(plot).Count());
    }

    [Theory]
    [InlineData(0, "A")]
    [InlineData(25, "Z")]
    [InlineData(26, "AA")]
    [InlineData(52, "BA")]
    public void Letters_go_on_after_z(int part, string letter) => Assert.Equal(letter, StackPlot.Letter(part));

    [Fact]
    public void Swing_bars_begin_at_the_middle_on_the_side_of_their_end()
    {
        XElement plot = Parse(SwingPlot.Render("Total:", [new SwingPlot.Row("people", 80, 150) { Text = "± 35" }, new SwingPlot.Row("right answers", 130, 110) { Text = "± 10" }], 120, "EUR"));
        foreach (XElement row in plot.Elements("div").Take(2))
        {
            double middle = Percent(row.Descendants("line").Single(l => l.Attribute("class")!.Value == "middle"), "x1");
            XElement low = Rects(row).Single(r => r.Attribute("class")!.Value == "swing-low"), high = Rects(row).Single(r => r.Attribute("class")!.Value == "swing-high");
            bool rises = row.Element("span")!.Value == "people";
            Assert.Equal(middle, rises ? Percent(low, "x") + Percent(low, "width") : Percent(low, "x"), 1);
            Assert.Equal(middle, rises ? Percent(high, "x") : Percent(high, "x") + Percent(high, "width"), 1);
        }
    }

    [Fact]
    public void Every_mark_lies_inside_its_strip()
    {
        var random = new SplitMix(3);
        double Uniform() => (random.Next() >> 11) * (1.0 / (1UL << 53));
        for (int i = 0; i < 300; i++)
        {
            double size = Math.Pow(10, (Uniform() * 12) - 4), sign = i % 3 == 0 ? -1 : 1;
            IntervalPlot.Row[] rows = [.. Enumerable.Range(0, 1 + (i % 6)).Select(r => Uniform() * size * sign is var value ? new IntervalPlot.Row($"row {r}", value - (0.2 * size), value, value + (0.3 * size)) { Text = "" } : null!)];
            XElement plot = Parse(IntervalPlot.Fit(rows, size / 10).Render("d", rows, "c"));
            foreach (XAttribute place in plot.Descendants().Attributes().Where(a => a.Name.LocalName is "x" or "x1" or "x2" or "cx"))
            {
                Assert.InRange(double.Parse(place.Value.TrimEnd('%'), CultureInfo.InvariantCulture), 2, 98);
            }
        }
    }

    private static IEnumerable<XElement> Rects(XElement element) => element.Descendants("rect");

    private static double Percent(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value.TrimEnd('%'), CultureInfo.InvariantCulture);

    private static XElement Parse(string html) => XElement.Parse(html.Trim());
}
