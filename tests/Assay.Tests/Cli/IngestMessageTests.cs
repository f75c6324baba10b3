using System.Text.Json;
using Assay.Tests.Retrieval.Reading;

namespace Assay.Tests.Cli;

/// <summary>What `assay ingest` says of files that are not what they are called, and of those that nobody asked for.</summary>
public sealed class IngestMessageTests : IDisposable
{
    private readonly TestProject project = TestProject.Create(pages: 1);

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task Ingest_counts_the_files_that_match_no_pattern()
    {
        project.Write("docs/a.foo", "a");
        project.Write("docs/b.foo", "b");
        project.Write("docs/c.json", "{}");
        CommandLine.Result text = await CommandLine.RunAsync("ingest", project.Root);
        Assert.EndsWith("3 files match no pattern in documents: 2 .foo, 1 .json.\n", text.Out, StringComparison.Ordinal);
        JsonElement first = (await CommandLine.RunAsync("ingest", project.Root, "--json")).Json.GetProperty("unmatched")[0];
        Assert.Equal((".foo", 2), (first.GetProperty("ending").GetString(), first.GetProperty("count").GetInt32()));
    }

    [Fact]
    public async Task Ingest_reads_a_workbook_named_as_text_and_names_it_and_its_kind()
    {
        byte[] workbook = Packed.Office("xl/workbook.xml", "<workbook><sheets><sheet name=\"Prices\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
            ("worksheets/sheet1.xml", "worksheet", "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>The anvil costs 80 euro.</t></is></c></row></sheetData></worksheet>"));
        File.WriteAllBytes(project.PathOf("docs/prices.txt"), workbook);
        CommandLine.Result ingested = await CommandLine.RunAsync("ingest", project.Root);
        Assert.Contains("warning: 'docs/prices.txt': Its ending is .txt, but it is an Excel file and was read as that. Give it the ending .xlsx.", ingested.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("match no pattern", ingested.Out, StringComparison.Ordinal);
        Assert.Contains("80 euro", (await CommandLine.RunAsync("ask", "What does the anvil cost?", "--project", project.Root)).Out, StringComparison.Ordinal);
    }
}
