using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Retrieval.Tables;

/// <summary>A table of a document as it is stored for questions about counts, sums and rows.</summary>
/// <param name="Name">What it is called: the sheet, the caption or heading it stands under, or the file.</param>
/// <param name="OtherNames">Other things it may be called by: headings above, title and file name of the document.</param>
/// <param name="Columns">Its columns, at most <see cref="MaxColumns"/>.</param>
/// <param name="Rows">Its rows in order, made while they are gone through; a value is a text, a <see cref="double"/> or null.</param>
public sealed record DataTable(string Name, ImmutableArray<string> OtherNames, ImmutableArray<TableColumn> Columns, IEnumerable<DataRow> Rows)
{
    /// <summary>Most columns; a wider table is searched like text only.</summary>
    public const int MaxColumns = 96;

    /// <summary>Most rows of one table; the rest is searched like text only.</summary>
    public const int MaxRows = 1 << 19;
}

/// <summary>A row of a table.</summary>
/// <param name="Number">1 for the first row under the header.</param>
/// <param name="Place">Where it stands in the file (<c>row 5</c>, <c>Sheet1!A5:D5</c>); empty where the format has no names for places.</param>
/// <param name="Left">Spreadsheet column of its first cell, from 0; -1 outside of spreadsheets.</param>
/// <param name="Span">Its characters in the document's text.</param>
/// <param name="IsTotal">Whether it sums up other rows, which would then count twice.</param>
/// <param name="Values">One value a column.</param>
public sealed record DataRow(int Number, string Place, int Left, TextSpan Span, bool IsTotal, ImmutableArray<object?> Values)
{
    /// <summary>The row as the file shows it, where that rounds a number of <see cref="Values"/>; empty elsewhere.</summary>
    public string Shown { get; init; } = "";
}
