using Assay.Retrieval.Chunking;
using Assay.Retrieval.Documents;
using Assay.Text;
using Assay.Text.Tokens;

namespace Assay.Tests.Retrieval.Reading;

public sealed class TablePlacesTests
{
    public static TheoryData<string, string> Texts => new()
    {
        { ".md", "| A | B |\n|---|---|\n| one | 1 |\n| two | 2 |\n\nBetween.\n\n| C | D |\n|---|---|\n| three | 3 |\n" },
        { ".html", "<table><tr><th>A<th>B<tr><td>one<td>1<tr><td>two<td>2</table><p>Between.<table><tr><th>C<th>D<tr><td>three<td>3</table>" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Rows_of_tables_of_text_have_places(string format, string text) => Check(Reads.Text("a" + format, format, text));

    [Fact]
    public void Rows_of_tables_of_Word_have_places()
    {
        static string Row(bool header, params string[] cells) => $"<w:tr>{(header ? "<w:trPr><w:tblHeader/></w:trPr>" : "")}{string.Concat(cells.Select(c => $"<w:tc><w:p><w:r><w:t>{c}</w:t></w:r></w:p></w:tc>"))}</w:tr>";
        Check(Packed.Read("a.docx", Packed.Word($"<w:tbl>{Row(true, "A", "B")}{Row(false, "one", "1")}{Row(false, "two", "2")}</w:tbl><w:p><w:r><w:t>Between.</w:t></w:r></w:p><w:tbl>{Row(true, "C", "D")}{Row(false, "three", "3")}</w:tbl>")));
    }

    private static void Check(Document document)
    {
        Assert.Equal(["table 1", "table 1: row 1", "table 1: row 2", "table 2", "table 2: row 1"], document.Places.Select(p => p.Name));
        Assert.Contains("two", document.Places[2].Span.Of(document.Source).ToString(), StringComparison.Ordinal);
        Chunk chunk = Assert.Single(Chunker.Chunk(document, new ChunkingOptions { MinTokens = 100 }, TokenCounter.Estimate));
        Assert.Equal("table 1: row 1 to table 2: row 1", chunk.Place);
        TextSpan two = Reads.Blocks(document).First(b => b.Text == "two | 2").Span, one = Reads.Blocks(document).First(b => b.Text == "one | 1").Span;
        Assert.Equal("table 1: row 2", PlaceName.Of(chunk.Places, two));
        Assert.Equal("table 1: rows 1 to 2", PlaceName.Of(chunk.Places, new TextSpan(one.Start, two.End)));
    }
}
