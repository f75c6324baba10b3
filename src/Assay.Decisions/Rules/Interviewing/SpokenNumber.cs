using System.Globalization;
using System.Text.RegularExpressions;

namespace Assay.Decisions.Rules.Interviewing;

/// <summary>A number as people write it, with the words around it: <c>about 300 pages</c>, <c>2 million</c>, <c>$20k a month</c>, <c>800ms</c>.</summary>
/// <param name="Value">The number, thousands and millions multiplied out.</param>
/// <param name="Words">What stands before and after it, in small letters, without filling words.</param>
internal sealed partial record SpokenNumber(double Value, string Words)
{
    private const double Thousand = 1e3, Million = 1e6, Billion = 1e9;

    /// <summary>Reads one.</summary>
    /// <returns>Null when there is no number, more than one, or one below 0.</returns>
    public static SpokenNumber? Parse(string text)
    {
        string small = Filling().Replace(text.Trim().ToLowerInvariant(), " ").Trim();
        if (Percentiles().Match(small) is { Success: true } percentile) small = small.Remove(percentile.Index, percentile.Length) + " " + percentile.Value.Trim().Replace("p", "p:", StringComparison.Ordinal);
        Match match = Form().Match(small);
        if (!match.Success) return null;
        string digits = match.Groups["number"].Value.Replace(",", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        if (!double.TryParse(digits is "a" or "one" ? "1" : digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)) return null;
        double factor = match.Groups["factor"].Value switch
        {
            "k" or "thousand" => Thousand,
            "m" or "mn" or "million" => Million,
            "b" or "bn" or "billion" => Billion,
            _ => 1,
        };
        string before = match.Groups["before"].Value, after = match.Groups["after"].Value;
        if (before.TrimEnd() is ['-' or '−'] or [.., ' ' or '=', '-' or '−'] || before.Contains("minus", StringComparison.Ordinal)) return null;
        if (after.Replace("p:50", "", StringComparison.Ordinal).Replace("p:95", "", StringComparison.Ordinal).Replace("p:99", "", StringComparison.Ordinal).Any(char.IsAsciiDigit)) return null;
        double value = number * factor;
        return double.IsFinite(value) && value < 1e18 ? new SpokenNumber(value, Spaces().Replace($"{before} {after}", " ").Trim().Replace("p:", "p", StringComparison.Ordinal)) : null;
    }

    [GeneratedRegex(@"\b(about|around|roughly|approximately|approx\.?|circa|ca\.?|some|nearly|almost|only|just|maybe|we have|we've got)(?=\s)|~|≈")]
    private static partial Regex Filling();

    [GeneratedRegex(@"\bp(50|95|99)\b")]
    private static partial Regex Percentiles();

    // 'm' after a number is a million only where no letter follows: 800ms and 5min are times.
    [GeneratedRegex(@"^(?<before>[^\d.]*?)(?<number>\d{1,3}(?:[, _]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+|\b(?:a|one)(?=\s+(?:thousand|million|billion)\b))\s*(?<factor>(?:k|mn?|bn?|thousand|million|billion)(?![a-z]))?\s*(?<after>.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
