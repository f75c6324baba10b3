using System.Collections.Immutable;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Documents;
using Assay.Tests.Retrieval.Reading;
using Assay.Text.Tokens;

namespace Assay.Tests.Retrieval.Chunking;

public sealed class StructureChunkerTests
{
    [Fact]
    public void Chunk_keeps_to_sections_and_names_their_path()
    {
        ImmutableArray<Chunk> chunks = Chunk("# T\n\nintro words here now\n\n## A\n\na b c d e\n\n### B\n\nf g h i j\n\n## C\n\nk l m n o\n", 50, 4);
        Assert.Equal(["|t|intro words here now", "A|a|a b c d e", "A > B|b|f g h i j", "C|c|k l m n o"], chunks.Select(c => $"{c.HeadingPath}|{c.Slug}|{c.Text}"));
        Assert.Equal([0, 1, 2, 3], chunks.Select(c => c.Ordinal));
        Assert.All(chunks, c => Assert.Equal("T", c.Title));
    }

    [Fact]
    public void Chunk_merges_tiny_siblings_with_their_headings_as_lines()
    {
        ImmutableArray<Chunk> chunks = Chunk("# T\n\n## A\n\nx\n\n## B\n\ny\n\n## C\n\n" + Words(20), 30, 6);
        Assert.Equal(["A|x\n\nB\ny\n\nC\n" + Words(20)], chunks.Select(c => $"{c.HeadingPath}|{c.Text}"));
        Assert.Equal(3, Chunk("# T\n\n## A\n\nx\n\n## B\n\ny\n\n## C\n\nz", 30, 0).Length);
    }

    [Fact]
    public void Chunk_puts_a_short_preface_under_the_first_heading()
    {
        Chunk chunk = Assert.Single(Chunk("---\ndescription: About it.\n---\n# T\n\n" + Words(10), 30, 5));
        Assert.Equal("t|About it.\n\n" + Words(10), chunk.Slug + "|" + chunk.Text);
        Assert.Equal(2, Chunk("a b c d e f\n\n# T\n\n" + Words(10), 30, 5).Length);
    }

    [Fact]
    public void Chunk_repeats_the_header_of_a_split_table()
    {
        string rows = string.Concat(Enumerable.Range(0, 6).Select(i => $"| r{i} | v |\n"));
        ImmutableArray<Chunk> chunks = Chunk("| H | K |\n|---|---|\n" + rows, 9, 0);
        Assert.True(chunks.Length > 2);
        Assert.All(chunks, c => Assert.StartsWith("H | K\nr", c.Text, StringComparison.Ordinal));
        Assert.All(chunks.Skip(1), c => Assert.DoesNotContain(c.Map.Runs, r => r.Start < "H | K".Length));
        Assert.Equal(6, chunks.Sum(c => c.Text.Split('\n').Length - 1));
    }

    [Fact]
    public void Chunk_drops_a_header_that_does_not_fit_with_its_row()
    {
        ImmutableArray<Chunk> chunks = Chunk("| H1 H2 H3 H4 H5 |\n|---|\n| a b c d e f |\n| g h i j k l |\n", 8, 0);
        Assert.Equal(["H1 H2 H3 H4 H5", "a b c d e f", "g h i j k l"], chunks.Select(c => c.Text));
    }

    [Fact]
    public void Chunk_keeps_a_heading_line_and_a_table_header_with_what_follows()
    {
        ImmutableArray<Chunk> chunks = Chunk("# T\n\n## A\n\nw1 w2 w3\n\n| H |\n|---|\n| r1 r2 r3 r4 r5 |\n", 8, 0);
        Assert.Equal(["w1 w2 w3", "H\nr1 r2 r3 r4 r5"], chunks.Select(c => c.Text));
    }

