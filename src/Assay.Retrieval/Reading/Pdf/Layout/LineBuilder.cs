namespace Assay.Retrieval.Reading.Pdf.Layout;

/// <summary>Puts words together into lines by where they stand; a wide gap ends a line, so that columns and cells stay apart.</summary>
internal static class LineBuilder
{
    /// <summary>Gap that ends a line, in font sizes: wider than most word spaces of justified text, narrower than the gap between columns.</summary>
    private const float WideGap = 0.85f;

    private const float SameLine = 0.35f;
    private const float Raised = 0.75f;
    private const int MostRaised = 12;

    /// <summary>The lines of words, in no order.</summary>
    public static List<PageItem> Of(List<Word> words)
    {
        var lines = new List<PageItem>();
        foreach (List<Word> row in Rows(words))
        {
            row.Sort((x, y) => x.Left != y.Left ? x.Left.CompareTo(y.Left) : x.Order.CompareTo(y.Order));
            var line = new List<Word>();
            float right = 0, size = 0;
            foreach (Word word in row)
            {
                // Of the smaller size: the columns beside a larger heading are no farther apart for it. Raised signs do not make the line they stand in small.
                if (line.Count > 0 && word.Left - right > WideGap * Math.Min(word.Size, size))
                {
                    lines.Add(new Line(line));
                    line = [];
                }

                (right, size) = line.Count == 0 ? (word.Right, word.Size) : (Math.Max(right, word.Right), Math.Max(size, word.Size));
                line.Add(word);
            }

            lines.Add(new Line(line));
        }

        return lines;
    }

    /// <summary>Words by the line they stand on, from top to bottom; raised and lowered ones join the line beside them.</summary>
    public static List<List<Word>> Rows(List<Word> words)
    {
        var sorted = new List<Word>(words);
        sorted.Sort((x, y) => x.Base != y.Base ? y.Base.CompareTo(x.Base) : x.Order.CompareTo(y.Order));
        var rows = new List<List<Word>>();
        List<Word>? row = null;
        float top = 0, tallest = 0;
        foreach (Word word in sorted)
        {
            if (row is null || top - word.Base > SameLine * Math.Min(Math.Max(tallest, word.Size), 40))
            {
                rows.Add(row = []);
                (top, tallest) = (word.Base, 0);
            }

            row.Add(word);
            tallest = Math.Max(tallest, word.Size);
        }

        return Raise(rows);
    }

    // A row of nothing but small words, each beside a larger one that stands a little lower or higher, is raised or lowered text of that one's row.
    private static List<List<Word>> Raise(List<List<Word>> rows)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            int into = -1;
            for (int j = Math.Max(0, i - 1); j <= Math.Min(rows.Count - 1, i + 1) && rows[i].Count <= MostRaised; j++)
            {
                if (j != i && rows[i].TrueForAll(w => IsBeside(w, rows[j]))) into = j;
            }

            if (into < 0) continue;
            rows[into].AddRange(rows[i]);
            rows.RemoveAt(i--);
        }

        return rows;
    }

    private static bool IsBeside(Word small, List<Word> row)
    {
        foreach (Word word in row)
        {
            bool smaller = small.Size <= word.Size * 0.85f && Math.Abs(small.Base - word.Base) < word.Size * Raised;
            if (smaller && small.Left < word.Right + (word.Size * 0.5f) && small.Right > word.Left - (word.Size * 0.5f)) return true;
        }

        return false;
    }
}
