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
