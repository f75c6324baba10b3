using Assay.Text;

namespace Assay.Retrieval.Reading.Markdown;

/// <summary>
/// Finds long pipe tables and cuts them into pieces that are parsed one by one. The parser nests the cells of a table into each other
/// before it sorts them out: 4,000 rows take it 40 times as long as 400, and from about 6,000 rows on it gives up on the whole document.
/// </summary>
internal static class LongTables
{
    private const int LongRows = 256;
    private const int PieceRows = 64;
    private const int MaxIndentation = 3;

    /// <summary>A stretch of rows with the head it belongs under.</summary>
    /// <param name="Head">Header and delimiter row, line ends included.</param>
    /// <param name="Rows">Up to 64 rows.</param>
    public readonly record struct Piece(TextSpan Head, TextSpan Rows);

    /// <summary>Blanks the rows of long tables behind their first ones.</summary>
    /// <param name="view">The text to be parsed.</param>
    /// <param name="pieces">The rows that were blanked, in order.</param>
    /// <returns>A text of the same length; null for one with a table of more rows than a document may have.</returns>
    public static string? Cut(string view, out List<Piece> pieces)
    {
        pieces = [];
        char[]? cut = null;
        bool fenced = false;
        var head = new TextSpan(0, 0);
        for (int position = 0; position < view.Length;)
        {
            TextSpan line = Line(view, position);
            ReadOnlySpan<char> text = line.Of(view).TrimStart(' ');
            if (text.StartsWith("```") || text.StartsWith("~~~")) fenced = !fenced;
            position = line.End;
            if (!fenced && head.Length > 0 && IsDelimiterRow(view, line))
            {
                List<TextSpan> rows = Rows(view, line.End);
                if (rows.Count > DocumentBuilder.MaxItems) return null;
                if (rows.Count > 0) position = rows[^1].End;
                if (rows.Count > LongRows) Blank(cut ??= view.ToCharArray(), new TextSpan(head.Start, line.End), rows, pieces);
            }

            head = IsRow(view, line) ? line : new TextSpan(0, 0);
        }

        return cut is null ? view : new string(cut);
    }

    private static void Blank(char[] cut, TextSpan head, List<TextSpan> rows, List<Piece> pieces)
    {
        for (int i = PieceRows; i < rows.Count; i += PieceRows)
        {
            pieces.Add(new Piece(head, new TextSpan(rows[i].Start, rows[Math.Min(i + PieceRows, rows.Count) - 1].End)));
        }

        for (int i = rows[PieceRows].Start; i < rows[^1].End; i++) if (cut[i] is not ('\r' or '\n')) cut[i] = ' ';
    }

    private static List<TextSpan> Rows(string view, int position)
    {
        var rows = new List<TextSpan>();
        while (position < view.Length && rows.Count <= DocumentBuilder.MaxItems && Line(view, position) is var row && IsRow(view, row))
        {
            rows.Add(row);
            position = row.End;
        }

        return rows;
    }

    private static TextSpan Line(string view, int start)
    {
        int length = view.AsSpan(start).IndexOf('\n');
        return new TextSpan(start, length < 0 ? view.Length : start + length + 1);
    }

    private static bool IsRow(string view, TextSpan line)
    {
        ReadOnlySpan<char> text = line.Of(view), trimmed = text.TrimStart(' ');
        return trimmed.Contains('|') && trimmed[0] is not ('#' or '>' or '<' or '`' or '~' or '\t') && text.Length - trimmed.Length <= MaxIndentation;
    }

    private static bool IsDelimiterRow(string view, TextSpan line) => IsRow(view, line) && line.Of(view).Contains('-') && MarkdownLimits.IsDelimiterRow(line.Of(view).TrimEnd());
}
