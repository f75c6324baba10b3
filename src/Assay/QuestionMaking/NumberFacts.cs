using System.Text.RegularExpressions;
using Assay.Evaluation.Answers;
using Assay.Evaluation.Questions.Making;
using Assay.Text.Segmentation;
using Assay.Text.Words;
using Assay.Tuning.Synthesis;

namespace Assay.QuestionMaking;

/// <summary>What sentences say with one number: its subject, a verb, the number with its unit, and the circumstances behind it. English.</summary>
internal static partial class NumberFacts
{
    private const int MostSentence = 220, MostUnit = 2, MostRest = 9;
    private static readonly HashSet<string> s_cut = new(StringComparer.OrdinalIgnoreCase) { "per", "a", "an", "each", "every", "or", "and", "to", "times", "x" };
    private static readonly HashSet<string> s_time = new(StringComparer.OrdinalIgnoreCase) { "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years" };

    /// <summary>The facts of the sentences of a passage.</summary>
    /// <param name="passage">The passage.</param>
    /// <returns>In reading order.</returns>
    public static IEnumerable<Fact> Of(SyntheticPassage passage)
    {
        foreach (string line in passage.Text.Split('\n'))
        {
            if (line.Contains(" | ", StringComparison.Ordinal)) continue;
            foreach (string sentence in SentenceSegmenter.Segment(line).Select(s => s.Of(line).Trim().ToString()))
            {
                if (sentence.Length <= MostSentence && Of(passage, sentence) is { } fact) yield return fact;
            }
        }
    }

    private static Fact? Of(SyntheticPassage passage, string sentence)
    {
        if (Pattern().Match(sentence) is not { Success: true } match || QuantityReader.Find(sentence).Length != 1) return null;
        string subject = match.Groups["subject"].Value, number = match.Groups["number"].Value.TrimEnd('.', ','), tail = sentence[(match.Groups["number"].Index + number.Length)..];
        if (Inner().IsMatch(subject)) return null;
        (string unit, string rest) = Unit(tail);
        if (Rest(rest) is not { } circumstances) return null;
        string named = Named(subject, passage), value = unit.Length == 0 ? number : $"{number}{(tail.StartsWith(' ') ? " " : "")}{unit}";
        if (Ask(match.Groups["verb"].Value.ToLowerInvariant(), named, number, unit) is not { } question) return null;
        return new Fact(passage, MadeKind.Numeric, $"{question}{circumstances}?", value, sentence) { Subjects = [named] };
    }

    private static string? Ask(string verb, string subject, string number, string unit)
    {
        bool many = !verb.EndsWith('s') || verb is "is" or "has" ? verb is "have" or "are" || (!verb.EndsWith('s') && !verb.StartsWith("can", StringComparison.Ordinal)) : false;
        string does = many ? "do" : "does", last = unit.Split(' ')[^1];
        bool money = number[0] is '$' or '€' or '£', time = s_time.Contains(last);
        switch (verb)
        {
            case "cost" or "costs":
                return money ? $"How much {does} {subject} cost" : null;
            case "take" or "takes" or "last" or "lasts":
                return time ? $"How long {does} {subject} {verb.TrimEnd('s')}" : null;
            case "expire" or "expires":
                return time ? $"After how many {last} {does} {subject} expire" : null;
            case var passive when Passive().Match(passive) is { Success: true } done:
                string prepared = done.Groups["how"].Value;
                return prepared == "at" ? !money && unit.Length == 0 ? null : $"At how {(money ? "much" : "many " + unit)} {done.Groups["is"].Value} {subject} {done.Groups["done"].Value}"
                    : time ? $"{char.ToUpperInvariant(prepared[0])}{prepared[1..]} how many {unit} {done.Groups["is"].Value} {subject} {done.Groups["done"].Value}" : null;
            case "is limited to" or "are limited to":
                return $"What is the limit for {subject}";
            case "is" or "are":
                return time ? null : unit.Length == 0 ? (Measure().IsMatch(subject) ? $"What {verb} {subject}" : null) : $"How many {unit} {verb} {subject}";
            default:
                if (unit.Length == 0 || money) return null;
                return verb.Split(' ') is [("can" or "must") and var may, var holds] ? $"How many {unit} {may} {subject} {holds}" : $"How many {unit} {does} {subject} {Base(verb)}";
        }
    }

