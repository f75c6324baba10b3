using Assay.Retrieval.Documents;

namespace Assay.Tests.Retrieval.Reading;

public sealed class PlainTextReaderTests
{
    [Fact]
    public void Read_finds_paragraphs_and_headings()
    {
        Document document = Reads.Plain("Manual\r\n======\r\n\r\nfirst line\r\n  second line\r\n\r\n\r\nSETTING UP\r\n\r\nplain\n\nPart\n---\none\nmore\n===\nNOT ONE\nas text follows\n");
        Assert.Equal("Manual", document.Title);
        Assert.Equal(["Manual|1", "SETTING UP|2", "Part|2"], Reads.Sections(document.Root).Select(s => $"{s.Heading}|{s.Level}"));
        Assert.Equal(["Paragraph: first line\\n  second line", "Paragraph: plain", "Paragraph: one\\nmore\\n===\\nNOT ONE\\nas text follows"], Reads.Lines(document));
    }

    [Theory]
    [InlineData("A short first line.\nmore", "A short first line.")]
    [InlineData("", "a")]
    [InlineData("   \n\t\n", "a")]
    public void Read_makes_a_title(string text, string title) => Assert.Equal(title, Reads.Plain(text).Title);

    [Fact]
    public void Read_takes_the_file_name_when_the_first_line_is_long() => Assert.Equal("a", Reads.Plain(new string('x', 200)).Title);

    [Fact]
    public void Read_normalises_every_kind_of_line_end()
    {
        Document document = Reads.Plain("a\rb\r\nc\nd");
        Assert.Equal("a\nb\nc\nd", document.Root.Blocks[0].Text);
    }
}
