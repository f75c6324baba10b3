using System.Globalization;
using System.Text.RegularExpressions;

namespace Assay.Retrieval.Tables;

/// <summary>Reads numbers as tables write them: separators for thousands, signs of money, percentages, units behind them; negative ones with a sign in front, a minus behind or in parentheses.</summary>
internal static partial class NumberCells
{
    private const int Longest = 48;

    private static readonly Dictionary<string, string> s_units = new(StringComparer.OrdinalIgnoreCase)
    {
        ["€"] = "eur", ["euro"] = "eur", ["euros"] = "eur", ["eur"] = "eur", ["$"] = "usd", ["usd"] = "usd", ["dollar"] = "usd", ["dollars"] = "usd", ["us$"] = "usd", ["£"] = "gbp", ["gbp"] = "gbp",
        ["pound"] = "gbp", ["pounds"] = "gbp", ["¥"] = "jpy", ["yen"] = "jpy", ["jpy"] = "jpy", ["chf"] = "chf", ["francs"] = "chf", ["%"] = "%", ["percent"] = "%", ["pct"] = "%", ["h"] = "hours", ["hr"] = "hours", ["hrs"] = "hours",
        ["hour"] = "hours", ["hours"] = "hours", ["min"] = "minutes", ["mins"] = "minutes", ["minute"] = "minutes", ["minutes"] = "minutes", ["s"] = "seconds", ["sec"] = "seconds", ["seconds"] = "seconds", ["day"] = "days", ["days"] = "days",
        ["week"] = "weeks", ["weeks"] = "weeks", ["month"] = "months", ["months"] = "months", ["year"] = "years", ["years"] = "years", ["yr"] = "years", ["yrs"] = "years", ["km"] = "km", ["kilometers"] = "km", ["kilometres"] = "km", ["m"] = "m", ["meters"] = "m", ["metres"] = "m",
        ["mi"] = "miles", ["mile"] = "miles", ["miles"] = "miles", ["kg"] = "kg", ["kilograms"] = "kg", ["kilos"] = "kg", ["g"] = "grams", ["gram"] = "grams", ["grams"] = "grams", ["t"] = "tons", ["tons"] = "tons", ["tonnes"] = "tons", ["l"] = "litres", ["liters"] = "litres", ["litres"] = "litres",
        ["kwh"] = "kwh", ["mwh"] = "mwh", ["kw"] = "kw", ["mb"] = "mb", ["gb"] = "gb", ["tb"] = "tb", ["°c"] = "°c", ["celsius"] = "°c", ["cm"] = "cm", ["mm"] = "mm", ["ms"] = "ms", ["milliseconds"] = "ms", ["pieces"] = "pieces", ["pcs"] = "pieces", ["units"] = "units", ["pages"] = "pages", ["m²"] = "m²", ["sqm"] = "m²", ["m³"] = "m³", ["hl"] = "hl", ["hectolitre"] = "hl", ["hectolitres"] = "hl", ["hectoliter"] = "hl", ["hectoliters"] = "hl", ["ml"] = "ml", ["millilitres"] = "ml", ["milliliters"] = "ml",
    };

    /// <summary>The one name of a unit.</summary>
    /// <param name="word">A unit as written: <c>€</c>, <c>Euros</c>, <c>min</c>.</param>
    /// <returns>Null when it is not known as one.</returns>
    public static string? Unit(string word) => s_units.GetValueOrDefault(word.Trim());

    /// <summary>Whether a unit is money.</summary>
    public static bool IsMoney(string unit) => (IsScaled(unit) ? unit[(unit.IndexOf(' ', StringComparison.Ordinal) + 1)..] : unit) is "eur" or "usd" or "gbp" or "jpy" or "chf";

    /// <summary>Whether a unit is a thousand or more of something: <c>thousand eur</c>, <c>million</c>.</summary>
    public static bool IsScaled(string unit) => unit.Split(' ')[0] is "thousand" or "million" or "billion";