    private static string Base(string verb) => verb switch { "has" => "have", _ => verb.TrimEnd('s') };

    private static (string Unit, string Behind) Unit(string tail)
    {
        if (tail.StartsWith('%')) return ("%", tail[1..]);
        if (tail.Length > 0 && tail[0] is not (' ' or '.' or ',' or ';')) return ("", tail);
        string[] words = tail.TrimStart().Split(' ');
        string[] unit = [.. words.TakeWhile((w, i) => i < MostUnit && Plain().IsMatch(w) && !StopWords.Contains(w) && !s_cut.Contains(w))];

        // A word that ends the sentence or the clause still belongs to the unit.
        if (unit.Length < MostUnit && unit.Length < words.Length && words[unit.Length].TrimEnd('.', ',', ';') is { Length: > 0 } ends && ends.Length < words[unit.Length].Length && Plain().IsMatch(ends) && !StopWords.Contains(ends) && !s_cut.Contains(ends))
        {
            return (string.Join(' ', unit.Append(ends)), words[unit.Length][ends.Length..] + " " + string.Join(' ', words.Skip(unit.Length + 1)));
        }

        return (string.Join(' ', unit), unit.Length == words.Length ? "" : (unit.Length == 0 ? "" : " ") + string.Join(' ', words.Skip(unit.Length)));
    }

    // Circumstances belong to what is asked; what is no circumstance changes what the number says.
    private static string? Rest(string rest)
    {
        string first = rest.Split(',', ';', '(')[0].TrimEnd(' ', '.');
        if (first.Trim().Length == 0) return "";
        return Circumstance().IsMatch(first) && first.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length <= MostRest ? $" {first.Trim()}" : null;
    }

    // The first word of a sentence is a name where the page writes it with a capital within a sentence, too.
    private static string Named(string subject, SyntheticPassage passage)
    {
        string first = subject.Split(' ')[0];
        bool isName = !Article().IsMatch(first) && !StopWords.Contains(first) && Regex.IsMatch($"{passage.Title}\n{passage.Text}", $@"[\p{{Ll}},] {Regex.Escape(first)}\b", RegexOptions.CultureInvariant);
        return isName ? subject : (first.Length == 1 ? first.ToLowerInvariant() : TableFacts.LowerFirst(first)) + subject[first.Length..];
    }

    [GeneratedRegex(@"^(?<subject>[A-Z][\w'’-]*(?: [\w'’-]+){0,6}?) (?<verb>has|have|takes?|lasts?|includes?|allows?|holds?|costs?|supports?|requires?|needs?|covers?|contains?|expires?|(?:is|are) limited to|can (?:have|hold|contain|include|store)|must (?:have|contain)|(?:is|are) [a-z]+(?:ed|t|n) (?:after|within|for|at)|is|are)(?: (?:up to|at most|at least|about|approximately|only|within|after|for|exactly|a maximum of|a minimum of|no more than))? (?<number>[$€£]?[0-9][0-9.,]*)(?=[ %.,;]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^(?:it|they|this|that|these|those|there|here|he|she|we|you|i|if|when|where|which|what|who|one|both|such|step|version|figure|table|note|example|in|on|at|for|to|by|as|and|but|or|also|then|however|with|from|once|after|before|because|since|while|although|most|some|many|other|another)\b|\b(?:that|which|who|and|or|can|will|must|if|when|is|are|was|not)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Inner();

    [GeneratedRegex(@"^ ?(?:in|on|for|per|from|by|before|after|when|if|during|at|with|without|until|unless|within|across|a|an|each)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Circumstance();

    [GeneratedRegex(@"\b(?:limit|maximum|minimum|number|rate|percentage|size|length|default|price|fee|cap|threshold|count)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Measure();

    [GeneratedRegex("^(?<is>is|are) (?<done>[a-z]+) (?<how>after|within|for|at)$", RegexOptions.CultureInvariant)]
    private static partial Regex Passive();

    [GeneratedRegex("^(?:[a-z][a-z-]*|[KMGT]B|kWh?|GHz|MHz)$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex("^(?:the|a|an|each|every|your|all)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Article();
}
