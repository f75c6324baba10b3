using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Retrieval.Documents;

/// <summary>What a block is.</summary>
public enum BlockKind
{
    /// <summary>Running text.</summary>
    Paragraph,

    /// <summary>One list item, nested content included.</summary>
    ListItem,

    /// <summary>The header row of a table.</summary>
    TableHeader,

    /// <summary>One row of a table, cells joined with <c> | </c>.</summary>
    TableRow,

    /// <summary>Preformatted text.</summary>
    Code,
}

/// <summary>The smallest piece of structure: a paragraph, one list item, one table row, a code block.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Plain text, markup removed; code and line breaks inside code are kept.</param>
/// <param name="Map">Where <paramref name="Text"/> stands in the original.</param>
/// <param name="Span">The whole block in the original, markup included.</param>
/// <param name="Group">Number of the list or table the block belongs to within its document, -1 for paragraphs and code; blocks of one list or table share it.</param>
public sealed record Block(BlockKind Kind, string Text, SourceMap Map, TextSpan Span, int Group = -1)
{
    /// <summary>The cells of a table's row or header, in order, empty ones included; none where the reader does not tell them apart.</summary>
    public ImmutableArray<BlockCell> Cells { get; init; } = [];

    /// <summary>The numbers that the file keeps for cells whose text shows them rounded, in the unit that the text shows (12.5 for <c>13%</c>); null for other cells. Empty when no cell has one.</summary>
    public ImmutableArray<double?> Numbers { get; init; } = [];
}

/// <summary>One cell of a row.</summary>
/// <param name="Span">Its characters in <see cref="Block.Text"/>; may be empty.</param>
/// <param name="IsRepeated">Whether it belongs to a cell over several rows that began above: its value stands here so that the row can be understood alone, and counts once in a sum.</param>
public readonly record struct BlockCell(TextSpan Span, bool IsRepeated = false);
