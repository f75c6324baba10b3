using System.Globalization;
using System.Text.RegularExpressions;
using Assay.Decisions.Requirements;
using Assay.Text;

namespace Assay.Decisions.Rules.Interviewing;

/// <summary>What an answer came to.</summary>
/// <param name="Needs">The needs with it; null where it could not be read.</param>
/// <param name="Problem">What was expected and what was found; null where it could be read.</param>
public sealed record NeedReading(Needs? Needs, string? Problem);

/// <summary>
/// Reads values of needs as people write them: what <see cref="NeedField.Parse"/> reads, and <c>5k</c>, <c>2 million</c>, <c>about 300 pages</c>, <c>3000/day</c>, <c>0.8 seconds</c>,
/// <c>$20k</c>, <c>36000 a year</c>, <c>3 months</c>. "don't know" is an answer and leaves the need unknown.
/// </summary>
public static partial class NeedAnswer
{
    private const double DaysAMonth = 30, WeeksAMonth = 52 / 12.0, TokensAWord = 4 / 3.0;

    private static readonly string[] Unknown = ["don't know", "dont know", "do not know", "i don't know", "no idea", "not known", "unknown", "?", "-", "skip", "n/a"];

    /// <summary>Whether an answer says that nothing is known.</summary>
    /// <param name="text">The answer.</param>
    /// <returns>True also for an empty answer.</returns>
    public static bool IsUnknown(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string small = text.Trim().TrimEnd('.').Replace('’', '\'').ToLowerInvariant();
        return small.Length == 0 || Unknown.Contains(small);
    }

    /// <summary>Some needs with one value.</summary>
    /// <param name="needs">The needs.</param>
    /// <param name="name">The field; see <see cref="NeedFields"/>.</param>
    /// <param name="text">Its value.</param>
    /// <returns>The needs as they are for "don't know".</returns>
    public static NeedReading Read(Needs needs, string name, string text)
    {
        ArgumentNullException.ThrowIfNull(needs);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(text);
        if (NeedFields.Find(name.Trim()) is not { } field)
        {
            string hint = NearestName.Find(name, NeedFields.All.Select(f => f.Name)) is { } near ? $" Did you mean '{near}'?" : "";
            return new NeedReading(null, $"'{name}' is not a need.{hint} Valid: {string.Join(", ", NeedFields.All.Select(f => f.Name))}.");
        }

        if (IsUnknown(text)) return new NeedReading(needs, null);
        string plain = field.Choices.Length > 0 ? Word(field, text) : text;
        if (field.Parse(new Needs(), plain) is { } exact) return Together(needs, exact);
        return Measure(field, needs, text) ?? new NeedReading(null, $"'{field.Name}' must be {Expected(field)}, found '{text.Trim()}'.");
    }

    /// <summary>The needs with the value that a number with its words means for a field; null when its words do not fit.</summary>
    internal static NeedReading? Measure(NeedField field, Needs needs, string text)
    {
        if (NeedChecks.Money.Contains(field.Name)) return Money(field, needs, text);
        if (field.Choices.Length > 0 || SpokenNumber.Parse(text) is not { } spoken || Value(field.Name, spoken) is not { } value) return null;
        bool isWhole = field.Name is "queriesPerMonth" or "examples" or "instructionTokens" or "horizonMonths" || field.Name.StartsWith("corpus.", StringComparison.Ordinal);
        if (isWhole) value = Math.Round(value, MidpointRounding.AwayFromZero);
        string form = field.Name.StartsWith("latency", StringComparison.Ordinal) ? (value > 0 && value < 1e9 ? Durations.Format(TimeSpan.FromMilliseconds(value)) : "")
            : value < 1e15 ? ((decimal)value).ToString("0.####", CultureInfo.InvariantCulture) : "";
        return field.Parse(needs, form) is { } read ? new NeedReading(read, null) : null;
    }

    private static NeedReading? Money(NeedField field, Needs needs, string text)
    {
        if (SpokenMoney.Parse(field.Name, text) is not { Value: < 1e15 } money) return null;
        string form = field.Name.StartsWith("budget.", StringComparison.Ordinal) ? "0.##" : "0.##########";
        return field.Parse(new Needs { Budget = new Budget(StatedCurrency: money.Currency) }, ((decimal)money.Value).ToString(form, CultureInfo.InvariantCulture)) is { } one ? Together(needs, one) : null;
    }

    // Whoever has named no currency yet means the one that is named now.
    private static NeedReading Together(Needs before, Needs one) => before.Budget.StatedCurrency is not null && NeedChecks.Currencies(before, one) is { } problem
        ? new NeedReading(null, problem)
        : before.Budget.StatedCurrency is { } named && one.Budget.StatedCurrency is { } other && other != named && NeedChecks.Money.All(m => NeedFields.Find(m)!.Get(before) is null)
        ? new NeedReading(null, $"budget.currency is {named}, but {other} is named too. Give everything in one currency.")
        : new NeedReading(NeedFields.All.Aggregate(before, (needs, field) => field.Take(needs, one)), null);

