using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;
using Assay.Text;

namespace Assay.Tests.Retrieval.Reading;

/// <summary>What is read of made files of 16 MB before they are refused; <c>bench hostile</c> measures the memory of the whole process.</summary>
public sealed class ReadingMemoryTests
{
    [Theory]
    [InlineData(".html", "<p>a", 200)]
    [InlineData(".html", "<li>x", 200)]
    [InlineData(".html", "a<br>", 200)]
    [InlineData(".md", "<p>a", 330)]
    [InlineData(".md", "|a|b|\n|-|-|\n", 120)]
    [InlineData(".py", "def a():\n", 120)]
    [InlineData(".py", "class A:\n\tdef b():\n", 120)]
    public void Read_refuses_what_has_too_many_parts_before_it_makes_them(string format, string pattern, int megabytes)
    {
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(pattern, 16_000_000 / pattern.Length)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<UnreadableDocumentException>(() => DocumentReaders.Read(Reads.File("a" + format, format, bytes), new ReadingOptions(), CancellationToken.None));
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1_000_000, 0, megabytes);
        Assert.Contains("it has more than ", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_text_takes_its_bytes_and_its_characters()
    {
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("word ", 2_000_000)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        SourceDecoder.Decode(Reads.File("a", ".txt", bytes), new ReadingOptions(), CancellationToken.None);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (bytes.Length * 3) + 1_000_000);
    }

    [Fact]
    public void Read_of_a_block_with_a_million_references_joins_their_places()
    {
        const int references = 400_000;
        Block block = Reads.Html("<p>" + string.Concat(Enumerable.Repeat("&amp;", references))).Root.Blocks[0];
        Assert.Equal(references, block.Text.Length);
        Assert.InRange(block.Map.Runs.Length, 1, references / 2);
        Assert.Equal(new TextSpan(3, 8), block.Map.ToSource(new TextSpan(0, 1)));
        Assert.Equal(3 + (references * 5), block.Map.ToSource(new TextSpan(references - 1, references))!.Value.End);
    }

    [Theory]
    [InlineData("a\r\nb\n\nc", new[] { "a", "b", "", "c" })]
    [InlineData("a\n", new[] { "a" })]
    [InlineData("\n\r\n", new[] { "", "" })]
    [InlineData("", new string[0])]
    public void Lines_are_cut_without_their_ends(string source, string[] expected)
    {
        var lines = new Assay.Retrieval.Reading.Markup.MarkupLines(source);
        Assert.Equal(expected, Enumerable.Range(0, lines.Count).Select(i => lines.Text(i).ToString()));
        Assert.Equal(new TextSpan(source.Length, source.Length), lines.Span(lines.Count));
    }
}
