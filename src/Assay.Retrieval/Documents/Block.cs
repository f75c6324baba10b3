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
public sealed record Block(BlockKind Kind, string Text, SourceMap Map, TextSpan Span, int Group = -1);
