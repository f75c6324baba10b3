using System.Text;

namespace Assay.Retrieval.Reading.Pdf.Layout;

/// <summary>Takes running headers, footers and page numbers out of pages: lines near the upper or lower edge that come again on other pages at the same height, numbers aside.</summary>
internal static class RunningLines
{
    private const double EdgeShare = 0.14;
    private const double FarEdgeShare = 0.2;
    private const int OuterLines = 4;
    private const float SameHeight = 4;
    private const int FewestPages = 3;
    private const double FewestShare = 0.3;
    private const int LongestLine = 160;

    /// <summary>Removes them.</summary>
    public static void Remove(List<PageLayout> pages)
    {
        if (pages.Count < 2) return;
        var seen = new Dictionary<string, List<(int Page, double Depth)>>(StringComparer.Ordinal);
        foreach (PageLayout page in pages)
        {
            foreach (Line line in Outer(page))
            {
                string key = Key(line.Text);
                if (!seen.TryGetValue(key, out List<(int Page, double Depth)>? places)) seen[key] = places = [];
                places.Add((page.Number, Depth(page, line)));
            }
        }

        int needed = pages.Count < FewestPages ? pages.Count : Math.Max(FewestPages, (int)(Math.Min(pages.Count, 20) * FewestShare));
        foreach (PageLayout page in pages)
        {
            HashSet<PageItem> running = [.. Outer(page).Where(l => Times(seen[Key(l.Text)], Depth(page, l)) >= needed)];
            if (running.Count > 0) page.Items.RemoveAll(running.Contains);
        }
    }

    private static int Times(List<(int Page, double Depth)> places, double depth) => places.Where(p => Math.Abs(p.Depth - depth) <= SameHeight).Select(p => p.Page).Distinct().Count();

    // From the nearer edge, so that pages of different heights compare: below the upper edge positive, above the lower edge negative.
    private static double Depth(PageLayout page, PageItem item)
    {
        double fromTop = page.Top - item.Base, fromBottom = page.Height - fromTop;
        return fromTop <= fromBottom ? fromTop : -fromBottom;
    }

    private static IEnumerable<Line> Outer(PageLayout page)
    {
        double edge = page.Height * EdgeShare;
        Line[] near = [.. page.Items.OfType<Line>().Where(l => Math.Abs(Depth(page, l)) <= edge && l.Text.Length <= LongestLine).OrderByDescending(l => l.Base)];
        Line[] upper = [.. near.Where(l => Depth(page, l) > 0).Take(OuterLines)], lower = [.. near.Where(l => Depth(page, l) <= 0).TakeLast(OuterLines)];
        return upper.Concat(lower).Concat(Farther(page).Where(l => Math.Abs(Depth(page, l)) > edge));
    }

    // Pages with wide margins: the first and the last line of the page, where nothing stands beside it.
    private static IEnumerable<Line> Farther(PageLayout page)
    {
        if (page.Items.Count == 0) yield break;
        foreach (PageItem item in new[] { page.Items.MaxBy(i => i.Base)!, page.Items.MinBy(i => i.Bottom)! }.Distinct())
        {
            bool alone = page.Items.TrueForAll(i => i == item || i.Bottom > item.Base + item.Size || i.Base < item.Base - item.Size);
            if (alone && item is Line line && Math.Abs(Depth(page, line)) <= page.Height * FarEdgeShare && line.Text.Length <= LongestLine) yield return line;
        }
    }

    // Numbers, Roman ones too where they stand alone, differ from page to page.
    private static string Key(string text)
    {
        var key = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (char.IsDigit(c))
            {
                if (key.Length == 0 || key[^1] != '#') key.Append('#');
            }
            else if (!char.IsWhiteSpace(c))
            {
                key.Append(char.ToLowerInvariant(c));
            }
        }

        string plain = key.ToString();
        return plain.Trim('-', '–', '.') is { Length: > 0 and <= 6 } core && core.All(c => "ivxlc".Contains(c, StringComparison.Ordinal)) ? plain.Replace(core, "#", StringComparison.Ordinal) : plain;
    }
}
