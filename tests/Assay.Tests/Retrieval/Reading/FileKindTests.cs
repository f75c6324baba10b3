using System.Text;
using Assay.Retrieval.Documents;

namespace Assay.Tests.Retrieval.Reading;

/// <summary>Files whose ending says something else than they are: the error says what they are.</summary>
public sealed class FileKindTests
{
    private static readonly Dictionary<string, byte[]> Valid = HostileFiles.Valid().ToDictionary(v => v.Ending, v => v.Bytes);

    [Theory]
    [InlineData(".xlsx", ".docx", "Its ending is .docx, but it is an Excel file and was read as that. Give it the ending .xlsx.")]
    [InlineData(".xlsx", ".pptm", "Its ending is .pptm, but it is an Excel file and was read as that. Give it the ending .xlsx.")]
    [InlineData(".docx", ".xlsx", "it is a Word file and was read as that. Give it the ending .docx.")]
    [InlineData(".pptx", ".docx", "it is a PowerPoint file and was read as that. Give it the ending .pptx.")]
    [InlineData(".pdf", ".docx", "it is a PDF file and was read as that. Give it the ending .pdf.")]
    [InlineData(".docx", ".pdf", "it is a Word file")]
    [InlineData(".docx", ".zip", "it is a Word file")]
    [InlineData(".pdf", ".txt", "Its ending is .txt, but it is a PDF file")]
    [InlineData(".pdf", ".md", "it is a PDF file")]
    [InlineData(".docx", ".txt", "it is a Word file")]
    [InlineData(".xlsx", ".csv", "it is an Excel file")]
    [InlineData(".pptx", ".html", "it is a PowerPoint file")]
    [InlineData(".zip", ".txt", "it is a ZIP archive")]
    [InlineData(".epub", ".txt", "it is a book (EPUB)")]
    public void Read_takes_a_renamed_file_for_what_it_is_and_says_so(string kind, string ending, string expected)
    {
        Document read = Packed.Read("a" + ending, Valid[kind]);
        Assert.Equal(Reads.Lines(Packed.Read("a" + kind, Valid[kind])), Reads.Lines(read));
        Assert.Contains(expected, read.Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_a_damaged_file_under_another_name_says_what_it_is_and_what_is_wrong() =>
        Assert.StartsWith("a.txt: its ending is .txt, but it is a damaged ZIP archive or Office file: ", Packed.Refused("a.txt", Valid[".docx"][..^40]), StringComparison.Ordinal);

    [Theory]
    [InlineData("%PDF-1.7 is how a file of that format begins.")]
    [InlineData("GIF89a is the name of a format for pictures.")]
    [InlineData("PK stands for the name of who made the format.")]
    public void Read_takes_text_about_a_format_for_text(string text) => Assert.Equal(text, Assert.Single(Reads.Blocks(Reads.Plain(text))).Text);

    [Theory]
    [InlineData("{\\rtf1\\ansi Hello}", ".docx", "Rich Text Format (RTF). Convert it")]
    [InlineData("{\\rtf1\\ansi Hello}", ".txt", "Rich Text Format (RTF). Convert it")]
    [InlineData("GIF89a\u0001\0\u0001\0", ".md", "a picture (GIF)")]
    [InlineData("\u001F\u008B\u0008\0", ".txt", "an archive packed with gzip. Convert it")]
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
