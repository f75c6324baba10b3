using System.Collections.Immutable;
using Assay.Retrieval.Reading.Pdf.Content;

namespace Assay.Retrieval.Reading.Pdf.Layout;

/// <summary>Finds tables without lines between their cells: rows that follow each other with several items each, which stand below each other.</summary>
internal static class AlignedTables
{
    /// <summary>Fewest rows of a table on one page.</summary>
    public const int FewestRows = 3;

    private const float WidestSpace = 3.2f;

    /// <summary>The rows with their tables put together; every other row as it was, its items side by side.</summary>
    public static List<PageItem> Of(List<List<PageItem>> rows)
    {
        var items = new List<PageItem>();
        for (int i = 0; i < rows.Count;)
        {
            int end = Stretch(rows, i, out List<(float Left, float Right)> columns);
            if (end - i >= FewestRows && columns.Count >= 2)
            {
                items.Add(Table(rows, i, end, columns));
                i = end;
            }
            else
            {
                items.AddRange(rows[i++]);
            }
        }

        return items;
    }

    private static int Stretch(List<List<PageItem>> rows, int start, out List<(float Left, float Right)> columns)
    {
        columns = [];
        int end = start;
        while (end < rows.Count)
        {
            List<PageItem> row = rows[end];
            if (row.Count < 2 || row.Exists(n => n is PageTable)) break;
            if (end > start && (rows[end - 1][0].Base - row[0].Base > row[0].Size * WidestSpace || rows[end - 1][0].Base < row[0].Base)) break;
            List<(float Left, float Right)> joined = Join(columns, row);
            if (joined.Count < 2 || (columns.Count > 0 && joined.Count < columns.Count) || row.Count > joined.Count || !Apart(row, joined)) break;
            columns = joined;
            end++;
        }

        return end;
    }

    private static List<(float Left, float Right)> Join(List<(float Left, float Right)> columns, List<PageItem> row)
    {
        var joined = new List<(float Left, float Right)>();
        foreach ((float left, float right) in columns.Concat(row.Select(n => (n.Left, n.Right))).OrderBy(s => s.Item1))
        {
            if (joined.Count > 0 && left <= joined[^1].Right) joined[^1] = (joined[^1].Left, Math.Max(joined[^1].Right, right));
            else joined.Add((left, right));
        }

        return joined;
    }

    private static bool Apart(List<PageItem> row, List<(float Left, float Right)> columns) => row.Select(n => ColumnOf(n, columns)).Distinct().Count() == row.Count;

    private static int ColumnOf(PageItem item, List<(float Left, float Right)> columns) => Math.Max(0, columns.FindIndex(c => item.Left >= c.Left && item.Left <= c.Right));

    private static PageTable Table(List<List<PageItem>> rows, int start, int end, List<(float Left, float Right)> columns)
    {
        var cells = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        float left = float.MaxValue, right = float.MinValue;
        int order = int.MaxValue;
        for (int i = start; i < end; i++)
        {
            string[] row = new string[columns.Count];
            Array.Fill(row, "");
            foreach (PageItem item in rows[i])
            {
                row[ColumnOf(item, columns)] = ((Line)item).Text;
                left = Math.Min(left, item.Left);
                right = Math.Max(right, item.Right);
                order = Math.Min(order, item.Order);
            }

            cells.Add([.. row]);
        }

        bool header = rows[start].TrueForAll(n => ((Line)n).Face.HasFlag(TextFace.Bold)) && !rows[start + 1].TrueForAll(n => ((Line)n).Face.HasFlag(TextFace.Bold));
        return new PageTable(cells.ToImmutable(), (left, rows[end - 1][0].Base, right, rows[start][0].Base), rows[start][0].Size, order) { HasHeader = header, IsHeaderBold = header, Columns = [.. columns] };
    }
}
