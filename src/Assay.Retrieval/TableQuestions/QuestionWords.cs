using System.Globalization;
using System.Text.RegularExpressions;
using Assay.Retrieval.Tables;

namespace Assay.Retrieval.TableQuestions;

/// <summary>Cuts a question into words and numbers.</summary>
internal static partial class QuestionWords
{
    /// <summary>Longest question that is read, in words: nobody counts with a longer one.</summary>
    public const int Most = 40;

    private const string SquareMetres = "sqm";

    private static readonly Dictionary<string, double> s_numbers = new(StringComparer.Ordinal)
    {
        ["zero"] = 0, ["two"] = 2, ["three"] = 3, ["four"] = 4, ["five"] = 5, ["six"] = 6, ["seven"] = 7, ["eight"] = 8, ["nine"] = 9, ["ten"] = 10, ["eleven"] = 11, ["twelve"] = 12, ["fifteen"] = 15,
        ["twenty"] = 20, ["thirty"] = 30, ["forty"] = 40, ["fifty"] = 50, ["hundred"] = 100, ["thousand"] = 1000, ["dozen"] = 12,
    };

    /// <summary>The words of a question.</summary>
    /// <returns>Empty when it is too long.</returns>
    public static List<QuestionWord> Of(string question)
    {
        var words = new List<QuestionWord>();
        if (question.Length > Most * 20) return words;
        foreach (Match match in Pieces().Matches(question))
        {
            if (match.Groups["date"].Success) words.Add(new QuestionWord(match.Value, TableWords.Key(match.Value)) { Date = DayOrMonth(match.Value) });
            else if (match.Groups["number"].Success) Number(match, words);
            else if (match.Value == "%") words.Add(new QuestionWord("percent", TableWords.Stem("percent")));
            else Word(match.Value, words);
        }

        // What runs out expires; what one runs out of is something else.
        for (int i = words.Count - 2; i >= 0; i--)
        {
            if (words[i].Lower is not ("run" or "runs" or "ran" or "running") || words[i + 1].Lower != "out" || words.ElementAtOrDefault(i + 2)?.Lower == "of") continue;
            words[i] = new QuestionWord("expires", TableWords.Stem("expires"));
            words.RemoveAt(i + 1);
        }

        // Square metres are one unit, and no metres.
        for (int i = words.Count - 2; i >= 0; i--)
        {
            if (words[i].Lower is not ("square" or "sq") || words[i + 1].Lower is not ("metre" or "metres" or "meter" or "meters" or "m")) continue;
            words[i] = new QuestionWord(SquareMetres, SquareMetres);
            words.RemoveAt(i + 1);
        }

        return words.Count <= Most ? words : [];
    }

    private static void Number(Match match, List<QuestionWord> words)
    {
        string digits = match.Groups["digits"].Value.Replace(",", "", StringComparison.Ordinal);
        double value = double.Parse(digits, CultureInfo.InvariantCulture) * match.Groups["times"].Value.ToLowerInvariant() switch { "k" => 1e3, "m" or " million" => 1e6, " thousand" => 1e3, " billion" => 1e9, _ => 1 };
        words.Add(new QuestionWord(digits, digits) { Number = value });
        foreach (string sign in new[] { match.Groups["money"].Value, match.Groups["percent"].Value }) if (sign.Length > 0) words.Add(new QuestionWord(sign, sign));
    }

    private static void Word(string text, List<QuestionWord> words)
    {
        bool capital = char.IsUpper(text[0]);
        string lower = text.ToLowerInvariant().Replace('’', '\'');
        if (lower.EndsWith("n't", StringComparison.Ordinal))
        {
            Add(lower[..^3]);
            Add("not");
            return;
        }

        if (lower == "m²")
        {
            Add(SquareMetres);
            return;
        }

        if (lower is "whats" or "whos") lower = lower[..^1];
        if (lower is "what's" or "who's" or "how's" or "where's" or "when's" or "there's" or "that's") lower = lower[..^2];
        else if (lower.EndsWith("'s", StringComparison.Ordinal)) lower = lower[..^2];
        foreach (string part in TableWords.Of(lower)) Add(part);

        void Add(string word) => words.Add(new QuestionWord(word, TableWords.Stem(word)) { IsCapital = capital, Number = s_numbers.TryGetValue(word, out double n) ? n : word == "one" && words.Count > 0 && words[^1].Lower is "than" or "least" or "exactly" or "most" ? 1 : null });
    }

    private static DateSpan? DayOrMonth(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly month)) return DateSpan.Of(month, month.AddMonths(1), text);
        if (!DateCells.TryParse(text, out DateTime found)) return null;
        DateOnly day = DateOnly.FromDateTime(found);
        return DateSpan.Of(day, day.AddDays(1), DateCells.Text(found.Date));
    }

    [GeneratedRegex(@"(?<date>(?<![\w-])(?:\d{4}-\d{2}(?:-\d{2})?|\d{1,2}\.\d{1,2}\.\d{4})(?![\w-]))|(?<number>(?:(?<money>[€$£])\s?)?(?<![\w.-])(?<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:(?<times>[kKmM]|\s(?:thousand|million|billion))(?!\w))?(?<percent>\s?%|\s?€)?(?![\w]))|%|[\p{L}\p{N}](?:[\p{L}\p{N}]|['’](?=\p{L}))*", RegexOptions.CultureInvariant)]
    private static partial Regex Pieces();
}
