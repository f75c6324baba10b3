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
    private const int MostLevels = 4;
    private int group = -1, width;
    private string[] names = [];
    private SheetRows? all;

    /// <summary>Adds all tables.</summary>
    public void Add(SheetRows rows, CancellationToken cancellationToken)
    {
        all = rows;
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
        (TableHead head, string[][] headings) = Head([.. rows.Take(Sample).Select(r => (r.Row, Cut(r.Cells, left, right)))], left);

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
            bool header = head.HasHeader && i >= head.Above && i < head.Above + headings.Length;
            if (right - left == 1 && !head.HasHeader || i < head.Above) Place(rows[i], Array.FindIndex(rows[i].Cells, c => c is not null), document.Block(BlockKind.Paragraph, string.Join(' ', cells.Where(c => c.Length > 0))));
            else if (wide && header) continue;
            else if (wide) Place(rows[i], left, document.Block(BlockKind.TableRow, string.Join(" | ", cells.Select((c, at) => (Name: Name(at), Cell: c.ReplaceLineEndings(" ").Trim())).Where(c => c.Cell.Length > 0).Select(c => $"{c.Name}: {c.Cell}")), group));
            else if (header) Place(rows[i], left, document.Row(Trim(headings[i - head.Above]), group, header: true));
            else Place(rows[i], left, document.Row(Trim(cells), group, header: false, at => all!.IsRepeated(number, at + left), at => all!.Number(number, at + left)));
        }
    }

    // A heading over several columns (2025 over Q1 and Q2) says that another row of headings follows it.
    private (TableHead Head, string[][] Headings) Head(List<(int Row, string[] Cells)> rows, int left)
    {
        int first = rows.FindIndex(r => r.Cells.Count(c => c.Length > 0) > 1), levels = 1;
        while (first >= 0 && levels < MostLevels && first + levels < rows.Count - 1 && IsOverSeveral(rows[first + levels - 1], left)) levels++;
        if (levels > 1)
        {
            string[][] headings = [.. rows.Skip(first).Take(levels).Select(r => Spread(r, left))];
            TableHead joined = TableHead.Of([.. rows.Take(first).Select(r => r.Cells), HeadingLevels.Join(headings), .. rows.Skip(first + levels).Select(r => r.Cells)]);
            if (joined.HasHeader && joined.Above == first) return (joined, headings);
        }

        TableHead head = TableHead.Of([.. rows.Select(r => r.Cells)]);
        return (head, head.HasHeader ? [rows[head.Above].Cells] : []);
    }

    private bool IsOverSeveral((int Row, string[] Cells) row, int left) => row.Cells.Index().Any(c => c.Item.Length > 0 && all!.LastColumn(row.Row, c.Index + left) > c.Index + left);

    private string[] Spread((int Row, string[] Cells) row, int left)
    {
        var spread = new List<string>(row.Cells);
        for (int i = 0; i < row.Cells.Length; i++)
        {
            if (row.Cells[i].Length == 0) continue;
            for (int over = i + 1; over <= all!.LastColumn(row.Row, i + left) - left; over++)
            {
                if (over == spread.Count) spread.Add("");
                if (spread[over].Length == 0) spread[over] = row.Cells[i];
            }
        }

        return [.. spread];
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
        string number = row.Row.ToString(CultureInfo.InvariantCulture), from = Cell(sheet, ColumnNames.Of(first) + number);
        document.Place(first == last ? from : $"{from}:{ColumnNames.Of(last)}{number}", span);
    }

    /// <summary>A cell with its sheet, as formulas name it: <c>'Price list'!C4</c>.</summary>
    /// <param name="sheet">Name of the sheet.</param>
    /// <param name="cell">Column and row.</param>
    public static string Cell(string sheet, string cell) => $"{(sheet.All(char.IsLetterOrDigit) ? sheet : $"'{sheet.Replace("'", "''", StringComparison.Ordinal)}'")}!{cell}";
}
