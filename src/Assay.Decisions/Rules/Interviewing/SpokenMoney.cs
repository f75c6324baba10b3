using System.Text.RegularExpressions;

namespace Assay.Decisions.Rules.Interviewing;

/// <summary>
/// An amount of money as people write it: <c>$20k</c>, <c>36000 EUR a year</c>, <c>50 cents</c>, <c>40 per thousand</c>. Amounts a year, quarter, week, day or hour become amounts a
/// month (a year has 12 months, 52 weeks, 365 days), cents become hundredths, amounts for many answers are divided by their number. A word that is not known is refused: it may
/// change what the amount means.
/// </summary>
/// <param name="Value">The amount, in the unit of its need.</param>
/// <param name="Currency">ISO code; null where none was named.</param>
internal sealed partial record SpokenMoney(double Value, string? Currency)
{
    private const double MonthsAYear = 12, WeeksAYear = 52, DaysAYear = 365, HoursADay = 24;

    private static readonly HashSet<string> Filling =
    [
        "a", "an", "the", "in", "of", "per", "each", "every", "for", "to", "up", "is", "at", "most", "max", "maximum", "under", "below", "within", "cost", "costs", "budget", "total", "it", "we", "us", "our", "can", "may", "spend", "and",
    ];

    private static readonly HashSet<string> Building = ["build", "building", "once", "one-off", "one-time", "onetime", "upfront", "up-front", "setup", "initial", "initially", "development", "start"];
    private static readonly HashSet<string> Running = ["run", "runs", "running", "operate", "operating", "operations", "operation", "hosting", "ops"];
    private static readonly HashSet<string> Answering = ["answer", "answers", "wrong", "right", "correct", "one", "worth", "value", "error", "errors", "mistake", "mistakes", "question", "questions", "query", "queries"];

    /// <summary>Reads one.</summary>
    /// <param name="field">The need that it is for.</param>
    /// <param name="text">The amount.</param>
    /// <returns>Null when it is none, names two currencies, or has a word that does not fit the need.</returns>
    public static SpokenMoney? Parse(string field, string text)
    {
        string? currency = null;
        bool isOne = true;
        string plain = Named().Replace(text, match =>
        {
            string? code = Code(match.Value);
            if (code is null) return match.Value;
            isOne &= currency is null || currency == code;
            currency = code;
            return " ";
        });
        plain = Many().Replace(plain, m => m.Groups["number"].Value.Count(c => c is '0') switch { 2 => " per hundred", 3 => " per thousand", _ => " per million" });
        if (!isOne || Ambiguous().IsMatch(plain) || SpokenNumber.Parse(plain) is not { } spoken || Factor(field, spoken.Words) is not { } factor) return null;
        if (Pence().IsMatch(spoken.Words))
        {
            if (currency is not (null or "GBP")) return null;
            currency = "GBP";
        }

        return new SpokenMoney(spoken.Value * factor, currency);
    }

    private static double? Factor(string field, string words)
    {
        (double factor, double? period) = (1, null);
        foreach (string word in words.Split([' ', '/', '(', ')', ',', '.', ':'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word is "cent" or "cents" or "ct" or "cts" or "¢" or "pence" or "penny") factor /= 100;
            else if (field == "budget.monthly" && Period(word) is { } a && (period is null || period == a)) period = a;
            else if (IsAnswer(field) && word is "hundred" or "thousand" or "million") factor /= word switch { "hundred" => 1e2, "thousand" => 1e3, _ => 1e6 };
            else if (!Filling.Contains(word) && !(IsAnswer(field) ? Answering : field == "budget.build" ? Building : Running).Contains(word)) return null;
        }

        return factor * (period ?? 1);
    }

    private static bool IsAnswer(string field) => field is "wrongAnswerCost" or "rightAnswerValue";

    // How many of them a month has.
    private static double? Period(string word) => word switch
    {
        "month" or "monthly" or "mo" or "mth" => 1,
        "year" or "yearly" or "annual" or "annually" or "annum" or "yr" => 1 / MonthsAYear,
        "quarter" or "quarterly" => 1.0 / 3,
        "week" or "weekly" or "wk" => WeeksAYear / MonthsAYear,
        "day" or "daily" => DaysAYear / MonthsAYear,
        "hour" or "hourly" => DaysAYear * HoursADay / MonthsAYear,
        _ => null,
    };

    private static string? Code(string name) => name.ToLowerInvariant() switch
    {
        "$" or "us$" or "dollar" or "dollars" or "usd" => "USD",
        "€" or "euro" or "euros" or "eur" => "EUR",
        "£" or "pound" or "pounds" or "sterling" or "gbp" => "GBP",
        "¥" or "yen" or "jpy" => "JPY",
        "₹" or "rupee" or "rupees" or "inr" => "INR",
        "chf" => "CHF",
        var small => name.All(char.IsAsciiLetterUpper) && !Filling.Contains(small) && !Running.Contains(small) && Period(small) is null ? name : null,
    };

    // A dollar of another country (A$, CA$) is left in the text, where it is a word that is not known.
    [GeneratedRegex(@"[€£¥₹]|(?<![A-Za-z])(?:[Uu][Ss])?\$|(?<![A-Za-z])(?:[A-Z]{3}|(?i:euros?|eur|dollars?|usd|pounds?|sterling|gbp|yen|jpy|rupees?|inr|chf))(?![A-Za-z])")]
    private static partial Regex Named();

    // 20.000 is twenty to some and twenty thousand to others.
    [GeneratedRegex(@"(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?!\d)")]
    private static partial Regex Ambiguous();

    [GeneratedRegex(@"\bpen(ce|ny)\b")]
    private static partial Regex Pence();

    [GeneratedRegex(@"(?:\bper\s+|/\s*)(?<number>100|1[, _]?000(?:[, _]?000)?)(?!\d)", RegexOptions.ExplicitCapture)]
    private static partial Regex Many();
}
