using System.Globalization;
using System.Text.RegularExpressions;

namespace Assay.Retrieval.Reading.Pdf;

/// <summary>Dates of files (ISO 32000-1, 7.9.4): <c>D:20260131120000+01'00'</c>, parts from the month on may be missing.</summary>
internal static partial class PdfDate
{
    /// <summary>The date; null for none. Without a zone it is UTC.</summary>
    public static DateTimeOffset? Of(ReadOnlySpan<byte> bytes)
    {
        Match match = Form().Match(DocumentText.Of(bytes));
        if (!match.Success) return null;
        int Part(string name, int missing) => match.Groups[name] is { Length: > 0 } group ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : missing;
        (int year, int month, int day, int hour, int minute, int second) = (Part("y", 0), Part("m", 1), Part("d", 1), Part("H", 0), Part("M", 0), Part("S", 0));
        int zone = ((Part("zh", 0) * 60) + Part("zm", 0)) * (match.Groups["sign"].Value == "-" ? -1 : 1);
        bool possible = year is >= 1900 and <= 9998 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) && hour < 24 && minute < 60 && second < 60 && Math.Abs(zone) <= 14 * 60;
        return possible ? new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.FromMinutes(zone)) : null;
    }

    [GeneratedRegex(@"\A(?:D:)?(?<y>[0-9]{4})(?<m>[0-9]{2})?(?<d>[0-9]{2})?(?<H>[0-9]{2})?(?<M>[0-9]{2})?(?<S>[0-9]{2})?(?:(?<sign>[+-])(?<zh>[0-9]{2})'?(?<zm>[0-9]{2})?)?", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
