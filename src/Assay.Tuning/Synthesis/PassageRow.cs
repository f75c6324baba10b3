using System.Collections.Immutable;

namespace Assay.Tuning.Synthesis;

/// <summary>A row of a table in a passage.</summary>
/// <param name="Header">The cells of the table's first line.</param>
/// <param name="Cells">As many cells as the header; the first one names the row.</param>
/// <param name="Line">The row as it stands.</param>
public sealed record PassageRow(ImmutableArray<string> Header, ImmutableArray<string> Cells, string Line)
{
    private const int MostName = 60;

    /// <summary>The rows of all tables of a passage whose first cell is a name, each name once.</summary>
    /// <param name="text">Plain text; a line with <c> | </c> is a table row, the first such line of a table its header.</param>
    /// <returns>In reading order.</returns>
    public static IEnumerable<PassageRow> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ImmutableArray<string>? header = null;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in text.Split('\n'))
        {
            if (!line.Contains(" | ", StringComparison.Ordinal))
            {
                header = null;
                continue;
            }

            ImmutableArray<string> cells = [.. line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries)];
            if (header is not { } names) header = cells;
            else if (cells.Length == names.Length && IsName(cells[0]) && seen.Add(cells[0])) yield return new PassageRow(names, cells, line.Trim());
        }
    }

    /// <summary>Whether a column is named and a row has something in it.</summary>
    /// <param name="column">Its place, from 1.</param>
    /// <returns>False for an empty cell or a dash.</returns>
    public bool Has(int column) => IsName(Header[column]) && Cells[column].Length > 0 && Cells[column] is not ("-" or "–" or "—");

    private static bool IsName(string cell) => cell.Length is > 0 and <= MostName && cell.Any(char.IsLetter);
}
