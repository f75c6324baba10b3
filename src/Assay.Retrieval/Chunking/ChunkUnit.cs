using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;
using Assay.Text;
using Assay.Text.Tokens;

namespace Assay.Retrieval.Chunking;

/// <summary>What the packer moves around: a block, a piece of one, or a heading that is shown as a line of text.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Map">Where the text stands in the original.</param>
/// <param name="Span">The block or heading in the original; used when nothing is mapped.</param>
/// <param name="Kind">Kind of the block; paragraph for a heading.</param>
/// <param name="Group">See <see cref="Block.Group"/>.</param>
internal sealed record ChunkUnit(string Text, SourceMap Map, TextSpan Span, BlockKind Kind, int Group)
{
    private const int NotCounted = -1;
    private int tokens = NotCounted;

    /// <summary>Whether it is a heading line.</summary>
    public bool IsHeading { get; private init; }

    /// <summary>Whether it must not end a chunk while something follows: a heading, the header of a table.</summary>
    public bool KeepsWithNext => IsHeading || Kind == BlockKind.TableHeader;

    /// <summary>Tokens of its text, counted once.</summary>
    /// <param name="counter">The same one at every call.</param>
    public int Tokens(TokenCounter counter)
    {
        if (tokens == NotCounted) tokens = counter.Count(Text);
        return tokens;
    }

    /// <summary>A whole block.</summary>
    public static ChunkUnit Of(Block block) => new(block.Text, block.Map, block.Span, block.Kind, block.Group);

    /// <summary>The heading of a section as a line; mapped when its text stands unchanged in the original heading.</summary>
    public static ChunkUnit Heading(Section section, string source)
    {
        int limit = Math.Min(section.Span.End, source.Length), from = Math.Min(section.Span.Start, limit);
        int lineEnd = source.AsSpan(from, limit - from).IndexOf('\n');
        int length = lineEnd < 0 ? limit - from : lineEnd;
        int found = source.AsSpan(from, length).IndexOf(section.Heading, StringComparison.Ordinal);
        SourceMap map = found < 0 ? new SourceMap([]) : SourceMap.Identity(section.Heading.Length, from + found);
        return new ChunkUnit(section.Heading, map, new TextSpan(from, from + length), BlockKind.Paragraph, -1) { IsHeading = true };
    }

    /// <summary>A piece of this unit.</summary>
    public ChunkUnit Piece(int start, int end) => this with { Text = Text[start..end], Map = MapSlice.Of(Map, start, end - start), tokens = NotCounted };
}
