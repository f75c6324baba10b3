using System.Globalization;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading.Tables;

namespace Assay.Retrieval.Reading.Office.Sheets;

/// <summary>Finds the tables of a sheet: rows without a blank one between them, with a header where their first row names columns; single cells above a table are paragraphs.</summary>
/// <param name="document">Receives the blocks.</param>
/// <param name="sheet">Name of the sheet, for places.</param>
internal sealed class SheetTables(RenderedDocument document, string sheet)
{
    private const int Sample = 200;
    private int group = -1, width;
    private string[] names = [];
    private Func<int, int, bool> isRepeated = (_, _) => false;

    /// <summary>Adds all tables.</summary>
    public void Add(SheetRows rows, CancellationToken cancellationToken)
    {
        isRepeated = rows.IsRepeated;
        var region = new List<(int Row, string?[] Cells)>();
        foreach ((int row, string?[] cells) in rows.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (region.Count > 0 && row != region[^1].Row + 1)
            {
                Region(region);
                region.Clear();
            }

            region.Add((row, cells));
        }

        if (region.Count > 0) Region(region);
    }

    private void Region(List<(int Row, string?[] Cells)> rows)
    {
        int left = rows.Min(r => Array.FindIndex(r.Cells, c => c is not null)), right = rows.Max(r => r.Cells.Length);
        TableHead head = TableHead.Of([.. rows.Take(Sample).Select(r => Cut(r.Cells, left, right))]);

        // Rows behind a blank one without names of their own go on with the table above.
        bool goesOn = !head.HasHeader && group >= 0 && width == right;
        if (!goesOn)
        {
            (group, width) = (document.NextGroup(), right);
            names = head.HasHeader ? head.Names : [];
        }

        bool wide = right - left >= DelimitedReader.WideColumns;
        for (int i = 0; i < rows.Count; i++)
        {
            string[] cells = Cut(rows[i].Cells, left, right);
            int number = rows[i].Row;
            bool header = head.HasHeader && i == head.Above;
            if (right - left == 1 && !head.HasHeader || i < head.Above) Place(rows[i], Array.FindIndex(rows[i].Cells, c => c is not null), document.Block(BlockKind.Paragraph, string.Join(' ', cells.Where(c => c.Length > 0))));
            else if (wide && header) continue;
            else if (wide) Place(rows[i], left, document.Block(BlockKind.TableRow, string.Join(" | ", cells.Select((c, at) => (Name: Name(at), Cell: c.ReplaceLineEndings(" ").Trim())).Where(c => c.Cell.Length > 0).Select(c => $"{c.Name}: {c.Cell}")), group));
            else Place(rows[i], left, document.Row(Trim(cells), group, header, at => isRepeated(number, at + left)));
        }
    }

    private string Name(int column) => column < names.Length && names[column].Length > 0 ? names[column] : ColumnNames.Of(column);

    private static string[] Cut(string?[] cells, int left, int right) => [.. cells.Take(Math.Min(right, cells.Length)).Skip(left).Select(c => c ?? "")];

    private static IEnumerable<string> Trim(string[] cells)
    {
        int end = cells.Length;
        while (end > 1 && cells[end - 1].Length == 0) end--;
        return cells.Take(end);
    }

    private void Place((int Row, string?[] Cells) row, int first, Text.TextSpan span)
    {
        int last = row.Cells.Length - 1;
        string name = sheet.All(char.IsLetterOrDigit) ? sheet : $"'{sheet.Replace("'", "''", StringComparison.Ordinal)}'", number = row.Row.ToString(CultureInfo.InvariantCulture);
        document.Place(first == last ? $"{name}!{ColumnNames.Of(first)}{number}" : $"{name}!{ColumnNames.Of(first)}{number}:{ColumnNames.Of(last)}{number}", span);
    }
}
