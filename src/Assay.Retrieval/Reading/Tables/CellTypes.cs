using System.Buffers;
using System.Globalization;

namespace Assay.Retrieval.Reading.Tables;

/// <summary>Says what a cell is by how it is written, and what a column is by its cells.</summary>
internal static class CellTypes
{
    private const int LongestNumber = 40;
    private static readonly SearchValues<char> NumberChars = SearchValues.Create("0123456789.,'+-()%eE$€£¥ \u00A0\u202F");
    private static readonly string[] DateFormats =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "yyyyMMdd", "dd.MM.yyyy", "d.M.yyyy", "d.M.yy", "MM/dd/yyyy", "M/d/yyyy", "dd/MM/yyyy", "d/M/yyyy", "M/d/yy", "dd-MM-yyyy", "d MMM yyyy", "d MMMM yyyy",
        "MMM d, yyyy", "MMMM d, yyyy", "dd-MMM-yyyy", "d-MMM-yy",
    ];

    private static readonly string[] TimeFormats = ["", " HH:mm", " HH:mm:ss", " H:mm", " h:mm tt"];
    private static readonly string[] Formats = [.. DateFormats.SelectMany(d => TimeFormats.Select(t => d + t))];

    /// <summary>The narrowest type that <paramref name="cell"/> fits.</summary>
    public static CellType Of(ReadOnlySpan<char> cell)
    {
        cell = cell.Trim();
        if (cell.IsEmpty) return CellType.Empty;
        if (IsNumber(cell, out bool whole)) return whole ? CellType.Integer : CellType.Number;
        if (cell.Length <= 5 && IsBoolean(cell)) return CellType.Boolean;
        return cell.Length is >= 6 and <= 35 && cell.ContainsAnyInRange('0', '9') && IsDate(cell) ? CellType.Date : CellType.Text;
    }

    /// <summary>The type that holds cells of both.</summary>
    public static CellType Join(CellType one, CellType other) => (one, other) switch
    {
        _ when one == other => one,
        (CellType.Empty, _) => other,
        (_, CellType.Empty) => one,
        (CellType.Integer, CellType.Number) or (CellType.Number, CellType.Integer) => CellType.Number,
        _ => CellType.Text,
    };

    /// <summary>Its name in the metadata.</summary>
    public static string Name(CellType type) => type switch
    {
        CellType.Integer => "integer",
        CellType.Number => "number",
        CellType.Date => "date",
        CellType.Boolean => "boolean",
        CellType.Empty => "empty",
        _ => "text",
    };

    private static bool IsBoolean(ReadOnlySpan<char> cell) =>
        cell.Equals("true", StringComparison.OrdinalIgnoreCase) || cell.Equals("false", StringComparison.OrdinalIgnoreCase)
        || cell.Equals("yes", StringComparison.OrdinalIgnoreCase) || cell.Equals("no", StringComparison.OrdinalIgnoreCase);

    // A leading zero is a code (a postal code, an account), not a number.
    private static bool IsNumber(ReadOnlySpan<char> cell, out bool whole)
    {
        whole = false;
        if (cell.Length > LongestNumber || !cell.ContainsAnyInRange('0', '9') || cell.ContainsAnyExcept(NumberChars)) return false;
        ReadOnlySpan<char> digits = cell.Trim("$€£¥%()+- \u00A0\u202F");
        if (digits.IsEmpty || !char.IsAsciiDigit(digits[0]) && digits[0] is not ('.' or ',')) return false;
        if (digits.Length > 1 && digits[0] == '0' && !digits.ContainsAny('.', ',')) return false;
        if (digits.ContainsAny('-', '(', ')') && !digits.ContainsAny('e', 'E')) return false;
        whole = !digits.ContainsAnyExceptInRange('0', '9') && !cell.Contains('%');
        if (whole) return true;
        if (digits.ContainsAny('e', 'E')) return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        return Separators(digits);
    }

    // At most one kind of separator comes more than once, and the last kind is the decimal sign or groups by three.
    private static bool Separators(ReadOnlySpan<char> digits)
    {
        int points = digits.Count('.'), commas = digits.Count(','), others = digits.Count('\'') + digits.Count(' ') + digits.Count('\u00A0') + digits.Count('\u202F');
        return (points <= 1 || (commas <= 1 && others == 0)) && (commas <= 1 || points <= 1) && digits[^1] is not ('.' or ',') | points + commas <= 1;
    }

    private static bool IsDate(ReadOnlySpan<char> cell) =>
        DateTime.TryParseExact(cell, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        || (cell.Length >= 16 && cell[4] == '-' && cell[10] == 'T' && DateTimeOffset.TryParse(cell, CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
}
