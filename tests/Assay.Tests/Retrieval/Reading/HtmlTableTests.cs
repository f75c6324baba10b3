using System.Diagnostics;
using System.Text;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;
using Assay.Retrieval.Tables;

namespace Assay.Tests.Retrieval.Reading;

public sealed class HtmlTableTests
{
    private const string Quarters = "<table><tr><th rowspan=2>Region</th><th colspan=2>2025</th><th colspan=\"2\">2026</th></tr><tr><th>Q1</th><th>Q2</th><th>Q1</th><th>Q2</th></tr>"
        + "<tr><td>North</td><td>1</td><td>2</td><td>3</td><td>4</td></tr><tr><td>South</td><td>5</td><td>6</td><td>7</td><td>8</td></tr></table>";

    [Theory]
    [InlineData(Quarters)]
    [InlineData("<table><thead><tr><th rowspan=2>Region<th colspan=2>2025<th colspan=2>2026<tr><td>Q1<td>Q2<td>Q1<td>Q2</thead><tbody><tr><td>North<td>1<td>2<td>3<td>4<tr><td>South<td>5<td>6<td>7<td>8</table>")]
    [InlineData("<table><tr><td rowspan=2>Region<td colspan=2>2025<td colspan=2>2026<tr><td>Q1<td>Q2<td>Q1<td>Q2<tr><td>North<td>1<td>2<td>3<td>4<tr><td>South<td>5<td>6<td>7<td>8</table>")]
    public void Names_in_two_rows_are_joined(string html)
    {
        Document document = Reads.Html(html);
        Assert.Equal(["TableHeader: Region | 2025 Q1 | 2025 Q2 | 2026 Q1 | 2026 Q2", "TableRow: North | 1 | 2 | 3 | 4", "TableRow: South | 5 | 6 | 7 | 8"], Reads.Lines(document));
        DataTable table = Assert.Single(TableExtractor.Of(document));
        Assert.Equal(["Region", "2025 Q1", "2025 Q2", "2026 Q1", "2026 Q2"], table.Columns.Select(c => c.Name));
        Assert.Equal(["South", 5.0, 6.0, 7.0, 8.0], table.Rows.Last().Values.ToArray());
    }

    [Fact]
    public void A_header_of_two_rows_stands_in_both()
    {
        Document document = Reads.Html(Quarters);
        Block header = document.Root.Blocks[0];
        Assert.Equal(Quarters[Quarters.IndexOf("<tr>", StringComparison.Ordinal)..Quarters.IndexOf("<tr><td>", StringComparison.Ordinal)], header.Span.Of(document.Source).ToString());
        int quarter = header.Text.IndexOf("Q2", StringComparison.Ordinal);
        Assert.Equal("Q2", header.Map.ToSource(new(quarter, quarter + 2))!.Value.Of(document.Source).ToString());
    }

    [Fact]
    public void A_cell_over_rows_and_columns_has_its_value_in_each()
    {
        Document document = Reads.Html("<table><tr><th>Region<th>Month<th>Sold<th>Sent<tr><td rowspan=2>North<td>May<td colspan=2>7<tr><td>June<td>2<td>3<tr><td rowspan=0>South<td>May<td>4<td rowspan=9>5<tr><td>June<td>6</table>");
        Assert.Equal(
            ["TableHeader: Region | Month | Sold | Sent", "TableRow: North | May | 7 | 7", "TableRow: North | June | 2 | 3", "TableRow: South | May | 4 | 5", "TableRow: South | June | 6 | 5"],
            Reads.Lines(document));
        Block[] rows = [.. Reads.Blocks(document)];
        Assert.Equal([false, false, false, true], rows[1].Cells.Select(c => c.IsRepeated));
        Assert.Equal([true, false, false, false], rows[2].Cells.Select(c => c.IsRepeated));
        Assert.Null(rows[2].Map.ToSource(rows[2].Cells[0].Span));
        Assert.Equal(2.0 + 4 + 6 + 7, Assert.Single(TableExtractor.Of(document)).Rows.Sum(r => r.Values[2] as double? ?? 0));
    }

    [Fact]
    public void A_row_of_one_cell_is_a_title_above_and_a_heading_between()
    {
        Document document = Reads.Html("<table><tr><th colspan=2>Lamps</th></tr><tr><th>Name<th>Price<tr><td colspan=2>Indoors<tr><td>One<td>5<tbody><tr><td>Two<td>6</table>");
        Assert.Equal(["Paragraph: Lamps", "TableHeader: Name | Price", "TableRow: Indoors", "TableRow: One | 5", "TableRow: Two | 6"], Reads.Lines(document));
        Assert.Equal("Lamps", Assert.Single(TableExtractor.Of(document)).Name);
    }

    [Fact]
    public void Spans_end_with_their_part_of_the_table_and_cells_may_stand_behind_a_gap()
    {
        Assert.Equal(["TableHeader: A | B", "TableRow: 1 | 2"], Reads.Lines(Reads.Html("<table><thead><tr><th rowspan=3>A<th>B<tbody><tr><td>1<td>2</table>")));
        Assert.Equal(["TableRow: a | b | c", "TableRow: d |  | c"], Reads.Lines(Reads.Html("<table><tr><td>a<td>b<td rowspan=2>c<tr><td>d</table>")));
    }

    [Fact]
    public void Repeated_text_is_limited_over_all_tables_of_a_document()
    {
        string table = "<table><tr><td colspan=900 rowspan=9>word<tr></table>\n\n";
        Assert.InRange(Reads.Blocks(Reads.Html(string.Concat(Enumerable.Repeat(table, 2_000)))).Sum(b => b.Text.Length), 1, 1_000_000);
        Assert.InRange(Reads.Blocks(Reads.Markdown(string.Concat(Enumerable.Repeat(table, 2_000)))).Sum(b => b.Text.Length), 1, 1_000_000);
    }

    [Theory]
    [InlineData("<tr><td rowspan=60000>a<td colspan=900>1", 35_000)]
    [InlineData("<td rowspan=60000 colspan=1000>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 20_000)]
    [InlineData("<tr><td colspan=65534><td rowspan=0>x<tr>", 20_000)]
    public void Spans_without_end_cost_no_more_than_a_large_table(string pattern, int times)
    {
        string html = "<table>" + string.Concat(Enumerable.Repeat(pattern, times)) + "</table>";
        var watch = Stopwatch.StartNew();
        long before = GC.GetAllocatedBytesForCurrentThread();
        DocumentReaders.Read(Reads.File("a.html", ".html", Encoding.UTF8.GetBytes(html)), new ReadingOptions(), CancellationToken.None);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300L << 20);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }
}
