using System.Collections.Immutable;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Documents;
using Assay.Tests.Retrieval.Reading;
using Assay.Text.Tokens;

namespace Assay.Tests.Retrieval.Chunking;

public sealed class FlowChunkerTests
{
    [Fact]
    public void Fixed_fills_every_chunk_and_repeats_words()
    {
        Assert.Equal(["w0 w1 w2 w3 w4 w5 w6 w7", "w8 w9 w10 w11 w12"], Texts(Words(13), ChunkingStrategy.Fixed, 8));
        Assert.Equal(["w0 w1 w2 w3 w4 w5 w6 w7", "w5 w6 w7 w8 w9 w10 w11 w12"], Texts(Words(13), ChunkingStrategy.Fixed, 8, 3));
    }

    [Fact]
    public void Fixed_cuts_through_headings_and_shows_each_heading_once()
    {
        ImmutableArray<Chunk> chunks = Chunk("# T\n\na b c\n\n## A\n\nd e f g h i j\n\n### B\n\nk l\n", ChunkingStrategy.Fixed, 8);
        Assert.Equal(["|t|a b c\n\nA\nd e f g", "A|a|h i j\n\nB\nk l"], chunks.Select(c => $"{c.HeadingPath}|{c.Slug}|{c.Text}"));
        Assert.Equal("A", Chunk("# T\n\n## A\n\n### B\n\nk l m\n\n### C\n\nx y z v\n", ChunkingStrategy.Recursive, 8)[1].HeadingPath);
    }

    [Fact]
    public void Fixed_cuts_a_word_that_does_not_fit_at_characters()
    {
        Document document = Reads.Plain("ab " + string.Concat(Enumerable.Repeat("😀", 9)) + " cd");
        var counter = new TokenCounter("characters", t => t.Length);
        Assert.Equal(["ab", "😀😀😀😀", "😀😀😀😀", "😀", "cd"], Chunker.Chunk(document, Options(ChunkingStrategy.Fixed, 8, 0), counter).Select(c => c.Text));
        Document wide = Reads.Plain("😀😀");
        Assert.Equal(["😀", "😀"], Chunker.Chunk(wide, Options(ChunkingStrategy.Fixed, 8, 0), new TokenCounter("huge", t => 9 * t.Length)).Select(c => c.Text));
    }

    [Fact]
    public void Sentences_end_chunks_and_are_repeated_whole()
    {
        const string text = "One two three. Four five six. Seven eight. Nine ten eleven twelve.";
        Assert.Equal(["One two three. Four five six. Seven eight.", "Nine ten eleven twelve."], Texts(text, ChunkingStrategy.Sentences, 8));
        Assert.Equal(["One two three. Four five six. Seven eight.", "Seven eight. Nine ten eleven twelve."], Texts(text, ChunkingStrategy.Sentences, 8, 4));
    }

    [Fact]
    public void Sentences_that_do_not_fit_are_cut_at_words_and_code_at_lines()
    {
        Assert.Equal(["Hi there.", "W0 w1 w2 w3 w4 w5 w6 w7", "w8 w9.", "Bye."], Texts("Hi there. W" + Words(10)[1..] + ". Bye.", ChunkingStrategy.Sentences, 8));
        Assert.Equal(["  a b c d\n    e f g h", "i j"], Texts("```\n  a b c d\n    e f g h\n\ni j\n```\n", ChunkingStrategy.Sentences, 8));
    }

    [Fact]
    public void Recursive_cuts_at_the_largest_seam_that_fits()
    {
        string[] texts = [.. Texts("# T\n\n## A\n\na b\n\n## B\n\nc d\n\n## C\n\n" + Words(7) + "\n\nx y z\n\nOne two three four five. Six seven eight nine.\n", ChunkingStrategy.Recursive, 8)];
        Assert.Equal(["A\na b\n\nB\nc d", "C\n" + Words(7), "x y z", "One two three four five.", "Six seven eight nine."], texts);
    }

    [Fact]
    public void Recursive_repeats_pieces_of_the_size_that_was_cut()
    {
        Assert.Equal(["a b c\n\nd e f", "d e f\n\ng h i j"], Texts("a b c\n\nd e f\n\ng h i j\n", ChunkingStrategy.Recursive, 8, 3));
    }

    [Fact]
    public void Every_strategy_takes_documents_without_text()
    {
        foreach (ChunkingStrategy strategy in Enum.GetValues<ChunkingStrategy>())
        {
            Assert.Empty(Chunk("", strategy, 8));
            Assert.Equal("Only", Assert.Single(Chunk("# Only\n", strategy, 8)).Text);
        }
    }

    private static string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(i => $"w{i}"));

    private static ChunkingOptions Options(ChunkingStrategy strategy, int max, int overlap) => new() { Strategy = strategy, MaxTokens = max, MinTokens = 0, OverlapTokens = overlap };

    private static IEnumerable<string> Texts(string markdown, ChunkingStrategy strategy, int max, int overlap = 0) => Chunk(markdown, strategy, max, overlap).Select(c => c.Text);

    private static ImmutableArray<Chunk> Chunk(string markdown, ChunkingStrategy strategy, int max, int overlap = 0) =>
        Chunker.Chunk(Reads.Markdown(markdown), Options(strategy, max, overlap), new TokenCounter("words", t => t.ToString().Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Length));
}
