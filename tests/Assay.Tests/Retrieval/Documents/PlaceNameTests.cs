using System.Collections.Immutable;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Documents;
using Assay.Text;
using Assay.Text.Tokens;

namespace Assay.Tests.Retrieval.Documents;

public sealed class PlaceNameTests
{
    [Theory]
    [InlineData("page 3", "page 3")]
    [InlineData("page 3|page 4|page 5", "pages 3 to 5")]
    [InlineData("row 2|row 9", "rows 2 to 9")]
    [InlineData("a.zip: b.pdf: page 3|a.zip: b.pdf: page 4", "a.zip: b.pdf: pages 3 to 4")]
    [InlineData("b.pdf|b.pdf: page 1", "b.pdf: page 1")]
    [InlineData("Prices!A2:D2|Prices!A3:E3|Prices!B4", "Prices!A2:E4")]
    [InlineData("Prices!Z2:AA2|Prices!C3:D3", "Prices!C2:AA3")]
    [InlineData("Prices!A2:D2|Costs!A3:D3", "Prices!A2:D2 to Costs!A3:D3")]
    [InlineData("00:00:01.000 to 00:00:04.500|00:00:05.000 to 00:00:09.250", "00:00:01.000 to 00:00:09.250")]
    [InlineData("GET /users|schema User", "GET /users to schema User")]
    public void Of_puts_places_into_one_name(string names, string expected)
    {
        ImmutableArray<Place> places = [.. names.Split('|').Select((n, i) => new Place(n, new TextSpan(i * 10, (i * 10) + 9)))];
        Assert.Equal(expected, PlaceName.Of(places, new TextSpan(0, 100)));
        Assert.Null(PlaceName.Of(places, new TextSpan(100, 101)));
        Assert.Null(PlaceName.Of([], new TextSpan(0, 1)));
    }

    [Theory]
    [InlineData("name | 14.50 | EUR", "14.50", "'A b'!C7")]
    [InlineData("name | 14.50 | EUR", "name", "'A b'!B7")]
    [InlineData("name | 14.50 | EUR", "14.50 | EUR", "'A b'!B7:D7")]
    [InlineData("na | me | 14.50 | EUR", "EUR", "'A b'!B7:D7")]
    [InlineData("| 14.50 | EUR", "14.50", "'A b'!C7")]
    public void Of_a_cell_names_the_cell(string row, string cell, string expected)
    {
        string text = "before\n" + row;
        var place = new Place("'A b'!B7:D7", new TextSpan(107, 107 + row.Length));
        int at = text.IndexOf(cell, StringComparison.Ordinal);
        Assert.Equal(expected, PlaceName.Of([place], new TextSpan(100 + at, 100 + at + cell.Length), text, SourceMap.Identity(text.Length, 100)));
    }

    [Fact]
    public void Chunk_gives_each_chunk_the_smallest_places_of_its_text()
    {
        const string source = "First page here.\n\nSecond page here.\n\nNo page.";
        Document document = new Assay.Retrieval.Reading.DocumentBuilder(Reading.Reads.File("a.pdf", ".pdf", []), source).Build("a") with
        {
            Places = [new("inner.pdf", new TextSpan(0, 35)), new("page 1", new TextSpan(0, 16)), new("page 2", new TextSpan(18, 35))],
        };
        TextSpan[] spans = [new(0, 16), new(18, 35), new(37, 45)];
        document = document with
        {
            Root = document.Root with { Blocks = [.. spans.Select(s => new Block(BlockKind.Paragraph, s.Of(source).ToString(), SourceMap.Identity(s.Length, s.Start), s))] },
        };
        foreach (ChunkingStrategy strategy in Enum.GetValues<ChunkingStrategy>())
        {
            ImmutableArray<Chunk> chunks = Chunker.Chunk(document, new ChunkingOptions { Strategy = strategy, MaxTokens = 16, MinTokens = 0, OverlapTokens = 0 }, TokenCounter.Estimate);
            Assert.All(chunks, c => Assert.All(c.Places, p => Assert.True(p.Span.Start < c.Span.End && p.Span.End > c.Span.Start)));
            Assert.Equal("page 1", chunks[0].Places[0].Name);
            Assert.DoesNotContain(chunks.SelectMany(c => c.Places), p => p.Name == "inner.pdf");
            Assert.Equal(["page 1", "page 2"], chunks.SelectMany(c => c.Places).Select(p => p.Name).Distinct());
        }
    }
}
