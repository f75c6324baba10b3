using System.Collections.Immutable;
using Assay.Retrieval.Reading.Pdf.Content;

namespace Assay.Retrieval.Reading.Pdf.Layout;

/// <summary>Finds tables by the lines between their cells. Lines that meet belong to one table; where a line between two cells is missing they are one cell.</summary>
internal static class RuledTables
{
    private const float Near = 3;
    private const int MostLines = 2000;
    private const int MostCells = 20_000;
    private const float Header = 0.95f;

    /// <summary>The tables of a page; their words are taken out of <paramref name="words"/>.</summary>
    public static List<PageTable> Take(List<Rule> rules, List<Word> words)
    {
        var tables = new List<PageTable>();
        if (rules.Count < 4) return tables;
        List<Rule> level = Merge(rules.Where(r => r.IsLevel).ToList(), level: true), upright = Merge(rules.Where(r => !r.IsLevel).ToList(), level: false);
        if (level.Count < 2 || upright.Count < 2 || level.Count + upright.Count > MostLines) return tables;
        foreach ((List<Rule> rows, List<Rule> columns) in Meeting(level, upright))
        {
            if (Table(rows, columns, words) is { } table) tables.Add(table);
        }

        return tables;
    }

    // Pieces of one line, and lines drawn for both of two neighbouring cells, become one.
    private static List<Rule> Merge(List<Rule> rules, bool level)
    {
        rules.Sort((x, y) => level
            ? x.Bottom != y.Bottom ? x.Bottom.CompareTo(y.Bottom) : x.Left.CompareTo(y.Left)
            : x.Left != y.Left ? x.Left.CompareTo(y.Left) : x.Bottom.CompareTo(y.Bottom));
        var merged = new List<Rule>();
        foreach (Rule rule in rules)
        {
            int at = -1;
            for (int i = merged.Count - 1; i >= 0 && at < 0; i--)
            {
                Rule other = merged[i];
                float apart = level ? rule.Bottom - other.Bottom : rule.Left - other.Left;
                if (apart > Near) break;
                bool meets = level ? rule.Left <= other.Right + Near && rule.Right >= other.Left - Near : rule.Bottom <= other.Top + Near && rule.Top >= other.Bottom - Near;
                if (meets) at = i;
            }

            if (at < 0)
            {
                merged.Add(rule);
                continue;
            }

            Rule before = merged[at];
            merged[at] = level
                ? before with { Left = Math.Min(before.Left, rule.Left), Right = Math.Max(before.Right, rule.Right) }
                : before with { Bottom = Math.Min(before.Bottom, rule.Bottom), Top = Math.Max(before.Top, rule.Top) };
        }

        return merged;
    }

    private static IEnumerable<(List<Rule> Level, List<Rule> Upright)> Meeting(List<Rule> level, List<Rule> upright)
    {
        int[] group = [.. Enumerable.Range(0, level.Count + upright.Count)];
        int Root(int i)
        {
            while (group[i] != i) i = group[i] = group[group[i]];
            return i;
        }

        for (int i = 0; i < level.Count; i++)
        {
            for (int j = 0; j < upright.Count; j++)
            {
                bool meet = upright[j].Left >= level[i].Left - Near && upright[j].Left <= level[i].Right + Near && level[i].Bottom >= upright[j].Bottom - Near && level[i].Bottom <= upright[j].Top + Near;
                if (meet) group[Root(i)] = Root(level.Count + j);
            }
        }

        return Enumerable.Range(0, group.Length).GroupBy(Root).OrderBy(g => g.Key).Select(g =>
            (g.Where(i => i < level.Count).Select(i => level[i]).ToList(), g.Where(i => i >= level.Count).Select(i => upright[i - level.Count]).ToList()));
    }

    private static List<float> Places(IEnumerable<float> values)
    {
        var places = new List<float>();
        foreach (float value in values.Order())
        {
            if (places.Count == 0 || value - places[^1] > Near) places.Add(value);
        }

        return places;
    }

