namespace Assay.Retrieval.Reading.Pdf.Layout;

/// <summary>
/// Brings the lines and tables of a page into reading order: from top to bottom, columns one after the other. Two columns are a stretch of rows with an upright gap that no
/// line crosses, drawn one side after the other; rows that are drawn from side to side (forms, tables without rules) stay rows.
/// </summary>
internal static class PageOrder
{
    private const float NarrowestGap = 0.7f;
    private const float WidestStep = 6;
    private const int FewestLines = 3;
    private const int DeepestSplit = 8;

    /// <summary>The rows of a page in reading order; items of one row stand side by side, from left to right.</summary>
    public static List<List<PageItem>> Of(List<PageItem> items)
    {
        var ordered = new List<List<PageItem>>();
        Add(ordered, items, 0);
        return ordered;
    }

    private static void Add(List<List<PageItem>> ordered, List<PageItem> items, int depth)
    {
        List<List<PageItem>> rows = Rows(items);
        float left = float.MaxValue, right = float.MinValue;
        foreach (PageItem item in items)
        {
            left = Math.Min(left, item.Left);
            right = Math.Max(right, item.Right);
        }

        float[] sizes = [.. items.Select(n => n.Size).Order()];
        float size = sizes.Length > 0 ? sizes[sizes.Length / 2] : 0;
        for (int i = 0; i < rows.Count;)
        {
            int end = i;
            float river = depth < DeepestSplit ? River(rows, i, (left, right), NarrowestGap * Math.Min(size, 20), out end) : float.NaN;
            if (float.IsNaN(river))
            {
                ordered.Add(rows[i++]);
                continue;
            }

            List<PageItem> all = [.. rows[i..end].SelectMany(r => r)];
            Add(ordered, all.FindAll(n => n.Left < river), depth + 1);
            Add(ordered, all.FindAll(n => n.Left >= river), depth + 1);
            i = end;
        }
    }

    private static List<List<PageItem>> Rows(List<PageItem> items)
    {
        var sorted = new List<PageItem>(items);
        sorted.Sort((x, y) => x.Base != y.Base ? y.Base.CompareTo(x.Base) : x.Order.CompareTo(y.Order));
        var rows = new List<List<PageItem>>();
        float top = 0;
        foreach (PageItem item in sorted)
        {
            List<PageItem>? row = rows.Count > 0 ? rows[^1] : null;
            if (row is null || item is PageTable || row[0] is PageTable || top - item.Base > 0.35f * Math.Min(item.Size, row[0].Size))
            {
                rows.Add(row = []);
                top = item.Base;
            }

            row.Add(item);
        }

        foreach (List<PageItem> row in rows) row.Sort((x, y) => x.Left != y.Left ? x.Left.CompareTo(y.Left) : x.Order.CompareTo(y.Order));
        return rows;
    }

    // The longest stretch of rows from here on that one gap goes through, if its sides are columns. Returns where the gap is, or not a number.
    private static float River(List<List<PageItem>> rows, int start, (float Left, float Right) page, float narrowest, out int end)
    {
        List<(float Left, float Right)> gaps = [(page.Left - 1, page.Right + 1)];
        end = start;
        List<(float Left, float Right)> best = gaps;
        while (end < rows.Count)
        {
            if (end > start && rows[end - 1].Min(n => n.Bottom) - rows[end][0].Base > WidestStep * rows[end][0].Size) break;
            List<(float Left, float Right)> narrowed = Narrow(gaps, rows[end], page.Left, page.Right, narrowest);
            if (narrowed.Count == 0) break;
            best = gaps = narrowed;
            end++;
        }

        if (end - start < FewestLines) return float.NaN;
        foreach ((float gapLeft, float gapRight) in best.OrderByDescending(g => g.Right - g.Left))
        {
            float middle = (gapLeft + gapRight) / 2;
            if (AreColumns(rows, start, end, middle)) return middle;
        }

        return float.NaN;
    }

    private static List<(float Left, float Right)> Narrow(List<(float Left, float Right)> gaps, List<PageItem> row, float left, float right, float narrowest)
    {
        var narrowed = new List<(float Left, float Right)>();
        foreach ((float gapLeft, float gapRight) in gaps)
        {
            float from = gapLeft;
            foreach (PageItem item in row)
            {
                Keep(narrowed, from, Math.Min(gapRight, item.Left), left, right, narrowest);
                from = Math.Max(from, item.Right);
            }

            Keep(narrowed, from, gapRight, left, right, narrowest);
        }

        return narrowed;
    }

    private static void Keep(List<(float Left, float Right)> narrowed, float from, float to, float left, float right, float narrowest)
    {
        if (to - from >= narrowest && from > left && to < right && narrowed.Count < 32) narrowed.Add((from, to));
        else if (to - from >= narrowest && narrowed.Count < 32 && (from <= left ? to > left + narrowest : from < right - narrowest)) narrowed.Add((from, to));
    }

    private static bool AreColumns(List<List<PageItem>> rows, int start, int end, float middle)
    {
        var drawn = new List<(int Order, bool IsRight)>();
        int lefts = 0, rights = 0;
        for (int i = start; i < end; i++)
        {
            bool hasLeft = false, hasRight = false;
            foreach (PageItem item in rows[i])
            {
                bool isRight = item.Left >= middle;
                hasLeft |= !isRight;
                hasRight |= isRight;
                drawn.Add((item.Order, isRight));
            }

            lefts += hasLeft ? 1 : 0;
            rights += hasRight ? 1 : 0;
        }

        if (lefts < FewestLines || rights < FewestLines) return false;
        drawn.Sort((x, y) => x.Order.CompareTo(y.Order));
        int changes = 0;
        for (int i = 1; i < drawn.Count; i++) changes += drawn[i].IsRight == drawn[i - 1].IsRight ? 0 : 1;
        return changes * 2 <= Math.Min(lefts, rights);
    }
}
