using System.Collections.Immutable;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Context;
using Assay.Retrieval.Documents;
using Assay.Tests.Retrieval.Reading;
using Assay.Text;
using Assay.Text.Tokens;

namespace Assay.Tests.Retrieval.Context;

public class WholeDocumentTests
{
    private const string Source = "# Guide\n\nIntro &amp; more.\n\n## Setup\n\nFirst **step**.\n\nSecond step.\n\n## Use\n\nThird step.\n";

    [Fact]
    public void Of_keeps_the_order_and_names_each_heading_once()
    {
        ContextPassage passage = WholeDocument.Of(Chunks());
        Assert.Equal("Intro & more.\n\nSetup\nFirst step.\n\nSecond step.\n\nUse\nThird step.", passage.Text);
        Assert.Equal((1, "docs/a.md", "Guide", "", ""), (passage.Number, passage.DocumentId, passage.Title, passage.HeadingPath, passage.Slug));
        Assert.Equal("[1] Guide\n" + passage.Text, ContextText.Render([passage]));
    }

    [Fact]
    public void Map_points_at_the_original_and_headings_have_none()
    {
        ContextPassage passage = WholeDocument.Of(Chunks());
        Reads.CheckMap(passage.Text, passage.Map, Source);
        Assert.All(["First", "step", "Second step.", "Third step."], part => Assert.Equal(part, Original(passage, part)));
        Assert.Equal("&amp;", Original(passage, "&"));
        Assert.Null(Original(passage, "Setup"));
        Assert.Equal((Source.IndexOf("Intro", StringComparison.Ordinal), Source.Length - 1), (passage.Span.Start, passage.Span.End));
    }

    [Fact]
    public void Of_text_before_and_after_a_heading_stays_apart()
    {
        ImmutableArray<Chunk> chunks = Chunks();
        Assert.Equal("Setup\nFirst step.\n\nIntro & more.\n\nUse\nThird step.", WholeDocument.Of([chunks[1], chunks[0], chunks[3]]).Text);
        Assert.Throws<ArgumentOutOfRangeException>(() => WholeDocument.Of([]));
    }

    private static string? Original(ContextPassage passage, string part)
    {
        int at = passage.Text.IndexOf(part, StringComparison.Ordinal);
        return passage.Map.ToSource(new TextSpan(at, at + part.Length))?.Of(Source).ToString();
    }

    private static ImmutableArray<Chunk> Chunks()
    {
        Document document = Reads.Markdown(Source);
        ImmutableArray<Chunk> chunks = Chunker.Chunk(document, new ChunkingOptions { MaxTokens = 14, MinTokens = 0 }, new TokenCounter("characters", text => text.Length));
        Assert.Equal(4, chunks.Length);
        return chunks;
    }
}