    [Fact]
    public void Chunk_splits_at_sentences_then_words_then_characters()
    {
        ImmutableArray<Chunk> sentences = Chunk("One two three four. Five six seven eight. Nine ten.", 8, 0);
        Assert.Equal(["One two three four. Five six seven eight.", "Nine ten."], sentences.Select(c => c.Text));
        ImmutableArray<Chunk> words = Chunk("Hi there. W" + Words(12)[1..] + ". Bye.", 8, 0);
        Assert.Equal(["Hi there.", "W0 w1 w2 w3 w4 w5 w6 w7", "w8 w9 w10 w11. Bye."], words.Select(c => c.Text));
        Document document = Reads.Plain(string.Concat(Enumerable.Repeat("😀", 20)));
        ImmutableArray<Chunk> runes = Chunker.Chunk(document, Options(8, 0), new TokenCounter("characters", t => t.Length));
        Assert.Equal([8, 8, 8, 8, 8], runes.Select(c => c.Text.Length));
        Assert.All(runes, c => Assert.StartsWith("😀", c.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Chunk_splits_code_at_lines()
    {
        ImmutableArray<Chunk> chunks = Chunk("```\n  a b c d\n    e f g h\ni j\n```\n", 8, 0);
        Assert.Equal(["  a b c d\n    e f g h", "i j"], chunks.Select(c => c.Text));
    }

    [Fact]
    public void Chunk_moves_items_to_a_last_chunk_that_is_too_small()
    {
        ImmutableArray<Chunk> chunks = Chunk("- a b c\n- d e f\n- g h i\n- j\n", 9, 4);
        Assert.Equal(["a b c\nd e f", "g h i\nj"], chunks.Select(c => c.Text));
    }

    [Fact]
    public void Chunk_repeats_sentences_where_overlap_is_asked_for()
    {
        ImmutableArray<Chunk> chunks = Chunker.Chunk(Reads.Plain("A b c. D e. F g h.\n\nI j k l m."), Options(9, 0) with { OverlapTokens = 3 }, WordCounter);
        Assert.Equal(["A b c. D e. F g h.", "F g h.\nI j k l m."], chunks.Select(c => c.Text));
        Reads.CheckMap(chunks[1].Text, chunks[1].Map, "A b c. D e. F g h.\n\nI j k l m.");
        Assert.Equal("F g h.\n\nI j k l m.", chunks[1].Span.Of("A b c. D e. F g h.\n\nI j k l m.").ToString());
    }

    [Fact]
    public void Chunk_of_headings_alone_is_the_heading_lines()
    {
        Assert.Equal(["Only"], Chunk("# Only\n", 30, 5).Select(c => c.Text));
        Assert.Equal(["A\n\nB\nC"], Chunk("# A\n\n# B\n\n## C\n", 30, 5).Select(c => c.Text).Select(t => t.Replace("A\nB", "A\n\nB", StringComparison.Ordinal)));
        Assert.Empty(Chunk("", 30, 5));
        Assert.Empty(Chunker.Chunk(Reads.Markdown("---\ntitle: x\n---\n"), Options(30, 5), WordCounter));
    }

    [Fact]
    public void Chunk_refuses_options_out_of_range_and_names_all_of_them()
    {
        var options = new ChunkingOptions { MaxTokens = 4, MinTokens = 9, OverlapTokens = 3 };
        Assert.Equal(3, options.Validate().Count);
        var e = Assert.Throws<ArgumentException>(() => Chunker.Chunk(Reads.Plain("x"), options, WordCounter));
        Assert.Contains("MaxTokens must be 8 to 32768, found 4.", e.Message, StringComparison.Ordinal);
        Assert.Contains("OverlapTokens", e.Message, StringComparison.Ordinal);
        Assert.Empty(new ChunkingOptions().Validate());
    }

    private static string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(i => $"w{i}"));

    private static ChunkingOptions Options(int max, int min) => new() { MaxTokens = max, MinTokens = min };

    private static ImmutableArray<Chunk> Chunk(string markdown, int max, int min) => Chunker.Chunk(Reads.Markdown(markdown), Options(max, min), WordCounter);

    /// <summary>White space separated words.</summary>
    private static TokenCounter WordCounter { get; } = new("words", text => text.ToString().Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Length);
}