    /// <summary>What a value of a field looks like, to follow "must be".</summary>
    internal static string Expected(NeedField field) => field.Name switch
    {
        "queriesPerMonth" => "a number of questions a month or a day (500k a month, 3000/day)",
        "peakPerSecond" => "a number of questions a second (5 a second)",
        "corpus.documents" => "a number of documents or pages (about 300 pages)",
        "corpus.tokens" => "a number of tokens or words (2 million tokens)",
        "corpus.concepts" => "a number of key concepts (50 concepts)",
        "examples" => "a number of examples (2,000 examples; 0 for none)",
        "instructionTokens" => "a number of tokens or words (2,000 tokens)",
        "latencyP50" or "latencyP95" or "latencyP99" => "a time with its unit (800ms, 2 seconds)",
        "weeksToLaunch" => "a number of weeks or months (6 weeks)",
        "budget.build" => "an amount of money, once (20000, $20k)",
        "budget.monthly" => "an amount of money a month or another time (3000, $36k a year)",
        "wrongAnswerCost" or "rightAnswerValue" => "an amount of money for one answer (40, 50 cents, $40 per thousand)",
        _ => field.Expected,
    };

    private static double? Value(string name, SpokenNumber spoken)
    {
        string words = Small().Replace(spoken.Words, " ").Trim();
        double? factor = name switch
        {
            "queriesPerMonth" => PerMonth(words),
            "peakPerSecond" => words.Contains("minute", StringComparison.Ordinal) ? 1 / 60.0 : words.Contains("hour", StringComparison.Ordinal) ? 1 / 3600.0 : Fits(words, "", "peak", "second", "s", "rps", "qps", "question", "request", "quer"),
            "corpus.documents" => Fits(words, "", "document", "page", "doc", "file", "article"),
            "corpus.tokens" => words.Contains("word", StringComparison.Ordinal) ? TokensAWord : Fits(words, "", "token"),
            "corpus.concepts" => Fits(words, "", "concept", "key", "topic"),
            "examples" => Fits(words, "", "example", "pair", "sample", "row", "labelled", "labeled"),
            "instructionTokens" => words.Contains("word", StringComparison.Ordinal) ? TokensAWord : Fits(words, "", "token", "instruction"),
            "latencyP50" or "latencyP95" or "latencyP99" => Milliseconds(words),
            "weeksToLaunch" => words.Contains("month", StringComparison.Ordinal) ? WeeksAMonth : words.Contains("day", StringComparison.Ordinal) ? 1 / 7.0 : Fits(words, "", "week", "w"),
            "horizonMonths" => words.Contains("year", StringComparison.Ordinal) ? 12 : Fits(words, "", "month"),
            _ => null,
        };
        return spoken.Value * factor;
    }

    private static double? PerMonth(string words) =>
        words.Contains("day", StringComparison.Ordinal) || words.Contains("daily", StringComparison.Ordinal) ? DaysAMonth
        : words.Contains("week", StringComparison.Ordinal) ? DaysAMonth / 7
        : words.Contains("hour", StringComparison.Ordinal) ? DaysAMonth * 24
        : words.Contains("year", StringComparison.Ordinal) ? 1 / 12.0
        : words.Contains("second", StringComparison.Ordinal) ? DaysAMonth * 86400
        : Fits(words, "", "month", "question", "request", "quer");

    private static double? Milliseconds(string words)
    {
        string unit = Percentile().Replace(words, " ").Trim();
        return unit switch
        {
            "ms" or "millisecond" or "milliseconds" or "msec" => 1,
            "s" or "sec" or "secs" or "second" or "seconds" => 1000,
            "min" or "mins" or "minute" or "minutes" => 60_000,
            _ => null,
        };
    }

    // 1 where every word begins with one of the stems.
    private static double? Fits(string words, params string[] stems) => words.Split(' ').All(w => stems.Any(s => s.Length == 0 ? w.Length == 0 : s.Length == 1 ? w == s : w.StartsWith(s, StringComparison.Ordinal))) ? 1 : null;

    private static string Word(NeedField field, string text)
    {
        string small = text.Trim().ToLowerInvariant();
        if (field.Name is "goals" or "tried") return string.Join(", ", Ands().Split(small.Trim('[', ']')).Select(w => w.Trim().Replace(' ', '-')).Where(w => w.Length > 0));
        string joined = small.Replace(' ', '-');
        if (field.Choices.Contains(joined)) return joined;
        return (field.Name, joined) switch
        {
            ("citations" or "audit", "yes" or "true" or "needed") => "required",
            ("citations", "no" or "false" or "none") => "optional",
            ("audit", "no" or "false" or "optional") => "none",
            ("lockIn", "yes" or "true" or "portable") => "avoid",
            ("lockIn", "no" or "false") => "any",
            ("knowledgeChanges", "hourly") => "continuous",
            _ => joined,
        };
    }

    [GeneratedRegex(@"/|\b(per|a|an|in|the|of|each|to|up|for)\b")]
    private static partial Regex Small();

    [GeneratedRegex(@"\bp(50|95|99)\b|\b(median|within|under|below|at most|max|most)\b")]
    private static partial Regex Percentile();

    [GeneratedRegex(@",|;|\band\b")]
    private static partial Regex Ands();
}
