using System.Globalization;
using System.Text;

namespace Assay.Reporting.Charts;

/// <summary>How much room words take in a chart. The reader's font is not known, so that widths are those of a wide one: what fits here fits anywhere.</summary>
internal static class ChartText
{
    /// <summary>Height of a line of letters in pixels, with the space to the next.</summary>
    public const double LineHeight = 15;

    // Of letters of 12 pixels in DejaVu Sans, the widest of the usual fonts for screens.
    private const double Narrow = 4.5, Usual = 7.7, Wide = 10.5, FullWidth = 13;

    /// <summary>The most that a text takes.</summary>
    /// <param name="text">One line.</param>
    /// <returns>Pixels.</returns>
    public static double Width(string text) => text.EnumerateRunes().Sum(Width);

    /// <summary>A text that fits.</summary>
    /// <param name="text">One line.</param>
    /// <param name="room">Pixels.</param>
    /// <returns>The text, or its beginning with an ellipsis.</returns>
    public static string Shorten(string text, double room)
    {
        if (Width(text) <= room) return text;
        var kept = new StringBuilder();
        double left = room - Wide;
        foreach (Rune rune in text.EnumerateRunes())
        {
            left -= Width(rune);
            if (left < 0) break;
            kept.Append(rune.ToString());
        }

        return kept.ToString().TrimEnd() + "…";
    }

    private static double Width(Rune rune) => rune.Value switch
    {
        'i' or 'j' or 'l' or 't' or 'f' or 'r' or 'I' or '.' or ',' or ':' or '\'' or ' ' or '(' or ')' => Narrow,
        'm' or 'w' or 'M' or 'W' or '%' or '…' => Wide,
        >= 0x1100 => FullWidth,
        _ when Rune.GetUnicodeCategory(rune) == UnicodeCategory.UppercaseLetter => Usual + 1.5,
        _ => Usual,
    };
}
