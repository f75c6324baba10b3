using System.Diagnostics;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Documents;
using Assay.Text.Tokens;

namespace Assay.Tests.Retrieval.Reading;

/// <summary>Inputs made to break parsers: they end, they end soon, and they do not exhaust the stack.</summary>
public sealed class HostileInputTests
{
    // Each takes well under 2 seconds alone; the margin is for a busy machine, quadratic ways take minutes.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string, string, int> Repeated => new()
    {
        { ".md", "[", 100_000 }, { ".md", ">", 100_000 }, { ".md", "*", 100_000 }, { ".md", "*a ", 33_000 }, { ".md", "[a](", 25_000 }, { ".md", "[a](()", 16_000 },
        { ".md", "- ", 50_000 }, { ".md", "<", 100_000 }, { ".md", "![", 50_000 }, { ".md", "[!INCLUDE[", 30_000 }, { ".md", ":::image ", 30_000 }, { ".md", "word ", 200_000 },
        { ".md", "| *a* | [b](c) |\n", 10_000 },         { ".md", "`a ``b\n", 15_000 }, { ".md", "<div>\n\n", 10_000 }, { ".md", "# a\n", 20_000 },
        { ".html", "<div>", 10_000 }, { ".html", "<b>", 100_000 }, { ".html", "<p><font a=1>x", 20_000 }, { ".html", "<table><tr><td>", 20_000 }, { ".html", "<ul><li>x", 20_000 },
        { ".html", "<li>x", 50_000 }, { ".html", "<svg>", 100_000 }, { ".html", "<textarea>", 50_000 }, { ".html", "&", 1_000_000 }, { ".html", "<", 1_000_000 }, { ".html", "<a b='", 100_000 },
        { ".html", "<pre>x", 50_000 }, { ".html", "<select><option>x", 20_000 },
        { ".txt", "w", 1_000_000 }, { ".txt", "a\n", 200_000 },
    };

    [Theory]
    [MemberData(nameof(Repeated))]
    public void Read_and_chunk_of_a_repeated_pattern_ends_soon(string format, string pattern, int count) =>
        EndsSoon(format, string.Concat(Enumerable.Repeat(pattern, count)) + " end of it");

    [Fact]
    public void Read_of_a_table_wider_than_its_text_ends_soon() =>
        EndsSoon(".md", Repeat("|a", 20_000) + "\n" + Repeat("|-", 20_000) + "\n" + Repeat("|a\n", 10_000));

    [Fact]
    public void Read_of_deep_html_keeps_the_text()
    {
        Document document = Reads.Html(Repeat("<div>", 10_000) + "hello <p>there</p> world");
        Assert.Equal("hello there world", string.Join(' ', Reads.Blocks(document).Select(b => b.Text)));
    }

    [Fact]
    public void Read_of_markdown_beyond_the_parsers_depth_keeps_the_text() =>
        Assert.Contains("needle", Reads.Lines(Reads.Markdown(Repeat(">", 5_000) + " needle")).Single(), StringComparison.Ordinal);

    [Fact]
    public void Read_stops_when_cancelled()
    {
        foreach (string format in new[] { ".md", ".html", ".txt" })
        {
            using var source = new CancellationTokenSource();
            var file = new SourceFile("a", format, () => { source.Cancel(); return new MemoryStream("<p>a"u8.ToArray()); }, 4);
            Assert.Throws<OperationCanceledException>(() => Assay.Retrieval.Reading.DocumentReaders.Read(file, new(), source.Token));
        }
    }

    private static string Repeat(string pattern, int count) => string.Concat(Enumerable.Repeat(pattern, count));

    private static void EndsSoon(string format, string text)
    {
        var watch = Stopwatch.StartNew();
        Document document = Reads.Text("a", format, text);
        Chunker.Chunk(document, new ChunkingOptions(), TokenCounter.Estimate);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Limit);
    }
}
