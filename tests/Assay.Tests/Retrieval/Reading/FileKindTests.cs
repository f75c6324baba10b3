using System.Text;

namespace Assay.Tests.Retrieval.Reading;

/// <summary>Files whose ending says something else than they are: the error says what they are.</summary>
public sealed class FileKindTests
{
    private static readonly Dictionary<string, byte[]> Valid = HostileFiles.Valid().ToDictionary(v => v.Ending, v => v.Bytes);

    [Theory]
    [InlineData(".xlsx", ".docx", "its ending is .docx, but it is an Excel file. Give it the ending .xlsx")]
    [InlineData(".xlsx", ".pptm", "its ending is .pptm, but it is an Excel file. Give it the ending .xlsx")]
    [InlineData(".docx", ".xlsx", "it is a Word file. Give it the ending .docx")]
    [InlineData(".pptx", ".docx", "it is a PowerPoint file. Give it the ending .pptx")]
    [InlineData(".pdf", ".docx", "it is a PDF file. Give it the ending .pdf")]
    [InlineData(".docx", ".pdf", "it is a ZIP archive or an Office file")]
    [InlineData(".docx", ".txt", "it is a ZIP archive or an Office file")]
    public void Read_says_what_a_renamed_file_is(string kind, string ending, string expected) => Assert.Contains(expected, Packed.Refused("a" + ending, Valid[kind]), StringComparison.Ordinal);

    [Theory]
    [InlineData("{\\rtf1\\ansi Hello}", ".docx", "Rich Text Format (RTF). Convert it")]
    [InlineData("GIF89a\u0001\0\u0001\0", ".md", "a picture (GIF)")]
    public void Read_says_what_to_do_with_a_kind_that_cannot_be_read(string text, string ending, string expected) => Assert.Contains(expected, Packed.Refused("a" + ending, Encoding.Latin1.GetBytes(text)), StringComparison.Ordinal);

    [Fact]
    public void Read_names_an_OpenDocument_file() => Assert.Contains("an OpenDocument file", Packed.Refused("a.docx", Packed.Zip(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<a/>"))), StringComparison.Ordinal);

    [Theory]
    [InlineData(".docx", ".docm")]
    [InlineData(".xlsx", ".xlsm")]
    [InlineData(".pptx", ".pptm")]
    public void Read_takes_files_with_macros_for_what_they_are(string kind, string ending) => Assert.NotEmpty(Reads.Lines(Packed.Read("a" + ending, Valid[kind])));

    [Theory]
    [InlineData(".docx")]
    [InlineData(".xlsx")]
    [InlineData(".pptx")]
    [InlineData(".pdf")]
    [InlineData(".zip")]
    [InlineData(".epub")]
    [InlineData(".eml")]
    [InlineData(".mbox")]
    [InlineData(".png")]
    public void Read_of_a_file_of_0_bytes_says_that_it_is_empty(string ending) => Assert.Contains("the file is empty: it has 0 bytes", Packed.Refused("a" + ending, []), StringComparison.Ordinal);

    [Theory]
    [InlineData(".json")]
    [InlineData(".yaml")]
    [InlineData(".ipynb")]
    [InlineData(".csv")]
    [InlineData(".md")]
    [InlineData(".html")]
    public void Read_of_an_empty_text_gives_an_empty_document(string ending) => Assert.Empty(Reads.Lines(Reads.Text("a" + ending, ending, "")));
}
