using System.Globalization;
using System.Text;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Tables;
using static Assay.Tests.Retrieval.Reading.Pdf.PdfWriter;

namespace Assay.Tests.Retrieval.Reading.Pdf;

/// <summary>Tables that go on on the next page.</summary>
public sealed class PdfContinuedTableTests
{
    private static readonly string[][] First = [["City", "People"], ["Aachen", "250"], ["Bonn", "330"], ["Celle", "70"]];

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Read_joins_a_table_over_three_pages(bool ruled, bool repeated)
    {
        string[][] head = repeated ? [First[0]] : [];
        Document document = Read(Page(First, ruled), Page([.. head, ["Dresden", "560"], ["Erfurt", "215"], ["Fulda", "68"]], ruled), Page([.. head, ["Goslar", "50"], ["Halle", "240"], ["Ilmenau", "39"]], ruled));
        DataTable table = Assert.Single(TableExtractor.Of(document));
        DataRow[] rows = [.. table.Rows];
        Assert.Equal(["Aachen", "Bonn", "Celle", "Dresden", "Erfurt", "Fulda", "Goslar", "Halle", "Ilmenau"], rows.Select(r => r.Values[0]));
        Assert.Equal(1822.0, rows.Sum(r => Convert.ToDouble(r.Values[1], CultureInfo.InvariantCulture)));
        Assert.Equal(["page 1", "page 1", "page 1", "page 2", "page 2", "page 2", "page 3", "page 3", "page 3"], rows.Select(r => r.Place));
    }

    [Fact]
    public void Read_joins_the_last_rows_that_are_too_few_for_a_table()
    {
        Document document = Read(Page(First, ruled: false), Page([["Dresden", "560"]], ruled: false));
        Assert.Equal(4, Assert.Single(TableExtractor.Of(document)).Rows.Count());
    }

    [Theory]
    [InlineData("A sentence between the two of them.", 720, 0)]
    [InlineData("", 0, 40)]
    public void Read_parts_tables_that_have_something_between_them_or_other_columns(string between, double height, double moved)
    {
        string more = between.Length > 0 ? Show(72, height, between) : "";
        Document document = Read(Page(First, ruled: true), more + Page([First[0], ["Dresden", "560"], ["Erfurt", "215"]], ruled: true, moved));
        Assert.Equal([3, 2], TableExtractor.Of(document).Select(t => t.Rows.Count()));
    }

    [Fact]
    public void Read_parts_tables_with_other_names_of_columns()
    {
        Document document = Read(Page(First, ruled: true), Page([["River", "Length"], ["Elbe", "1094"], ["Oder", "866"]], ruled: true));
        Assert.Equal([3, 2], TableExtractor.Of(document).Select(t => t.Rows.Count()));
    }

    private static Document Read(params string[] pages)
    {
        var file = new PdfWriter();
        for (int i = 0; i < pages.Length; i++) file.Page(pages[i] + Show(280, 40, string.Create(CultureInfo.InvariantCulture, $"Page {i + 1} of {pages.Length}")));
        return PdfReads.Read(file.ToArray());
    }

    private static string Page(string[][] rows, bool ruled, double moved = 0)
    {
        const double top = 700, step = 20;
        var operators = new StringBuilder();
        for (int i = 0; i < rows.Length; i++)
        {
            bool names = rows[i] == First[0];
            operators.Append(Show(75 + moved, top - (i * step) + 6, rows[i][0], font: names ? "F2" : "F1")).Append(Show(205 + moved, top - (i * step) + 6, rows[i][1], font: names ? "F2" : "F1"));
        }

        if (!ruled) return operators.ToString();
        double bottom = top - ((rows.Length - 1) * step);
        for (int i = 0; i <= rows.Length; i++) operators.Append(CultureInfo.InvariantCulture, $"{72 + moved} {bottom + (i * step)} m {300 + moved} {bottom + (i * step)} l S\n");
        foreach (double x in new double[] { 72, 200, 300 }) operators.Append(CultureInfo.InvariantCulture, $"{x + moved} {bottom} m {x + moved} {top + step} l S\n");
        return operators.ToString();
    }
}
