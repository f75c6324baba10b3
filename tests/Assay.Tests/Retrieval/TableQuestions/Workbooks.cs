using System.Globalization;
using System.IO.Compression;
using Assay.Retrieval.Reading.Tables;
using Assay.Tests.Retrieval.Reading;

namespace Assay.Tests.Retrieval.TableQuestions;

/// <summary>Small workbooks, written part by part.</summary>
internal static class Workbooks
{
    /// <summary>A workbook of one sheet.</summary>
    /// <param name="formats">Codes of number formats, numbered from 1.</param>
    /// <param name="rows">Cells: a text, a number, a number with the number of its format, or null.</param>
    /// <param name="merged">Ranges that are one cell each.</param>
    public static byte[] Of(string[] formats, object?[][] rows, params string[] merged)
    {
        string cells = string.Concat(rows.Select((r, y) => $"<row r=\"{y + 1}\">{string.Concat(r.Select((c, x) => Cell(ColumnNames.Of(x) + (y + 1).ToString(CultureInfo.InvariantCulture), c)))}</row>"));
        string merges = merged.Length == 0 ? "" : $"<mergeCells>{string.Concat(merged.Select(m => $"<mergeCell ref=\"{m}\"/>"))}</mergeCells>";
        string codes = string.Concat(formats.Select((f, i) => $"<numFmt numFmtId=\"{200 + i}\" formatCode=\"{System.Security.SecurityElement.Escape(f)}\"/>")), styles = string.Concat(formats.Select((_, i) => $"<xf numFmtId=\"{200 + i}\"/>"));
        return Packed.Office(
            "xl/workbook.xml", "<workbook><sheets><sheet name=\"Plan\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
            ("worksheets/sheet1.xml", "worksheet", $"<worksheet><sheetData>{cells}</sheetData>{merges}</worksheet>"),
            ("styles.xml", "styles", $"<styleSheet><numFmts>{codes}</numFmts><cellXfs><xf numFmtId=\"0\"/>{styles}</cellXfs></styleSheet>"));
    }

    private static string Cell(string address, object? cell) => cell switch
    {
        null => "",
        string text => $"<c r=\"{address}\" t=\"inlineStr\"><is><t>{System.Security.SecurityElement.Escape(text)}</t></is></c>",
        (double number, int format) => string.Create(CultureInfo.InvariantCulture, $"<c r=\"{address}\" s=\"{format}\"><v>{number:R}</v></c>"),
        _ => string.Create(CultureInfo.InvariantCulture, $"<c r=\"{address}\"><v>{cell}</v></c>"),
    };

    /// <summary>A sheet in which team and budget of two people are one cell each.</summary>
    public static byte[] Merged()
    {
        const string sheet = """
            <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
            <row r="1"><c r="A1" t="inlineStr"><is><t>Team</t></is></c><c r="B1" t="inlineStr"><is><t>Person</t></is></c><c r="C1" t="inlineStr"><is><t>Budget</t></is></c></row>
            <row r="2"><c r="A2" t="inlineStr"><is><t>Red</t></is></c><c r="B2" t="inlineStr"><is><t>Ann</t></is></c><c r="C2"><v>500</v></c></row>
            <row r="3"><c r="B3" t="inlineStr"><is><t>Bob</t></is></c></row>
            <row r="4"><c r="A4" t="inlineStr"><is><t>Blue</t></is></c><c r="B4" t="inlineStr"><is><t>Cleo</t></is></c><c r="C4"><v>400</v></c></row>
            </sheetData><mergeCells count="2"><mergeCell ref="A2:A3"/><mergeCell ref="C2:C3"/></mergeCells></worksheet>
            """;
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(zip, "_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Write(zip, "xl/workbook.xml", """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Plan" sheetId="1" r:id="r1"/></sheets></workbook>""");
            Write(zip, "xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""");
            Write(zip, "xl/worksheets/sheet1.xml", sheet);
        }

        return bytes.ToArray();
    }

    private static void Write(ZipArchive zip, string name, string content)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(content);
    }
}
