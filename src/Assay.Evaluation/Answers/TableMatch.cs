using System.Collections.Immutable;
using System.Globalization;

namespace Assay.Evaluation.Answers;

/// <summary>Compares tables by their rows as multisets.</summary>
/// <remarks>
/// Cells are equal when they are the same text without white space around it, or the same number to 12 digits however written (1,000 and 1000.0). Columns that have the same
/// names on both sides are brought into the same order; else their order counts, or, where it is to be ignored, the orders in which every column holds the same cells are
/// tried, 720 at most. Names that differ do not matter, only cells do.
/// </remarks>
public static class TableMatch
{
    private const int MostOrders = 720;

    /// <summary>Whether two tables have the same rows.</summary>
    /// <param name="answer">What was answered.</param>
    /// <param name="gold">What is right.</param>
    /// <param name="ordered">Whether the order of rows counts.</param>
    /// <param name="columnOrder">Whether the order of columns counts where names do not decide it.</param>
    /// <returns>True for two tables without rows.</returns>
    public static bool Equal(Table answer, Table gold, bool ordered = false, bool columnOrder = false)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(gold);
        if (answer.Rows.Length != gold.Rows.Length) return false;
        if (gold.Rows.IsEmpty) return true;
        if (answer.Width != gold.Width) return false;
        string[][] right = Cells(gold), given = Cells(answer);
        string[] expected = Rows(right, Identity(gold.Width));
        if (!ordered) Array.Sort(expected, StringComparer.Ordinal);
        foreach (int[] order in Orders(answer, gold, given, right, columnOrder))
        {
            string[] rows = Rows(given, order);
            if (!ordered) Array.Sort(rows, StringComparer.Ordinal);
            if (rows.AsSpan().SequenceEqual(expected)) return true;
        }

        return false;
    }

    /// <summary>F1 of the rows: <c>2 common / (answered + expected)</c>, each row as often as both have it.</summary>
    /// <param name="answer">What was answered.</param>
    /// <param name="gold">What is right.</param>
    /// <returns>In [0, 1]; 1 for two tables without rows, 0 when the number of columns differs.</returns>
    public static double RowF1(Table answer, Table gold)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(gold);
        int both = answer.Rows.Length + gold.Rows.Length;
        if (both == 0) return 1;
        if (answer.Width != gold.Width) return 0;
        string[][] right = Cells(gold), given = Cells(answer);
        int[][] orders = [.. Orders(answer, gold, given, right, columnOrder: false), Identity(gold.Width)];
        return orders.Max(order => 2.0 * Common(Rows(given, order), Rows(right, Identity(gold.Width))) / both);
    }

    private static int Common(string[] answer, string[] gold)
    {
        Dictionary<string, int> open = gold.CountBy(r => r, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        int common = 0;
        foreach (string row in answer)
        {
            if (open.GetValueOrDefault(row) == 0) continue;
            open[row]--;
            common++;
        }

        return common;
    }

    private static int[] Identity(int width) => [.. Enumerable.Range(0, width)];

    private static string[][] Cells(Table table) => [.. table.Rows.Select(r => r.Select(Canonical).ToArray())];

    // A value's kind stands before it, so that nothing but a missing value equals a missing value.
    private static string Canonical(string? cell)
    {
        if (cell is null) return "-";
        string text = cell.Trim();
        return double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? string.Create(CultureInfo.InvariantCulture, $"#{(number == 0 ? 0 : number):G12}")
            : "'" + text;
    }

    private static string[] Rows(string[][] cells, int[] order) => [.. cells.Select(row => string.Concat(order.Select(c => string.Create(CultureInfo.InvariantCulture, $"{row[c].Length}:{row[c]}"))))];

    private static IEnumerable<int[]> Orders(Table answer, Table gold, string[][] given, string[][] right, bool columnOrder)
    {
        if (ByName(answer, gold) is { } named) return [named];
        return columnOrder ? [Identity(gold.Width)] : ByCells(given, right, gold.Width).Take(MostOrders);
    }

    private static int[]? ByName(Table answer, Table gold)
    {
        if (answer.Columns is not { } mine || gold.Columns is not { } theirs) return null;
        string[] names = [.. mine.Select(n => n.Trim().ToUpperInvariant())], wanted = [.. theirs.Select(n => n.Trim().ToUpperInvariant())];
        if (wanted.Distinct().Count() != wanted.Length || !wanted.ToHashSet().SetEquals(names)) return null;
        return [.. wanted.Select(n => Array.IndexOf(names, n))];
    }

    private static IEnumerable<int[]> ByCells(string[][] given, string[][] right, int width)
    {
        string[] mine = [.. Enumerable.Range(0, width).Select(c => Column(given, c))], theirs = [.. Enumerable.Range(0, width).Select(c => Column(right, c))];
        return Extend([], width, (at, c) => mine[c] == theirs[at]);
    }

    private static string Column(string[][] cells, int column) => string.Join('\n', cells.Select(r => r[column]).Order(StringComparer.Ordinal));

    private static IEnumerable<int[]> Extend(ImmutableArray<int> chosen, int width, Func<int, int, bool> fits)
    {
        if (chosen.Length == width) return [[.. chosen]];
        return Enumerable.Range(0, width).Where(c => !chosen.Contains(c) && fits(chosen.Length, c)).SelectMany(c => Extend(chosen.Add(c), width, fits));
    }
}
