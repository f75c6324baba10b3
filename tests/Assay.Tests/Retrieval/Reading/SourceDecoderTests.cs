using System.Text;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;

namespace Assay.Tests.Retrieval.Reading;

public sealed class SourceDecoderTests
{
    [Fact]
    public void Decode_accepts_utf8_and_utf16_with_their_marks()
    {
        const string text = "Grüße, 世界 😀\r\n";
        foreach (Encoding encoding in new Encoding[] { new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true) })
        {
            Assert.Equal(text, Decode([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]));
        }

        Assert.Equal(text, Decode(Encoding.UTF8.GetBytes(text)));
        Assert.Equal("", Decode([]));
    }

    [Theory]
    [InlineData(new byte[] { 65, 66, 0xC3, 40 }, "0xC3 at offset 2")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 65, 0xFF }, "0xFF at offset 4")]
    [InlineData(new byte[] { 65, 0xE2, 0x82 }, "0xE2 at offset 1")]
    [InlineData(new byte[] { 0xFF, 0xFE, 65, 0, 66 }, "byte offset 4")]
    [InlineData(new byte[] { 0xFF, 0xFE, 65, 0, 0x00, 0xD8, 65, 0 }, "half a surrogate pair")]
    [InlineData(new byte[] { 65, 0, 66, 67 }, "binary")]
    [InlineData(new byte[] { 0x89, 0x50, 0, 0xFF }, "binary")]
    [InlineData(new byte[] { 1, 2, 3, 65, 66, 67, 68 }, "binary")]
    public void Decode_refuses_what_is_not_text_and_says_where(byte[] bytes, string expected)
    {
        var e = Assert.Throws<UnreadableDocumentException>(() => Decode(bytes));
        Assert.Equal("a.txt", e.DocumentId);
        Assert.Contains(expected, e.Reason, StringComparison.Ordinal);
        Assert.StartsWith("a.txt: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_refuses_a_large_file_before_opening_it()
    {
        var file = new SourceFile("a.txt", ".txt", () => throw new InvalidOperationException("opened"), 11);
        var e = Assert.Throws<UnreadableDocumentException>(() => SourceDecoder.Decode(file, new ReadingOptions { MaxBytes = 10 }, default));
        Assert.Contains("at most 10 bytes are read, found 11", e.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_does_not_trust_the_stated_length()
    {
        var file = new SourceFile("a.txt", ".txt", () => new MemoryStream(new byte[11]), 3);
        Assert.Contains("too large", Assert.Throws<UnreadableDocumentException>(() => SourceDecoder.Decode(file, new ReadingOptions { MaxBytes = 10 }, default)).Reason, StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() => SourceDecoder.Decode(file, new ReadingOptions(), new CancellationToken(true)));
    }

    [Fact]
    public void Read_names_the_supported_formats_when_one_is_not()
    {
        var e = Assert.Throws<UnreadableDocumentException>(() => Reads.Text("a.docx", ".docx", "x"));
        Assert.Contains(".htm .html .markdown .md .pdf .text .txt", e.Reason, StringComparison.Ordinal);
        Assert.Equal("x", Assert.Single(Reads.Blocks(Reads.Text("a.MD", ".MD", "x"))).Text);
        Assert.Throws<ArgumentException>(() => DocumentReaders.Read(Reads.File("a", ".md", []), new ReadingOptions { MaxBytes = 0 }, default));
    }

    private static string Decode(byte[] bytes) => SourceDecoder.Decode(Reads.File("a.txt", ".txt", bytes), new ReadingOptions(), CancellationToken.None);
}
