using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Assay.Evaluation.Answers;

/// <summary>Finds quantities in a text.</summary>
/// <remarks>
/// Numbers are written the English way: a point before decimals, commas, thin spaces or apostrophes between thousands, a sign, an exponent. Behind one may stand a scale word (thousand, million, billion,
/// trillion, k, bn) and a unit, before it a currency. Dates are 2024-03-05, 5 March 2024 and March 5, 2024; with strokes they are ambiguous and are not read as dates.
/// </remarks>
public static partial class QuantityReader
{
    private const int Most = 1000;

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>The quantities of a text, in reading order.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>At most 1,000.</returns>
    public static ImmutableArray<Quantity> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ImmutableArray<Quantity>.Builder found = ImmutableArray.CreateBuilder<Quantity>();
        int end = 0;
        while (found.Count < Most && Numeral().Match(text, end) is { Success: true } number)
        {
            int start = number.Groups["number"].Index;
            if (DateAt(text, number.Index, out Quantity date, out int after) || DateBefore(text, end, start, out date, out after)) found.Add(date);
            else if (Read(text, number, out after) is { } quantity) found.Add(quantity);
            end = Math.Max(after, number.Index + number.Length);
        }

        return found.ToImmutable();
    }

    private static Quantity? Read(string text, Match number, out int end)
    {
        end = number.Index + number.Length;
        string digits = Grouping().Replace(number.Groups["number"].Value, "").Replace('\u2212', '-');
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double written) || !double.IsFinite(written)) return null;
        string word = Word(text, end, out int after);
        if (Units.Scale(word) is { } scale)
        {
            (written, end) = (written * scale, after);
            word = Word(text, end, out after);
        }

        string symbol = number.Groups["currency"].Value;
        if (symbol.Length > 0) return new Quantity(written, written, Units.Currency(symbol) ?? symbol);
        if (word.Equals("per", StringComparison.OrdinalIgnoreCase) && Word(text, after, out int cent).Equals("cent", StringComparison.OrdinalIgnoreCase)) (word, after) = ("percent", cent);
        if (Units.Currency(word) is { } currency) return Finished(written, written, currency, after, ref end);
        return Units.Find(word) is { } unit
            ? Finished((written * unit.Factor) + unit.Offset, written, unit.Dimension, after, ref end)
            : new Quantity(written, written, "");
    }

    private static Quantity Finished(double value, double written, string dimension, int after, ref int end)
    {
        end = after;
        return new Quantity(value, written, dimension);
    }

    // The word behind a number: letters, %, ° and µ, with at most one space or hyphen before it.
    private static string Word(string text, int start, out int end)
    {
        int from = start < text.Length && text[start] is ' ' or '\u00A0' or '\u202F' or '-' ? start + 1 : start;
        end = from;
        while (end < text.Length && end - from < 24 && (char.IsLetter(text[end]) || text[end] is '%' or '°' or '$' or '€' or '£' or '¥' or '₹')) end++;
        return text[from..end];
    }

    private static bool DateAt(string text, int start, out Quantity date, out int end)
    {
        Match match = DateFromDigits().Match(text, start);
        end = match.Index + match.Length;
        date = default;
        return match.Success && match.Index == start && Day(match, out date);
    }

    // A month's name stands before its day.
    private static bool DateBefore(string text, int from, int number, out Quantity date, out int end)
    {
        int start = Math.Max(from, number - 12);
        Match match = DateFromMonth().Match(text, start);
        end = match.Index + match.Length;
        date = default;
        return match.Success && match.Index < number && end > number && Day(match, out date);
    }

    private static bool Day(Match match, out Quantity date)
    {
        string name = match.Groups["name"].Value;
        int month = name.Length > 0 ? Array.FindIndex(Months, m => name.StartsWith(m, StringComparison.OrdinalIgnoreCase)) + 1 : Number(match, "month");
        (int year, int day) = (Number(match, "year"), Number(match, "day"));
        bool valid = year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        date = valid ? new Quantity(new DateOnly(year, month, day).DayNumber, new DateOnly(year, month, day).DayNumber, "date") : default;
        return valid;
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private const string Names = "(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";

    [GeneratedRegex(@"(?<currency>US\$|[$€£¥₹]|\b(?:USD|EUR|GBP|JPY|CHF|INR|CNY|AUD|CAD)\b)?\s?(?<number>(?<![\p{L}\p{N}_.])[-+\u2212]?(?:[0-9]{1,3}(?:[,'\u2019\u00A0\u202F][0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3}(?![\p{L}\p{N}]))?)", RegexOptions.CultureInvariant)]
    private static partial Regex Numeral();

    [GeneratedRegex(@"[,'\u2019\u00A0\u202F]", RegexOptions.CultureInvariant)]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\G\s?(?:(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})(?![0-9])|(?<day>[0-9]{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?" + Names + @"\.?,?\s+(?<year>[0-9]{4})(?![0-9]))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex DateFromDigits();

    [GeneratedRegex(@"\b" + Names + @"\.?\s+(?<day>[0-9]{1,2})(?:st|nd|rd|th)?,?\s+(?<year>[0-9]{4})(?![0-9])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex DateFromMonth();
}