    /// <summary>A unit in thousands and more, as headers have it: <c>k EUR</c>, <c>million USD</c>, <c>thousands</c>.</summary>
    /// <param name="text">The unit as written.</param>
    /// <returns>Null when it is none. One letter alone is none: <c>m</c> is metres.</returns>
    public static string? Scaled(string text)
    {
        Match match = Scale().Match(text.Trim());
        if (!match.Success) return null;
        string scale = match.Groups["scale"].Value.ToLowerInvariant() switch { "m" or "mn" or "mio" or "million" or "millions" => "million", "bn" or "mrd" or "billion" or "billions" => "billion", _ => "thousand" };
        return match.Groups["unit"].Success ? $"{scale} {Unit(match.Groups["unit"].Value)}" : match.Groups["scale"].Length > 1 ? scale : null;
    }

    /// <summary>The unit of a column from that of its header and that of its cells: thousands of the header are of the currency of the cells.</summary>
    public static string Together(string header, string cells) => header.Length == 0 ? cells : IsScaled(header) && !IsMoney(header) && IsMoney(cells) && !IsScaled(cells) ? $"{header} {cells}" : header;

    /// <summary>Takes a cell apart.</summary>
    /// <param name="cell">Its text.</param>
    /// <param name="digits">Digits and separators, with a sign in front where it is negative.</param>
    /// <param name="unit">The unit that stands with it; empty for none.</param>
    /// <param name="times">What the digits are multiplied by: 1000 for <c>2k</c>, else 1.</param>
    /// <returns>Whether it is written like a number. A leading zero is a code, not a number.</returns>
    public static bool Split(string cell, out string digits, out string unit, out double times)
    {
        (digits, unit, times) = ("", "", 1);
        if (cell.Length > Longest) return false;

        // Accounts show zero as a dash, also behind a currency.
        if (Nothing().Match(cell) is { Success: true } dash)
        {
            (digits, unit) = ("0", Unit(dash.Groups["money"].Value) ?? "");
            return true;
        }

        Match match = Shape().Match(cell);
        if (!match.Success || match.Groups["before"].Captures.Count > 1 || match.Groups["after"].Captures.Count > 1) return false;
        string before = match.Groups["before"].Value.Trim(), after = match.Groups["after"].Value.Trim();
        string? first = before.Length == 0 ? "" : Unit(before), last = after.Length == 0 ? "" : Unit(after);
        if (first is null || last is null || (first.Length > 0 && last.Length > 0)) return false;
        unit = first.Length > 0 ? first : last;
        times = Times(match.Groups["times"].Value.Trim());
        string number = match.Groups["number"].Value;
        if (number.Length > 1 && number[0] == '0' && char.IsAsciiDigit(number[1])) return false;
        if (!IsGroupedWell(number)) return false;
        bool opened = match.Groups["open"].Success, behind = match.Groups["behind"].Success;
        if (opened != match.Groups["close"].Success || (behind && (opened || match.Groups["sign"].Success))) return false;

        // "100,-" has no cents; "100-" is less than nothing.
        bool even = behind && number[^1] is ',' or '.';
        if (even) number = number[..^1];
        bool negative = match.Groups["sign"].Value is "-" or "−" or "–" || opened || (behind && !even);
        digits = (negative ? "-" : "") + number.Replace(" ", "", StringComparison.Ordinal).Replace("\u00A0", "", StringComparison.Ordinal).Replace("\u202F", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal).Replace("’", "", StringComparison.Ordinal);
        return true;
    }

