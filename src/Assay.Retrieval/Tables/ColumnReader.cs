namespace Assay.Retrieval.Tables;

/// <summary>Finds out what a column is from all its cells, and then reads them.</summary>
internal sealed class ColumnReader
{
    private const double Most = 0.9;
    private int filled, numbers, dates, dayFirst, monthFirst, booleans, decimalCommas, decimalPoints;
    private readonly Dictionary<string, int> units = new(StringComparer.Ordinal);

    /// <summary>What the cells seen so far are.</summary>
    public ColumnType Type => filled == 0 ? ColumnType.Text
        : numbers >= filled * Most && units.Count <= 1 ? ColumnType.Number
        : booleans == filled ? ColumnType.Boolean
        : dates == filled || (dates + Math.Max(dayFirst, monthFirst) == filled && dayFirst != monthFirst) ? ColumnType.Date
        : ColumnType.Text;

    /// <summary>The unit that stands with its numbers; empty for none.</summary>
    public string Unit => Type == ColumnType.Number && units.Count == 1 ? units.Keys.Single() : "";

    /// <summary>Whether a cell says that there is no value.</summary>
    public static bool IsMissing(string cell) => cell.Length == 0 || cell.ToUpperInvariant() is "-" or "–" or "—" or "N/A" or "NA" or "#N/A" or "NULL" or "NIL" or "NAN";

    /// <summary>Looks at a cell.</summary>
    /// <param name="cell">Trimmed.</param>
    /// <param name="number">The number that its text shows rounded; null when the text is all there is.</param>
    public void See(string cell, double? number)
    {
        bool missing = IsMissing(cell);
        if (missing && number is null) return;
        filled++;
        if (missing)
        {
            // Accounts show zero as a dash.
            numbers++;
            return;
        }

        if (Boolean(cell) is not null) booleans++;
        if (NumberCells.Split(cell, out string digits, out string unit, out _))
        {
            numbers++;
            if (unit.Length > 0) units[unit] = units.GetValueOrDefault(unit) + 1;
            bool? comma = NumberCells.SaysDecimalComma(digits);
            if (comma == true) decimalCommas++;
            else if (comma == false) decimalPoints++;
        }
        else if (cell.Length <= 35 && cell.AsSpan().ContainsAnyInRange('0', '9'))
        {
            if (DateCells.TryParse(cell, out _))
            {
                dates++;
                return;
            }

            if (DateCells.TryParse(cell, dayFirst: true, out _)) dayFirst++;
            if (DateCells.TryParse(cell, dayFirst: false, out _)) monthFirst++;
        }
    }

    /// <summary>The value of a cell, after all were seen.</summary>
    /// <param name="cell">Trimmed.</param>
    /// <param name="number">The number that its text shows rounded; null when the text is all there is.</param>
    /// <returns>A number for numbers and booleans, else a text; null for nothing. A cell that is not of its column's type is a text.</returns>
    public object? Read(string cell, double? number) => IsMissing(cell) ? (Type == ColumnType.Number ? number : null) : Type switch
    {
        ColumnType.Number => Number(cell, number) is { } value ? value : cell,
        ColumnType.Boolean => Boolean(cell) == true ? 1.0 : 0.0,
        ColumnType.Date => DateCells.TryParse(cell, dayFirst > monthFirst, out DateTime date) ? DateCells.Text(date) : cell,
        _ => cell,
    };

    private double? Number(string cell, double? number)
    {
        if (!NumberCells.Split(cell, out string digits, out _, out double times)) return number;
        if (number is null && NumberCells.TryParse(digits, decimalCommas > decimalPoints, out double value)) number = value;
        return number * times;
    }

    private static bool? Boolean(string cell) => cell.ToUpperInvariant() switch
    {
        "YES" or "TRUE" or "JA" or "✓" or "✔" => true,
        "NO" or "FALSE" or "NEIN" or "✗" or "✘" => false,
        _ => null,
    };
}
