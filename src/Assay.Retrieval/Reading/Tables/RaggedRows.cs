using System.Collections.Immutable;
using System.Globalization;

namespace Assay.Retrieval.Reading.Tables;

/// <summary>Notes the rows of a delimited text that have more or fewer cells than its header: a separator too many or a quotation mark too few moves values into other columns.</summary>
/// <param name="source">The text.</param>
/// <param name="names">The header, cell by cell.</param>
internal sealed class RaggedRows(string source, string[] names)
{
    private const int MostNamed = 5;
    private readonly int expected = Array.FindLastIndex(names, n => n.Trim().Length > 0) + 1;
    private readonly List<string> named = [];
    private int rows, ragged;

    /// <summary>Looks at a row; empty cells behind the last column are nothing.</summary>
    public void See(DelimitedRecords record)
    {
        rows++;
        int cells = record.Cells.Count;
        while (cells > expected && record.Cells[cells - 1].Span.Of(source).IsWhiteSpace()) cells--;
        if (cells == expected) return;
        if (++ragged <= MostNamed) named.Add(string.Create(CultureInfo.InvariantCulture, $"line {Line(record.Span.Start)} has {cells}"));
    }

    /// <summary>What is to be said of them: nothing, or one sentence with the first lines.</summary>
    public ImmutableArray<string> Warnings() => ragged == 0 ? [] :
        [string.Create(CultureInfo.InvariantCulture, $"{ragged} of {rows} rows {(ragged == 1 ? "has" : "have")} more or fewer cells than the {expected} of the header: {string.Join(", ", named)}{(ragged > named.Count ? ", …" : "")}. All cells were kept, but values may stand under wrong headers. Look for a separator or quotation mark too many or too few.")];

    private int Line(int at) => source.AsSpan(0, at).Count(source.Contains('\n', StringComparison.Ordinal) ? '\n' : '\r') + 1;
}
