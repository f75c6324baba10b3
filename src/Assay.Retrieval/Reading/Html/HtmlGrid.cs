using System.Globalization;
using AngleSharp.Dom;

namespace Assay.Retrieval.Reading.Html;

/// <summary>The cells of a table in their columns: one that stands over several rows or columns is in each of them.</summary>
internal sealed class HtmlGrid
{
    private const int MaxColumns = 1_000;

    // What a cell that repeats another one costs besides its text.
    private const int RepeatedCell = 10;
    private readonly DocumentBuilder document;
    private readonly SortedDictionary<int, (IElement Cell, int Rows)> above = [];

    /// <summary>Lays out a table.</summary>
    /// <param name="document">Says how much may be repeated; behind that, cells stand side by side.</param>
    /// <param name="table">Of an <see cref="HtmlOutline"/>; without tables in it.</param>
    public HtmlGrid(DocumentBuilder document, IElement table)
    {
        this.document = document;
        IElement? part = null;
        foreach (IElement row in table.QuerySelectorAll("tr"))
        {
            // No cell stands over the end of a part of the table.
            if (!ReferenceEquals(row.ParentElement, part)) above.Clear();
            part = row.ParentElement;
            Rows.Add(new HtmlGridRow(row, Cells(row), part?.LocalName == "thead" || row.Children.All(c => c.LocalName == "th")));
        }

        HeaderRows = Math.Max(Rows.TakeWhile(r => r.IsHeader).Count(), Depth());
    }

    /// <summary>The rows in order.</summary>
    public List<HtmlGridRow> Rows { get; } = [];

    /// <summary>Rows at the top that name the columns.</summary>
    public int HeaderRows { get; }

    // A first row with cells over several columns and others over several rows is a header as deep as those, whatever its cells are called.
    private int Depth()
    {
        if (Rows.Count == 0 || !Rows[0].Cells.Exists(c => c.IsFromLeft)) return 0;
        int depth = Rows[0].Cells.Where(c => c.Element is not null).Select(c => Number(c.Element!, "rows")).Where(n => n > 1).DefaultIfEmpty(0).Min();
        return depth < Rows.Count && depth <= HtmlGridRow.MostJoined ? depth : 0;
    }

    private List<HtmlGridCell> Cells(IElement row)
    {
        var cells = new List<HtmlGridCell>();
        foreach (IElement cell in row.Children)
        {
            while (TakeFromAbove(cells)) { }
            int columns = Number(cell, "cols"), rows = Number(cell, "rows");
            if (cells.Count + columns > MaxColumns || !MayRepeat(columns - 1)) columns = 1;
            for (int i = 0; i < columns; i++)
            {
                if (rows != 1 && cells.Count < MaxColumns) above[cells.Count] = (cell, rows == 0 ? int.MaxValue : rows - 1);
                cells.Add(new HtmlGridCell(cell, IsFromLeft: i > 0, IsFromAbove: false));
            }
        }

        // Cells from above may stand behind a gap.
        int last = above.Count == 0 ? 0 : above.Keys.Max();
        while (above.Count > 0 && cells.Count <= last)
        {
            if (TakeFromAbove(cells)) continue;
            if (!MayRepeat(1)) break;
            cells.Add(new HtmlGridCell(null, IsFromLeft: false, IsFromAbove: false));
        }

        return cells;
    }

    private bool TakeFromAbove(List<HtmlGridCell> cells)
    {
        int column = cells.Count;
        if (!above.TryGetValue(column, out (IElement Cell, int Rows) held) || !MayRepeat(1)) return false;
        if (held.Rows > 1) above[column] = (held.Cell, held.Rows - 1);
        else above.Remove(column);
        cells.Add(new HtmlGridCell(held.Cell, IsFromLeft: column > 0 && ReferenceEquals(cells[column - 1].Element, held.Cell), IsFromAbove: true));
        return true;
    }

    private bool MayRepeat(int count)
    {
        if (document.MayRepeat(count * RepeatedCell)) return true;
        above.Clear();
        return false;
    }

    private static int Number(IElement cell, string attribute) => int.TryParse(cell.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 1;
}
