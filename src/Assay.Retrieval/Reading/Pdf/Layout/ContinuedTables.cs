using System.Collections.Immutable;

namespace Assay.Retrieval.Reading.Pdf.Layout;

/// <summary>
/// Finds tables that go on on the next page: the last thing on one page and the first on the next, with as many columns at the same places. Names of columns that stand there again are no row.
/// Anything between the two parts, and other names of columns, begin another table.
/// </summary>
internal static class ContinuedTables
{
    private const float Near = 3;
    private const float SameSize = 0.1f;

    /// <summary>Joins them; running headers and footers are taken out before.</summary>
    public static void Join(List<PageLayout> pages)
    {
        for (int i = 1; i < pages.Count; i++)
        {
            List<PageItem> items = pages[i].Items;
            if (pages[i - 1].Items is not [.., PageTable open] above || items.Count == 0 || above.Exists(n => n.Bottom < open.Bottom)) continue;
            if (items[0] is PageTable next)
            {
                if (items.TrueForAll(n => n.Base <= next.Base) && AreAligned(open, next) && Repeated(open, next) is { } rows) items[0] = next.After(open, rows);
            }
            else
            {
                Rest(open, items);
            }
        }
    }

    private static bool AreAligned(PageTable a, PageTable b)
    {
        if (a.Columns.Length != b.Columns.Length || a.IsRuled != b.IsRuled || Math.Abs(a.Size - b.Size) > a.Size * SameSize) return false;
        return a.Columns.Index().All(c => a.IsRuled
            ? Math.Abs(c.Item.Left - b.Columns[c.Index].Left) <= Near && Math.Abs(c.Item.Right - b.Columns[c.Index].Right) <= Near
            : ColumnOf(a, b.Columns[c.Index]) == c.Index);
    }

    // The only column that something stands below; -1 when there is none or more than one.
    private static int ColumnOf(PageTable table, (float Left, float Right) place)
    {
        int[] below = [.. table.Columns.Index().Where(c => c.Item.Left <= place.Right && c.Item.Right >= place.Left).Select(c => c.Index)];
        return below is [int only] ? only : -1;
    }

    // Rows that name the columns again; null where other names begin a table of its own.
    private static int? Repeated(PageTable open, PageTable next)
    {
        ImmutableArray<string> first = next.Rows[0];
        if (IsRepeated(open, first, next.HasHeader)) return 1;
        if (!next.HasHeader) return 0;

        // A row of words alone may name columns or be like the rows above.
        return next.IsHeaderBold || !open.Rows.Skip(open.GoesOn ? 0 : 1).Any(r => r.All(RuledTables.IsName)) ? null : 0;
    }

    // A row of data may come again; one that names columns is marked as such, or has no numbers.
    private static bool IsRepeated(PageTable open, ImmutableArray<string> row, bool isHeader) =>
        row.SequenceEqual(open.FirstRow) && (isHeader || open.HasHeader || row.All(c => !c.Any(char.IsDigit)));

    // Fewer rows than make a table by themselves: each with something in every column.
    private static void Rest(PageTable open, List<PageItem> items)
    {
        if (open.IsRuled) return;
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        float left = float.MaxValue, right = float.MinValue, bottom = items[0].Base;
        int at = 0;
        while (rows.Count < AlignedTables.FewestRows - 1 && Row(open, items, at) is { } row)
        {
            if (rows.Count == 0 && items.Skip(row.Length).Any(n => n.Base >= row[0].Base)) return;
            rows.Add([.. row.Select(l => l.Text)]);
            (left, right, bottom) = (Math.Min(left, row[0].Left), Math.Max(right, row[^1].Right), row[0].Base);
            at += row.Length;
        }

        if (at == 0) return;
        var rest = new PageTable(rows.ToImmutable(), (left, bottom, right, items[0].Base), items[0].Size, items[0].Order) { Columns = open.Columns };
        items.RemoveRange(0, at);
        items.Insert(0, rest.After(open, IsRepeated(open, rows[0], isHeader: false) ? 1 : 0));
    }

    private static Line[]? Row(PageTable open, List<PageItem> items, int at)
    {
        int count = open.Columns.Length;
        if (at + count > items.Count) return null;
        Line[] row = [.. items.Skip(at).Take(count).OfType<Line>()];
        bool fits = row.Length == count && row.Index().All(l => Math.Abs(l.Item.Base - row[0].Base) < l.Item.Size / 2
            && Math.Abs(l.Item.Size - open.Size) <= open.Size * SameSize && ColumnOf(open, (l.Item.Left, l.Item.Right)) == l.Index);
        return fits ? row : null;
    }
}
