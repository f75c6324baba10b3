using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading.Office.Sheets;

namespace Assay.Tests.Retrieval.Reading;

public sealed class SheetReaderTests
{
    [Theory]
    [InlineData("0.00", 3.14159, "3.14")]
    [InlineData("#,##0", 1234567.5, "1,234,568")]
    [InlineData("#,##0.00;[Red](#,##0.00)", -1234.5, "(1,234.50)")]
    [InlineData("0.0%", 0.1234, "12.3%")]
    [InlineData("0.00E+00", 12345, "1.23E+04")]
    [InlineData("[$€-407] #,##0.00", 1299.9, "€ 1,299.90")]
    [InlineData("\"No. \"0000", 42, "No. 0042")]
    [InlineData("0.0,,\" M\"", 12_400_000, "12.4 M")]
    [InlineData("0;-0;\"none\"", 0, "none")]
    [InlineData("General", 0.1 + 0.2, "0.3")]
    [InlineData("General", 1234567890123, "1234567890123")]
    [InlineData("General", 3.14159265358979, "3.141592654")]
    [InlineData("yyyy-mm-dd", 45292, "2024-01-01")]
    [InlineData("d mmmm yyyy", 45292.75, "1 January 2024")]
    [InlineData("dd/mm/yyyy hh:mm:ss", 45292.75, "01/01/2024 18:00:00")]
    [InlineData("h:mm AM/PM", 0.75, "6:00 PM")]
    [InlineData("[h]:mm", 1.5, "36:00")]
    [InlineData("m/d/yy", 1, "1/1/00")]
    [InlineData("yyyy-mm-dd", 59, "1900-02-28")]
    [InlineData("yyyy-mm-dd", 61, "1900-03-01")]
    [InlineData("yyyy-mm-dd", -5, "-5")]
    public void Show_writes_numbers_as_their_format_does(string code, double value, string shown) => Assert.Equal(shown, NumberFormat.Parse(code).Show(value, from1904: false));

    [Theory]
    [InlineData("0", 0.4, 0.4)]
    [InlineData("0%", 0.125, 12.5)]
    [InlineData("0%", 0.07, 7.0)]
    [InlineData("0.0,,\" M\"", 12_340_000, 12.34)]
    [InlineData("#,##0.00;[Red](#,##0.00)", -1234.567, -1234.567)]
    [InlineData("0;-0;\"none\"", 0, 0.0)]
    [InlineData("General", 0.1 + 0.2, 0.3)]
    [InlineData("yyyy-mm-dd", 45292, null)]
    public void Unrounded_gives_the_number_behind_what_is_shown(string code, double value, double? expected) => Assert.Equal(expected, NumberFormat.Parse(code).Unrounded(value));

    [Fact]
    public void Read_shows_values_of_formulas_merged_cells_and_addresses()
    {
        string rows = "<row r=\"2\"><c r=\"B2\" t=\"inlineStr\"><is><t>Region</t></is></c><c r=\"C2\" t=\"inlineStr\"><is><t>Total</t></is></c></row>"
            + "<row r=\"3\"><c r=\"B3\" t=\"s\"><v>0</v></c><c r=\"C3\"><f>1+1</f><v>2</v></c></row><row r=\"4\"><c r=\"C4\" t=\"b\"><v>1</v></c></row><row r=\"5\"><c r=\"B5\" t=\"str\"><f>x</f><v>South</v></c></row>";
        Document document = Packed.Read("book.xlsx", Book("My sheet", $"<worksheet><sheetData>{rows}</sheetData><mergeCells><mergeCell ref=\"B3:B4\"/></mergeCells></worksheet>"));
        Assert.Equal(["TableHeader: Region | Total", "TableRow: North & East | 2", "TableRow: North & East | TRUE", "TableRow: South"], Reads.Lines(document));
        Assert.Equal("My sheet", Assert.Single(Reads.Sections(document.Root)).Heading);
        Assert.Equal(["'My sheet'!B2:C2", "'My sheet'!B3:C3"], document.Places.Take(2).Select(p => p.Name));
        Assert.Equal("North & East | 2", document.Places[1].Span.Of(document.Source).ToString());
    }

    [Theory]
    [InlineData("<c r=\"B2\"><f>A2*2</f><v></v></c>", "1 formula has no value in the file ('My sheet'!B2)")]
    [InlineData("<c r=\"B2\"><f>A2*2</f></c><c r=\"C2\" t=\"b\"><f>A2>1</f></c>", "2 formulas have no value in the file (the first: 'My sheet'!B2)")]
    [InlineData("<c r=\"B2\" t=\"str\"><f>\"\"</f><v></v></c><c r=\"C2\"><f>A2</f><v>0</v></c><c r=\"D2\"><v></v></c>", null)]
    public void Read_reports_formulas_without_a_kept_value(string cells, string? expected)
    {
        Document document = Packed.Read("book.xlsx", Book("My sheet", $"<worksheet><sheetData><row r=\"2\"><c r=\"A2\"><v>7</v></c>{cells}</row></sheetData></worksheet>"));
        if (expected is null) Assert.Empty(document.Warnings);
        else Assert.StartsWith(expected, Assert.Single(document.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_a_sheet_that_is_listed_often_reads_it_once()
    {
        string listed = string.Concat(Enumerable.Repeat("<sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/>", 500));
        Document document = Packed.Read("book.xlsx", Packed.Office(
            "xl/workbook.xml", $"<workbook><sheets>{listed}</sheets></workbook>", ("worksheets/sheet1.xml", "worksheet", "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>7</v></c><c r=\"B1\"><v>8</v></c></row></sheetData></worksheet>")));
        Assert.Equal(["TableRow: 7 | 8"], Reads.Lines(document));
    }

    [Fact]
    public void Read_takes_hidden_rows_and_columns_for_data()
    {
        string rows = "<row r=\"1\" hidden=\"1\"><c r=\"A1\"><v>7</v></c><c r=\"B1\"><v>8</v></c></row>";
        Document document = Packed.Read("book.xlsx", Book("S", $"<worksheet><cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols><sheetData>{rows}</sheetData></worksheet>"));
        Assert.Equal(["TableRow: 7 | 8"], Reads.Lines(document));
    }

    [Fact]
    public void Read_leaves_out_hidden_sheets_and_says_so()
    {
        Document document = Packed.Read("book.xlsx", Book("Prices", "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>", " state=\"hidden\""));
        Assert.Empty(Reads.Lines(document));
        Assert.Contains("Prices", Assert.Single(document.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<row r=\"99999999\"/>", "row 99999999")]
    [InlineData("<row r=\"1\"><c r=\"ZZZZ1\"><v>1</v></c></row>", "column beyond")]
    public void Read_refuses_addresses_outside_of_a_sheet(string rows, string message) =>
        Assert.Contains(message, Packed.Refused("book.xlsx", Book("A", $"<worksheet><sheetData>{rows}</sheetData></worksheet>")), StringComparison.Ordinal);

    private static byte[] Book(string sheet, string xml, string state = "") => Packed.Office(
        "xl/workbook.xml", $"<workbook><sheets><sheet name=\"{sheet}\" sheetId=\"1\"{state} r:id=\"rId1\"/></sheets></workbook>",
        ("worksheets/sheet1.xml", "worksheet", xml), ("sharedStrings.xml", "sharedStrings", "<sst><si><r><t>North &amp; </t></r><r><t>East</t></r><rPh><t>x</t></rPh></si></sst>"));
}
