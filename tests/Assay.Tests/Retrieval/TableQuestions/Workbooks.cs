using System.IO.Compression;

namespace Assay.Tests.Retrieval.TableQuestions;

/// <summary>Small workbooks, written part by part.</summary>
internal static class Workbooks
{
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
