using System.Globalization;
using System.Text;

namespace Assay.Retrieval.Reading.Office.Sheets;

/// <summary>Shows dates, times of day and durations that a spreadsheet keeps as days since its epoch.</summary>
internal static class DateFormat
{
    private const double MaxDays = 2_958_466;
    private const int PhantomDay = 60;

    /// <summary>A date as it is shown.</summary>
    /// <param name="tokens">The format.</param>
    /// <param name="days">Days since the epoch.</param>
    /// <param name="from1904">Whether the epoch is 1904-01-01; otherwise day 1 is 1900-01-01 and 1900 counts as a leap year, which it was not.</param>
    /// <returns>Null for a number that is no date.</returns>
    public static string? Show(List<FormatToken> tokens, double days, bool from1904)
    {
        if (!(days >= 0 && days < MaxDays)) return null;
        double corrected = from1904 ? days : days < PhantomDay ? days + 1 : days;
        bool fractions = tokens.Exists(t => t.Kind == FormatTokenKind.Digits);
        DateTime date = (from1904 ? new DateTime(1904, 1, 1) : new DateTime(1899, 12, 30)).AddMilliseconds(Math.Round(corrected * 86_400_000));
        if (!fractions) date = date.AddMilliseconds(500).AddTicks(-(date.AddMilliseconds(500).Ticks % TimeSpan.TicksPerSecond));
        bool half = tokens.Exists(t => t.Kind == FormatTokenKind.Date && t.Text is "AM/PM" or "A/P");
        var text = new StringBuilder();
        for (int i = 0; i < tokens.Count; i++)
        {
            FormatToken token = tokens[i];
            if (token.Kind == FormatTokenKind.Literal) text.Append(token.Text);
            else if (token.Kind == FormatTokenKind.Digits) text.Append(date.ToString("." + new string('f', Math.Clamp(token.Text.Count(c => c == '0'), 1, 3)), CultureInfo.InvariantCulture));
            else if (token.Kind == FormatTokenKind.Date) text.Append(token.Text.StartsWith('[') ? Elapsed(token.Text[1], days) : Part(token.Text, date, half, IsMinute(tokens, i)));
        }

        return text.ToString().Trim();
    }

    private static string Elapsed(char unit, double days) =>
        Math.Floor((days * unit switch { 'h' => 24, 'm' => 1440, _ => 86_400 }) + 1e-6).ToString("0", CultureInfo.InvariantCulture);

    // "m" behind hours or before seconds is minutes.
    private static bool IsMinute(List<FormatToken> tokens, int at)
    {
        if (tokens[at].Text[0] != 'm' || tokens[at].Text.Length > 2) return false;
        FormatToken before = tokens.Take(at).LastOrDefault(t => t.Kind == FormatTokenKind.Date), after = tokens.Skip(at + 1).FirstOrDefault(t => t.Kind == FormatTokenKind.Date);
        return before.Text is ['h', ..] or ['[', 'h', ..] || after.Text is ['s', ..] or ['[', 's', ..];
    }

    private static string Part(string token, DateTime date, bool half, bool minute) => (token[0], token.Length) switch
    {
        ('y', <= 2) => date.ToString("yy", CultureInfo.InvariantCulture),
        ('y', _) => date.ToString("yyyy", CultureInfo.InvariantCulture),
        ('m', 1) => (minute ? date.Minute : date.Month).ToString(CultureInfo.InvariantCulture),
        ('m', 2) => (minute ? date.Minute : date.Month).ToString("00", CultureInfo.InvariantCulture),
        ('m', 3) => date.ToString("MMM", CultureInfo.InvariantCulture),
        ('m', 5) => date.ToString("MMM", CultureInfo.InvariantCulture)[..1],
        ('m', _) => date.ToString("MMMM", CultureInfo.InvariantCulture),
        ('d', 1) => date.Day.ToString(CultureInfo.InvariantCulture),
        ('d', 2) => date.Day.ToString("00", CultureInfo.InvariantCulture),
        ('d', 3) => date.ToString("ddd", CultureInfo.InvariantCulture),
        ('d', _) => date.ToString("dddd", CultureInfo.InvariantCulture),
        ('h', var length) => (half ? ((date.Hour + 11) % 12) + 1 : date.Hour).ToString(length > 1 ? "00" : "0", CultureInfo.InvariantCulture),
        ('s', var length) => date.Second.ToString(length > 1 ? "00" : "0", CultureInfo.InvariantCulture),
        _ => token == "A/P" ? (date.Hour < 12 ? "A" : "P") : date.Hour < 12 ? "AM" : "PM",
    };
}
