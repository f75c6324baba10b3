using System.Buffers;

namespace Assay.Retrieval.Reading.Markdown;

/// <summary>Finds the inputs on which a Markdown parser takes time or memory out of all proportion; they are read as plain text instead.</summary>
internal static class MarkdownLimits
{
    private static readonly SearchValues<char> DelimiterRow = SearchValues.Create("|-: \t>");

    // Every row is filled up to the columns of the delimiter row, so a wide table costs columns x lines. A written cell has at least one character.
    private const long MaxTableCells = 500_000;

    // Every bracket without an end is scanned to the end of its paragraph.
    private const long MaxOpenWork = 200_000_000;

    // With what is made of it, every block and list item takes about 1,150 bytes; books have a tenth of these.
    private const int MaxBlocks = 180_000;

    private static readonly SearchValues<char> BlockSigns = SearchValues.Create("-*+>#|`~=_:0123456789<[");

    /// <summary>Whether <paramref name="text"/> should not be parsed.</summary>
    public static bool Exceeds(string text)
    {
        long lines = 0, columns = 0, paragraph = 0, open = 0, blocks = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            lines++;
            if (line.IsWhiteSpace())
            {
                if (paragraph * open > MaxOpenWork) return true;
                paragraph = open = 0;
                continue;
            }

            ReadOnlySpan<char> content = line.TrimStart();
            if ((paragraph == 0 || BlockSigns.Contains(content[0])) && ++blocks > MaxBlocks) return true;
            paragraph += line.Length;
            open = Math.Max(0, open + Opened(line));
            if (IsDelimiterRow(line)) columns = Math.Max(columns, line.Count('|'));
        }

        return paragraph * open > MaxOpenWork || columns * lines > Math.Max(MaxTableCells, text.Length);
    }

    private static int Opened(ReadOnlySpan<char> line) => line.Count('[') - line.Count(']') + line.Count('(') - line.Count(')') + line.Count('<') - line.Count('>');

    /// <summary>Whether a line could be the row under a table's header.</summary>
    public static bool IsDelimiterRow(ReadOnlySpan<char> line) => line.Contains('|') && !line.ContainsAnyExcept(DelimiterRow);
}
