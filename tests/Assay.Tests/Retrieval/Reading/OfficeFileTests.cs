using System.Text.Json;
using Assay.Retrieval.Documents;

namespace Assay.Tests.Retrieval.Reading;

/// <summary>Files that other programs wrote (Fixtures/office/make.py) against what is in them.</summary>
public sealed class OfficeFileTests
{
    [Theory]
    [InlineData("python-docx-0.docx")]
    [InlineData("libreoffice-0.docx")]
    [InlineData("openpyxl-0.xlsx")]
    [InlineData("xlsxwriter-0.xlsx")]
    [InlineData("libreoffice-0.xlsx")]
    [InlineData("libreoffice-0.pptx")]
    public void Read_of_a_file_by_another_program_finds_all_of_it(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Fixtures", "office", name);
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(path + ".json"));
        string[] blocks = [.. expected.RootElement.EnumerateArray().Select(b => $"{b.GetProperty("kind").GetString()}: {b.GetProperty("text").GetString()}")];
        Assert.Equal(blocks, Lines(Packed.Read(name, File.ReadAllBytes(path)).Root));
    }

    [Fact]
    public void Read_of_a_presentation_reads_a_slide_once_however_often_it_is_listed()
    {
        string list = string.Concat(Enumerable.Repeat("<p:sldId id=\"1\" r:id=\"rId1\"/>", 300));
        byte[] file = Packed.Office("ppt/presentation.xml", $"<p:presentation xmlns:p=\"p\"><p:sldIdLst>{list}</p:sldIdLst></p:presentation>", ("slides/slide1.xml", "slide", "<p:sld><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>Once.</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>"));
        Assert.Equal(["heading: Once."], Lines(Packed.Read("a.pptx", file).Root));
    }

    private static IEnumerable<string> Lines(Section section)
    {
        if (section.Level > 0) yield return "heading: " + section.Heading;
        foreach (Block block in section.Blocks)
        {
            yield return block.Kind switch { BlockKind.ListItem => "item", BlockKind.TableHeader or BlockKind.TableRow => "row", _ => "paragraph" } + ": " + block.Text;
        }

        foreach (string line in section.Sections.SelectMany(Lines)) yield return line;
    }
}