    /// <summary>Hours of a span of time: <c>37:30</c> is 37.5, <c>0:15:36</c> is 0.26.</summary>
    /// <param name="cell">Its text.</param>
    /// <param name="hours">The hours.</param>
    /// <param name="parts">2 with minutes, 3 with seconds.</param>
    /// <returns>Whether it is written like one; so are times of day.</returns>
    public static bool TryParseTime(string cell, out double hours, out int parts)
    {
        Match match = Time().Match(cell);
        (hours, parts) = (0, match.Groups["seconds"].Success ? 3 : 2);
        if (!match.Success) return false;
        double Part(string name) => match.Groups[name].Success ? double.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture) : 0;
        hours = ((Part("hours") * 3600) + (Part("minutes") * 60) + Part("seconds")) / 3600 * (match.Groups["sign"].Success ? -1 : 1);
        return true;
    }

    /// <summary>Whether digits show that the comma is the decimal sign: true or false where they do, null where they fit both.</summary>
    public static bool? SaysDecimalComma(string digits)
    {
        int comma = digits.LastIndexOf(','), point = digits.LastIndexOf('.');
        if (comma >= 0 && point >= 0) return comma > point;
        if (comma >= 0) return digits.IndexOf(',', StringComparison.Ordinal) != comma || Grouped(digits, ',') ? (digits.IndexOf(',', StringComparison.Ordinal) != comma ? false : null) : true;
        if (point >= 0) return digits.IndexOf('.', StringComparison.Ordinal) != point ? true : Grouped(digits, '.') ? null : false;
        return null;
    }

    /// <summary>The number that digits are.</summary>
    /// <param name="digits">As <see cref="Split"/> gives them.</param>
    /// <param name="decimalComma">Whether the comma is the decimal sign.</param>
    /// <param name="value">The number.</param>
    /// <returns>False when the separators fit no number.</returns>
    public static bool TryParse(string digits, bool decimalComma, out double value)
    {
        string plain = decimalComma ? digits.Replace(".", "", StringComparison.Ordinal).Replace(',', '.') : digits.Replace(",", "", StringComparison.Ordinal);
        return double.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    // A capital M is a million, a small one metres; k is a thousand either way.
    private static double Times(string word) => word switch { "" => 1, "k" or "K" => 1e3, "M" => 1e6, _ => char.ToLowerInvariant(word[0]) switch { 't' => 1e3, 'b' => 1e9, _ => word.Equals("mrd", StringComparison.OrdinalIgnoreCase) ? 1e9 : 1e6 } };

    // 28.05.2024 is no number: a separator that comes again stands before every three digits.
    private static bool IsGroupedWell(string number)
    {
        foreach (char separator in ".,")
        {
            string[] parts = number.Split(separator);
            if (parts.Length > 2 && !Array.TrueForAll(parts[1..^1], p => p.Trim().Length == 3)) return false;
        }

        return true;
    }

    private static bool Grouped(string digits, char separator)
    {
        string[] parts = digits.TrimStart('-').Split(separator);
        return parts[0].Length is >= 1 and <= 3 && parts[0] != "0" && Array.TrueForAll(parts[1..], p => p.Length == 3);
    }

    [GeneratedRegex(@"^(?:(?<before>[€$£¥]|us\$|eur|usd|gbp|chf|jpy)\s*(?=\())?(?<open>\()?\s*(?<sign>[-+−–])?\s*(?<before>[€$£¥]|us\$|eur|usd|gbp|chf|jpy)?\s*(?<sign>[-+−–])?\s*(?<number>\d[\d.,'’ \u00A0\u202F]*(?:[eE][-+]?\d{1,3})?)\s*(?<times>(?-i:[kKM])(?![A-Za-z])|(?:thousand|million|billion|mio|mrd|mn|bn)\b\.?)?\s*(?<behind>[-−–])?\s*(?<after>[€$£¥%]|°?[A-Za-z]{1,12}[²³]?)?\s*(?:(?<close>\))(?:\s*(?<after>[€$£¥]|eur|usd|gbp|chf|jpy))?)?(?<behind>[-−–])?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Shape();

    [GeneratedRegex(@"^(?:in\s+)?(?:(?<unit>[€$£¥]|us\$|eur|euros?|usd|dollars?|gbp|pounds?|chf|jpy)\s*)?(?<scale>['’]?000s?|thousands?|millions?|billions?|mio|mrd|mn|bn|k|t|m)\b\.?(?:\s*(?:of\s+)?(?<unit>[€$£¥]|us\$|eur|euros?|usd|dollars?|gbp|pounds?|chf|jpy))?$|^(?<scale>[kmt])(?<unit>[€$£¥]|eur|usd|gbp|chf|jpy)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Scale();

    [GeneratedRegex(@"^(?:(?<money>[€$£¥])\s*[-–—]|[-–—]\s*(?<money>[€$£¥]))$", RegexOptions.CultureInvariant)]
    private static partial Regex Nothing();

    [GeneratedRegex(@"^(?<sign>[-−–])?(?<hours>\d{1,5}):(?<minutes>[0-5]\d)(?::(?<seconds>[0-5]\d))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Time();
}
