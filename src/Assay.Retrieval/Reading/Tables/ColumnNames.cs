namespace Assay.Retrieval.Reading.Tables;

/// <summary>The letters that spreadsheets give their columns.</summary>
internal static class ColumnNames
{
    /// <summary>The name of a column: A, B, …, Z, AA, ….</summary>
    /// <param name="index">0-based.</param>
    public static string Of(int index)
    {
        Span<char> letters = stackalloc char[8];
        int at = letters.Length;
        for (long left = index + 1L; left > 0; left = (left - 1) / 26) letters[--at] = (char)('A' + ((left - 1) % 26));
        return letters[at..].ToString();
    }

    /// <summary>The 0-based column of a cell reference such as <c>AB12</c>; -1 when it is none.</summary>
    public static int Parse(ReadOnlySpan<char> reference)
    {
        int column = 0, letters = 0;
        foreach (char c in reference)
        {
            if (!char.IsAsciiLetter(c)) break;
            column = (column * 26) + (char.ToUpperInvariant(c) - 'A') + 1;
            if (++letters > 4) return -1;
        }

        return column - 1;
    }
}
