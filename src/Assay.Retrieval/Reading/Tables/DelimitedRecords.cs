using System.Buffers;
using Assay.Text;

namespace Assay.Retrieval.Reading.Tables;

/// <summary>Goes through the records of a delimited text (RFC 4180, and what programs make of it), one at a time.</summary>
/// <param name="source">The text.</param>
/// <param name="dialect">How cells are told apart.</param>
internal sealed class DelimitedRecords(string source, DelimitedDialect dialect)
{
    // A quotation mark that is never closed would make one cell of the rest of the file.
    private const int LongestQuoted = 1 << 20;
    private const int MostUnclosed = 16;
    private readonly SearchValues<char> ends = SearchValues.Create(dialect.Delimiter, '\r', '\n');
    private int unclosed;

    /// <summary>Where the next record begins.</summary>
    public int Position { get; private set; } = dialect.Start;

    /// <summary>The cells of the record, quotation marks around them left out; those inside are still doubled.</summary>
    public List<Cell> Cells { get; } = [];

    /// <summary>The record without its line end.</summary>
    public TextSpan Span { get; private set; }

    /// <summary>Whether nothing is in it.</summary>
    public bool IsBlank => Cells.TrueForAll(c => c.Span.Of(source).IsWhiteSpace());

    /// <summary>Goes on to the next record.</summary>
    /// <param name="mostCells">Reading stops behind so many cells.</param>
    /// <returns>False at the end of the text.</returns>
    public bool Next(int mostCells = int.MaxValue)
    {
        Cells.Clear();
        if (Position >= source.Length) return false;
        int start = Position, at = start;
        while (true)
        {
            at = Take(at);
            if (at >= source.Length || source[at] != dialect.Delimiter || Cells.Count >= mostCells) break;
            at++;
        }

        Span = new TextSpan(start, at);
        if (at < source.Length) at += source[at] == '\r' && at + 1 < source.Length && source[at + 1] == '\n' ? 2 : 1;
        Position = at;
        return true;
    }

    /// <summary>Adds a cell to rendered text.</summary>
    public void Append(MappedTextBuilder text, Cell cell)
    {
        int from = cell.Span.Start;
        while (cell.HasDoubled && source.IndexOf(dialect.Quote, from, cell.Span.End - from) is >= 0 and int quote)
        {
            text.Copy(from, quote);
            from = Math.Min(quote + 2, cell.Span.End);
            text.Render([dialect.Quote], new TextSpan(quote, from));
        }

        text.Copy(from, cell.Span.End);
    }

    private int Take(int start)
    {
        int open = start;
        while (open < source.Length && source[open] == ' ' && dialect.Delimiter != ' ') open++;
        if (open < source.Length && source[open] == dialect.Quote && unclosed < MostUnclosed && Quoted(open + 1) is var (end, doubled) && end >= 0)
        {
            // What stands between the closing mark and the delimiter is not RFC 4180; it is left out when it is blank and belongs to the cell otherwise.
            int after = End(end + 1);
            bool only = source.AsSpan(end + 1, after - end - 1).IsWhiteSpace();
            Cells.Add(only ? new Cell(new TextSpan(open + 1, end), doubled) : new Cell(new TextSpan(open, after), false));
            return after;
        }

        int stop = End(start);
        Cells.Add(new Cell(new TextSpan(start, stop), false));
        return stop;
    }

    private int End(int from) => source.AsSpan(from).IndexOfAny(ends) is >= 0 and int found ? from + found : source.Length;

    private (int End, bool Doubled) Quoted(int from)
    {
        int limit = Math.Min(source.Length, from + LongestQuoted);
        bool doubled = false;
        for (int at = from; at < limit; at++)
        {
            at = source.IndexOf(dialect.Quote, at, limit - at);
            if (at < 0) break;
            if (at + 1 >= source.Length || source[at + 1] != dialect.Quote) return (at, doubled);
            doubled = true;
            at++;
        }

        unclosed++;
        return (-1, false);
    }

    /// <summary>One cell.</summary>
    /// <param name="Span">Its characters.</param>
    /// <param name="HasDoubled">Whether quotation marks in it are doubled.</param>
    public readonly record struct Cell(TextSpan Span, bool HasDoubled);
}
