namespace Assay.Retrieval.Tables;

/// <summary>Tells rows that sum up others from data.</summary>
internal static class TotalRows
{
    private static readonly HashSet<string> s_words = new(StringComparer.OrdinalIgnoreCase) { "total", "totals", "subtotal", "subtotals", "sum", "summe", "gesamt", "gesamtsumme", "zwischensumme", "insgesamt", "average", "mean", "durchschnitt" };
    private static readonly HashSet<string> s_beside = new(StringComparer.OrdinalIgnoreCase) { "grand", "sub", "overall", "all", "of", "the", "sum" };

    /// <summary>Whether a row sums up others by what its first cell says: nothing but a word for a sum, or that word beside a name in a row without other texts.</summary>
    /// <param name="cells">The row's cells, trimmed.</param>
    /// <param name="types">What the columns are.</param>
    public static bool Is(IReadOnlyList<string> cells, IReadOnlyList<ColumnType> types)
    {
        int first = -1, texts = 0, numbers = 0;
        for (int i = 0; i < cells.Count; i++)
        {
            if (ColumnReader.IsMissing(cells[i])) continue;
            if (first < 0) first = i;
            if (i < types.Count && types[i] == ColumnType.Number && NumberCells.Split(cells[i], out _, out _, out _)) numbers++;
            else texts++;
        }

        if (first < 0 || cells[first].Length > 60) return false;
        string[] words = cells[first].Split([' ', ':', '(', ')', '-', '='], StringSplitOptions.RemoveEmptyEntries);
        if (!words.Any(s_words.Contains)) return false;

        // A product may be called Total; a sum has numbers and hardly any text.
        bool only = words.All(w => s_words.Contains(w) || s_beside.Contains(w));
        return numbers > 0 && texts == 1 && (only || s_words.Contains(words[0]) || s_words.Contains(words[^1]));
    }
}