    private static PageTable? Table(List<Rule> level, List<Rule> upright, List<Word> words)
    {
        if (level.Count < 2 || upright.Count < 2) return null;
        List<float> xs = Places(upright.Select(r => r.Left)), ys = Places(level.Select(r => r.Bottom));
        int columns = xs.Count - 1, rows = ys.Count - 1;
        if (columns < 1 || rows < 1 || columns * rows < 2 || (long)columns * rows > MostCells) return null;
        (float Left, float Bottom, float Right, float Top) frame = (xs[0], ys[0], xs[^1], ys[^1]);
        List<Word> inside = words.FindAll(w => Inside(w, frame));
        if (inside.Count == 0) return null;
        List<Word>?[,] cells = new List<Word>?[rows, columns];
        foreach (Word word in inside)
        {
            (int row, int column) = Home(Cell(ys, word.Base + (word.Size * 0.3f)), Cell(xs, (word.Left + Math.Min(word.Right, word.Left + word.Size)) / 2), level, upright, xs, ys);
            (cells[row, column] ??= []).Add(word);
        }

        int filled = cells.Cast<List<Word>?>().Count(c => c is not null);
        bool oneColumn = Enumerable.Range(0, columns).Count(c => Enumerable.Range(0, rows).Any(r => cells[r, c] is not null)) < 2;
        if (filled < 2 || oneColumn) return null;
        words.RemoveAll(inside.Contains);
        return Build(cells, inside, frame, [.. xs.Zip(xs.Skip(1))]);
    }

    private static PageTable Build(List<Word>?[,] cells, List<Word> inside, (float Left, float Bottom, float Right, float Top) frame, ImmutableArray<(float Left, float Right)> edges)
    {
        int columns = cells.GetLength(1);
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        bool header = false, bold = false;
        for (int row = cells.GetLength(0) - 1; row >= 0; row--)
        {
            string[] texts = [.. Enumerable.Range(0, columns).Select(c => cells[row, c] is { } words ? Text(words) : "")];
            if (Array.TrueForAll(texts, t => t.Length == 0)) continue;
            if (rows.Count == 0) header = IsHeader(cells, row, texts, out bold);
            rows.Add([.. texts]);
        }

        return new PageTable(rows.ToImmutable(), frame, inside[0].Size, inside.Min(w => w.Order)) 
        {
            HasHeader = header && rows.Count > 1, IsHeaderBold = bold, Columns = edges, IsRuled = true,
        };
    }

    // A first row of names: bold, or with no number where every cell has a text.
    private static bool IsHeader(List<Word>?[,] cells, int row, string[] texts, out bool isBold)
    {
        Word[] words = [.. Enumerable.Range(0, texts.Length).SelectMany(c => cells[row, c] ?? [])];
        int all = words.Sum(w => w.Text.Length), bold = words.Where(w => w.Face.HasFlag(TextFace.Bold)).Sum(w => w.Text.Length);
        isBold = bold >= all * Header;
        return isBold || Array.TrueForAll(texts, IsName);
    }

    /// <summary>Whether a text could name a column.</summary>
    public static bool IsName(string text) => text.Length is > 0 and < 60 && !text.Any(char.IsDigit);

    private static string Text(List<Word> words) => string.Join(' ', LineBuilder.Rows(words).Select(r =>
    {
        r.Sort((x, y) => x.Left != y.Left ? x.Left.CompareTo(y.Left) : x.Order.CompareTo(y.Order));
        return Line.Join(r);
    }));

    private static bool Inside(Word word, (float Left, float Bottom, float Right, float Top) frame)
    {
        float x = (word.Left + word.Right) / 2, y = word.Base + (word.Size * 0.3f);
        return x > frame.Left && x < frame.Right && y > frame.Bottom && y < frame.Top;
    }

    private static int Cell(List<float> places, float value)
    {
        int index = places.BinarySearch(value);
        if (index < 0) index = ~index - 1;
        return Math.Clamp(index, 0, places.Count - 2);
    }

    // The upper left of the cells that no line parts from this one.
    private static (int Row, int Column) Home(int row, int column, List<Rule> level, List<Rule> upright, List<float> xs, List<float> ys)
    {
        float middleY = (ys[row] + ys[row + 1]) / 2;
        while (column > 0 && !upright.Exists(r => Math.Abs(r.Left - xs[column]) <= Near && r.Bottom <= middleY && r.Top >= middleY)) column--;
        float middleX = (xs[column] + xs[column + 1]) / 2;
        while (row < ys.Count - 2 && !level.Exists(r => Math.Abs(r.Bottom - ys[row + 1]) <= Near && r.Left <= middleX && r.Right >= middleX)) row++;
        return (row, column);
    }
}
