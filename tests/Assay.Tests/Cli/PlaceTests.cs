using System.Text.Json;
using Assay.Tests.Retrieval.Reading;
using Assay.Tests.Retrieval.Reading.Pdf;

namespace Assay.Tests.Cli;

/// <summary>Pages, cells, slides, times and lines as people see them: in answers, searches and reports of the command.</summary>
public sealed class PlaceTests : IDisposable
{
    private readonly TestProject project = TestProject.Create(pages: 1, settings: "documents:\n  - docs/**/*.{md,pdf,xlsx,pptx,srt,csv,py}");

    public PlaceTests()
    {
        var pdf = new PdfWriter();
        pdf.Page(PdfWriter.Show(72, 700, "The handbook tells of holidays and how to ask for them."));
        pdf.Page(PdfWriter.Show(72, 700, "The parking garage closes at eleven in the evening."));
        Write("handbook.pdf", pdf.ToArray());
        Write("prices.xlsx", Packed.Office(
            "xl/workbook.xml", "<workbook><sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
            ("worksheets/sheet1.xml", "worksheet", $"<worksheet><sheetData>{Row(1, "Article", "Price")}{Row(2, "Hammer", "12.80 euro")}{Row(3, "Chisel", "19.45 euro")}</sheetData></worksheet>")));
        Write("deck.pptx", Packed.Office(
            "ppt/presentation.xml", "<p:presentation xmlns:p=\"p\"><p:sldIdLst><p:sldId id=\"1\" r:id=\"rId1\"/><p:sldId id=\"2\" r:id=\"rId2\"/></p:sldIdLst></p:presentation>",
            ("slides/slide1.xml", "slide", Slide("Welcome to the yearly meeting.")), ("slides/slide2.xml", "slide", Slide("Revenue grew by 31 percent in Portugal."))));
        project.Write("docs/talk.srt", "1\n00:00:01,000 --> 00:00:04,000\nGood morning everybody.\n\n2\n00:01:10,000 --> 00:01:15,500\nThe library moves to Oslo in spring.\n");
        project.Write("docs/tool.py", "import os\n\n\ndef rotate_logs(days):\n    \"\"\"Deletes log files older than some days.\"\"\"\n    limit = days * 24\n    return limit\n");
    }

    public void Dispose() => project.Dispose();

    [Theory]
    [InlineData("When does the parking garage close?", "docs/handbook.pdf", "page 2", "pages 1 to 2")]
    [InlineData("By how much did revenue grow in Portugal?", "docs/deck.pptx", "slide 2", "slides 1 to 2")]
    [InlineData("Where does the library move in spring?", "docs/talk.srt", "00:01:10,000 to 00:01:15,500", "00:00:01,000 to 00:01:15,500")]
    public async Task Ask_and_search_name_the_place(string question, string document, string place, string passage)
    {
        CommandLine.Result text = await CommandLine.RunAsync("ask", question, "--project", project.Root);
        Assert.Equal(0, text.ExitCode);
        Assert.Contains($"{document}, {place}, ", text.Out, StringComparison.Ordinal);
        JsonElement citation = (await CommandLine.RunAsync("ask", question, "--project", project.Root, "--json")).Json.GetProperty("citations")[0];
        Assert.Equal((document, place), (citation.GetProperty("document").GetString(), citation.GetProperty("place").GetString()));
        Assert.Contains($"{document}, {passage}  (", (await CommandLine.RunAsync("search", question, "--project", project.Root)).Out, StringComparison.Ordinal);
        JsonElement hit = (await CommandLine.RunAsync("search", question, "--project", project.Root, "--json")).Json.GetProperty("passages")[0];
        Assert.Equal((document, passage), (hit.GetProperty("document").GetString(), hit.GetProperty("place").GetString()));
        Assert.Contains($", {passage}\n", (await CommandLine.RunAsync("search", question, "--project", project.Root, "--explain")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_names_the_cell_of_a_price()
    {
        JsonElement citation = (await CommandLine.RunAsync("ask", "What is the price of a chisel?", "--project", project.Root, "--json")).Json.GetProperty("citations")[0];
        Assert.Equal("docs/prices.xlsx", citation.GetProperty("document").GetString());
        Assert.Matches("^Sheet1!(B3|A3:B3)$", citation.GetProperty("place").GetString());
    }

    [Fact]
    public async Task Search_names_rows_and_lines_and_nothing_for_markdown()
    {
        JsonElement Search(string query) => CommandLine.RunAsync("search", query, "--project", project.Root, "--json").GetAwaiter().GetResult().Json.GetProperty("passages")[0];
        Assert.Equal("Sheet1!A1:B3", Search("chisel hammer article").GetProperty("place").GetString());
        Assert.Equal("lines 1 to 7", Search("rotate_logs older days").GetProperty("place").GetString());
        Assert.Equal(JsonValueKind.Null, Search("seats of plan 1").GetProperty("place").ValueKind);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Report_names_the_place_of_what_was_shown()
    {
        project.Write("questions.jsonl", """{"id":"q","question":"When does the parking garage close?","answers":["at noon"],"documents":["docs/handbook.pdf"]}""" + "\n");
        CommandLine.Result result = await CommandLine.RunAsync("compare", project.Root, "--arms", "rag");
        Assert.True(result.ExitCode is 0 or 1, result.Error);
        Assert.Contains("docs/handbook.pdf, pages 1 to 2", File.ReadAllText(Path.Combine(project.Workspace, "report.html")), StringComparison.Ordinal);
        Assert.Contains("pages 1 to 2", project.Rows("rag")[0].GetProperty("places").EnumerateArray().Select(p => p.GetString()));
    }

    [TesseractFact]
    public async Task Ask_reads_a_scanned_page_by_ocr()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Fixtures", "pictures", "scan.pdf"), project.PathOf("docs/scan.pdf"));
        CommandLine.Result ingest = await CommandLine.RunAsync("ingest", project.Root);
        Assert.Equal(0, ingest.ExitCode);
        Assert.Contains("docs/scan.pdf", ingest.Error, StringComparison.Ordinal);
        Assert.Contains("read by OCR", ingest.Error, StringComparison.Ordinal);
        JsonElement citation = (await CommandLine.RunAsync("ask", "Within how many weeks of the order are the goods delivered?", "--project", project.Root, "--json")).Json.GetProperty("citations")[0];
        Assert.Equal("docs/scan.pdf", citation.GetProperty("document").GetString());
        Assert.StartsWith("page ", citation.GetProperty("place").GetString(), StringComparison.Ordinal);
    }

    private static string Slide(string text) =>
        $"<p:sld xmlns:p=\"p\" xmlns:a=\"a\"><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>";

    private static string Row(int number, params string[] cells) =>
        $"<row r=\"{number}\">{string.Concat(cells.Select((c, i) => $"<c r=\"{(char)('A' + i)}{number}\" t=\"inlineStr\"><is><t>{c}</t></is></c>"))}</row>";

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(project.PathOf("docs/" + name), bytes);
}
