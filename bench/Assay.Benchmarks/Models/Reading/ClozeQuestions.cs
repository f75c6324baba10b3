using System.Text.RegularExpressions;

namespace Assay.Benchmarks.Models.Reading;

/// <summary>Questions from sentences: a number, date, name or noun phrase is taken out and asked for with the other words (Lewis, Denoyer, Riedel 2019), with the verb moved before its subject where it is a plain one.</summary>
internal static partial class ClozeQuestions
{
    private const int ShortestSentence = 40, LongestSentence = 220, LeastWords = 7, LongestTail = 12;
    private static readonly HashSet<string> Auxiliaries = ["is", "was", "are", "were", "can", "will", "must", "has", "have", "had", "could", "should", "may", "would", "might"];
    private static readonly HashSet<string> Prepositions = ["in", "on", "at", "by", "from", "to", "of", "with", "for", "into", "after", "before", "since", "until", "about", "under", "over", "between", "through"];
    private static readonly HashSet<string> NotNames = ["I", "The", "A", "An", "He", "She", "It", "They", "We", "You", "This", "That", "These", "Those", "If", "When", "For", "In", "On", "At", "But", "And", "As", "To", "By", "His", "Her", "Their", "My", "Your", "There", "Then", "So", "After", "Before", "You're", "I'm", "No", "Yes", "Mr", "Mrs"];

    /// <summary>A question for a part of a sentence.</summary>
    /// <param name="dice">Chooses the part and the words.</param>
    /// <param name="sentence">The sentence.</param>
    /// <returns>The question and the part that answers it; null where the sentence has no such part.</returns>
    public static (string Question, string Answer)? Of(LessonDice dice, string sentence)
    {
        if (sentence.Length is < ShortestSentence or > LongestSentence || sentence.Contains('\n', StringComparison.Ordinal) || sentence.Count(c => c == ' ') < LeastWords || sentence.Contains(": ", StringComparison.Ordinal)) return null;
        (int Start, int Length, string Asked)[] spans = [.. Spans(sentence)];
        if (spans.Length == 0) return null;
        (int start, int length, string asked) = dice.Pick(spans);
        string answer = sentence.Substring(start, length), before = sentence[..start].Trim(), after = sentence[(start + length)..].Trim().TrimEnd('.', '!', '?', ';', ',', '"', '”').Trim();
        if (sentence.IndexOf(answer, start + 1, StringComparison.Ordinal) >= 0 || answer.Length < 2) return null;
        string question = Asked(dice, Clause(before), Tail(after), asked);
        return question.Count(c => c == ' ') < LeastWords - 3 ? null : (Spaces().Replace(question, " ") + "?", answer);
    }

    // What stands in the clause of the part that is asked for.
    private static string Clause(string before)
    {
        int comma = Math.Max(before.LastIndexOf(", ", StringComparison.Ordinal), before.LastIndexOf("; ", StringComparison.Ordinal));
        return comma >= 0 && before[(comma + 2)..].Count(c => c == ' ') >= 2 ? Conjunction().Replace(before[(comma + 2)..], "") : before;
    }

    private static string Tail(string after)
    {
        int comma = after.IndexOfAny([',', ';', '(']);
        if (comma > 0 && after.Count(c => c == ' ') > LongestTail) after = after[..comma].Trim();
        return after.Count(c => c == ' ') > LongestTail ? string.Join(' ', after.Split(' ')[..LongestTail]) : after;
    }

    private static string Asked(LessonDice dice, string before, string after, string asked)
    {
        string word = asked switch
        {
            "number" => dice.Pick(["How many", "How much", "What number of"]),
            "date" => dice.Pick(["When", "When", "In what year", "On what date"]),
            "name" => before.Length == 0 ? dice.Pick(["Who", "What", "Which"]) : dice.Pick(["Who", "What", "Which", "Where"]),
            _ => dice.Pick(["What", "What", "Which"]),
        };
        if (before.Length == 0) return $"{word} {after}";
        string[] words = before.Split(' ');
        if (Prepositions.Contains(words[^1].ToLowerInvariant()))
        {
            bool leads = dice.Chance(0.5) && asked is not "date";
            word = leads ? $"{InventedValues.Capital(words[^1].ToLowerInvariant())} {char.ToLowerInvariant(word[0])}{word[1..]}" : word;
            words = words[..^1];
        }

        int verb = Array.FindIndex(words, w => Auxiliaries.Contains(w));
        if (verb <= 0 || verb > 8) return $"{word} {Lowered(string.Join(' ', words))} {after}";
        string subject = Lowered(string.Join(' ', words[..verb])), rest = string.Join(' ', words[(verb + 1)..]);
        return $"{word} {words[verb]} {subject} {rest} {after}";
    }

    private static string Lowered(string text) => text.Length > 1 && NotNames.Contains(text.Split(' ')[0]) && text[0] != 'I' ? char.ToLowerInvariant(text[0]) + text[1..] : text;

    private static IEnumerable<(int Start, int Length, string Asked)> Spans(string sentence)
    {
        foreach (Match date in Dates().Matches(sentence)) yield return (date.Index, date.Length, "date");
        foreach (Match number in Numbers().Matches(sentence)) yield return (number.Index, number.Length, "number");
        foreach (Match name in Names().Matches(sentence))
        {
            if (!NotNames.Contains(name.Value.Split(' ')[0])) yield return (name.Index, name.Length, "name");
        }

        foreach (Match phrase in Phrases().Matches(sentence)) yield return (phrase.Groups[1].Index, phrase.Groups[1].Length, "thing");
    }

    [GeneratedRegex(@"\b(?:(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{1,2},?)?(?: \d{4})?|1[5-9]\d\d|20[0-3]\d)\b")]
    private static partial Regex Dates();

    [GeneratedRegex(@"(?<![\w.,-])[$€£]?\d[\d,.]*\d?%?(?: (?:percent|million|billion|hundred|thousand|days|hours|minutes|seconds|years|miles|GB|MB|KB))?(?![\w-])|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|hundred)\b")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\b[A-Z][a-zA-Z]+(?: (?:of |the )?[A-Z][a-zA-Z]+){0,3}\b")]
    private static partial Regex Names();

    [GeneratedRegex(@"(?<=\b(?:is|was|are|were|uses?|used|has|have|had|with|by|from|in|into|for|on|called|choose|provides?|contains?|requires?|supports?|made|became|saw|found|took|gave|wanted) )((?:the|a|an|his|her|their|your|its) (?:[a-z-]+ ){0,2}[a-z-]+)(?=[,.;]| (?:and|that|which|who|to|in|on|of|for|with|from|by|at|when|if|as)\b)")]
    private static partial Regex Phrases();

    [GeneratedRegex(@"^(?:and|but|or|so|then|while|because) ")]
    private static partial Regex Conjunction();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
