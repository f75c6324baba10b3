namespace Assay.Retrieval.Reading.Tables;

/// <summary>What the first rows of a table say about it.</summary>
/// <param name="Above">Rows before the table: notes and titles of one cell.</param>
/// <param name="HasHeader">Whether the first row of the table names its columns.</param>
/// <param name="Columns">Columns that most rows have.</param>
/// <param name="Names">The names; empty without a header.</param>
internal sealed record TableHead(int Above, bool HasHeader, int Columns, string[] Names)
{
    private const int MostAbove = 20;
    private const int LongestName = 100;
    private const int FirstYear = 1900, LastYear = 2100;

    /// <summary>Looks at a sample.</summary>
    /// <param name="rows">The first rows that are not blank, cell by cell.</param>
    public static TableHead Of(IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0) return new TableHead(0, false, 0, []);
        int columns = rows.GroupBy(Filled).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).First().Key;
        columns = Math.Max(columns, rows.GroupBy(r => r.Length).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).First().Key);
        int above = 0;
        while (columns > 1 && above < rows.Count - 1 && above < MostAbove && Filled(rows[above]) <= 1) above++;
        if (above == MostAbove || above >= rows.Count) above = 0;
        bool header = rows.Count > above + 1 && NamesColumns(rows[above], rows.Skip(above + 1));
        return new TableHead(above, header, columns, header ? [.. rows[above].Select(Short)] : []);
    }

    // Names of a wide table stand in every row.
    private static string Short(string name) => name.Length <= LongestName ? name : name[..LongestName] + "…";

    private static int Filled(string[] row) => row.Count(c => !string.IsNullOrWhiteSpace(c));

    // Names are distinct texts; a value of the column's own type, or one that comes again below, is data.
    private static bool NamesColumns(string[] first, IEnumerable<string[]> below)
    {
        string[] names = [.. first.Where(c => !string.IsNullOrWhiteSpace(c))];
        if (names.Length == 0 || names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < names.Length || names.Length * 2 < first.Length) return false;
        bool[] years = [.. first.Select(IsYear)];
        int oddOnes = 0;
        for (int i = 0; i < first.Length; i++)
        {
            if (CellTypes.Of(first[i]) is CellType.Integer or CellType.Number or CellType.Date && !(years[i] && years.Count(y => y) > 1)) oddOnes++;
        }

        if (oddOnes * 2 >= names.Length) return false;
        return !below.Any(row => Enumerable.Range(0, Math.Min(row.Length, first.Length)).Count(i => row[i].Length > 0 && row[i] == first[i]) * 2 > names.Length);
    }

    private static bool IsYear(string cell) => cell.Trim() is { Length: 4 } text && int.TryParse(text, out int year) && year is >= FirstYear and <= LastYear;
}
