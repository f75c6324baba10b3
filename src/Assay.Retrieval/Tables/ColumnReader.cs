namespace Assay.Retrieval.Tables;

/// <summary>Finds out what a column is from all its cells, and then reads them.</summary>
/// <param name="header">Its header as written.</param>
internal sealed class ColumnReader(string header)
{
    private const double Most = 0.9;
    private const int DayHours = 24;
    private static readonly HashSet<string> s_hours = new(StringComparer.Ordinal) { "hours", "hour", "hrs", "worked", "overtime", "effort" }, s_clock = new(StringComparer.Ordinal) { "start", "starts", "end", "ends", "from", "to", "until", "opening", "office", "at" };
    private int filled, numbers, dates, dayFirst, monthFirst, booleans, decimalCommas, decimalPoints, unclearCommas, unclearPoints, times, seconds;
    private double longest;
    private readonly Dictionary<string, int> units = new(StringComparer.Ordinal);

    /// <summary>The unit that its header names; empty for none.</summary>
    public string HeaderUnit { get; init; } = "";

    /// <summary>What the cells seen so far are.</summary>
    public ColumnType Type => filled == 0 ? ColumnType.Text
        : IsSpans ? ColumnType.Number
        : numbers >= filled * Most && units.Count <= 1 && !IsOfTwoCurrencies ? (IsUnclear ? ColumnType.Text : ColumnType.Number)
        : booleans == filled ? ColumnType.Boolean
        : dates == filled || (dates + Math.Max(dayFirst, monthFirst) == filled && dayFirst != monthFirst) ? ColumnType.Date
        : ColumnType.Text;

    /// <summary>Whether its numbers show that the comma is the decimal sign; null where they show nothing, or both.</summary>
    public bool? SaysDecimalComma => decimalCommas > 0 == decimalPoints > 0 ? null : decimalCommas > 0;

    /// <summary>Whether the comma is the decimal sign of numbers beside it and of its file; asked where its own cells say nothing.</summary>
    public bool? DecimalCommaAround { get; set; }

    /// <summary>Whether a comma before three digits is of thousands where nothing says so.</summary>
    public bool CommasGroup { get; set; } = true;

    // Dollars under a header that says euros.
    private bool IsOfTwoCurrencies => NumberCells.IsMoney(HeaderUnit) && units.Keys.Any(u => NumberCells.IsMoney(u) && !HeaderUnit.EndsWith(u, StringComparison.Ordinal));

    // "1.234" alone may be a thousand and more, or hardly more than one.
    private bool IsUnclear => DecimalComma is null && (unclearPoints > 0 || (unclearCommas > 0 && (!CommasGroup || decimalCommas > 0)));

    private bool? DecimalComma => SaysDecimalComma ?? (decimalCommas > 0 ? null : DecimalCommaAround);

    // "37:30" is a span of time where something says so: times of day and minutes with seconds look the same.
    private bool IsSpans => times > 0 && times == filled && (seconds == filled && longest >= DayHours || (seconds is 0 || seconds == filled) && SaysHours(header));

    /// <summary>The unit that stands with its numbers; empty for none.</summary>
    public string Unit => Type != ColumnType.Number ? "" : IsSpans ? "hours" : units.Count == 1 ? units.Keys.Single() : "";

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
            else if (number is null && digits.Contains(',', StringComparison.Ordinal)) unclearCommas++;
            else if (number is null && digits.Contains('.', StringComparison.Ordinal)) unclearPoints++;
        }
        else if (NumberCells.TryParseTime(cell, out double hours, out int parts))
        {
            times++;
            if (parts == 3) seconds++;
            longest = Math.Max(longest, Math.Abs(hours));
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
        if (IsSpans) return NumberCells.TryParseTime(cell, out double hours, out _) ? hours : null;
        if (!NumberCells.Split(cell, out string digits, out _, out double times)) return number;
        if (number is null && NumberCells.TryParse(digits, NumberCells.SaysDecimalComma(digits) ?? DecimalComma ?? false, out double value)) number = value;
        return number * times;
    }

    private static bool SaysHours(string header)
    {
        List<string> words = TableWords.Of(HeaderNames.Words(header));
        return header.Contains("h:mm", StringComparison.OrdinalIgnoreCase) || (words.Exists(s_hours.Contains) && !words.Exists(s_clock.Contains));
    }

    private static bool? Boolean(string cell) => cell.ToUpperInvariant() switch
    {
        "YES" or "TRUE" or "JA" or "✓" or "✔" => true,
        "NO" or "FALSE" or "NEIN" or "✗" or "✘" => false,
        _ => null,
    };
}
