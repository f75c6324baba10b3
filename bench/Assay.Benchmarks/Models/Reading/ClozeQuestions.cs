using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Assay.Benchmarks.Models.Reading;

/// <summary>
/// Questions from sentences: a number, date, name or noun phrase is taken out and asked for with the other words (Lewis, Denoyer, Riedel 2019). Only plain sentences are taken (subject, verb, rest, perhaps
/// with a phrase of time or place before); the verb is moved or asked with "did", so that the question reads as people write it.
/// </summary>
internal static partial class ClozeQuestions
{
    private const int ShortestSentence = 40, LongestSentence = 240, MostOfSubject = 8, LongestTail = 14, ShortestQuestion = 4;
    private static readonly FrozenSet<string> Prepositions = Words("in on at by from to of with for into after before since until about under over between through during against among near within as");
    private static readonly FrozenSet<string> NoSubject = Words("If When While Because Although Though Since Unless Whether How What Which Who Where Why See Choose Click Select Note Open Enter Type Use Using For To Make Let Do Don't Please There It This That These Those He She They We I You His Her Their My Your Our Its But And Or So Then Thus Also However Therefore Here Such Each Every Consider Figure Table Example Chapter Whoever Whatever Another Following Now Neither None Only Even Just Still Often Sometimes Usually Perhaps Important Check");
    private static readonly FrozenSet<string> Fronts = Words("in on at by during after before since until with within under for among");
    private static readonly FrozenSet<string> Small = Words("The A An In On At By During After Before From With Under Within Since Most Many Some All Both Several One Two Three Its Their His Her Early Late");

    /// <summary>A question for a part of a sentence.</summary>
    /// <param name="dice">Chooses the part and the words.</param>
    /// <param name="sentence">The sentence.</param>
    /// <returns>The question and the part that answers it; null where the sentence has no such part.</returns>
    public static (string Question, string Answer)? Of(LessonDice dice, string sentence)
    {
        if (Clause.Of(sentence) is not { } clause) return null;
        Gap[] gaps = [.. Gaps(clause)];
        if (gaps.Length == 0) return null;
        Gap gap = dice.Pick(gaps);
        string question = Spaces().Replace(gap.InSubject ? Subject(dice, clause) : Rest(dice, clause, gap), " ").Trim();
        if (question.Count(c => c == ' ') < ShortestQuestion || gap.Answer.Length < 2 || question.Contains(gap.Answer, StringComparison.OrdinalIgnoreCase)) return null;
        return (question.Trim(',', ';', ' ') + "?", gap.Answer);
    }

    private static string Subject(LessonDice dice, Clause clause) => $"{(clause.Subject.Contains(' ') && char.IsLower(clause.Subject[^1]) ? dice.Pick(["What", "Which", "What"]) : dice.Pick(["Who", "What", "What"]))} {clause.Verb} {Tail(clause.Rest)} {Tail(clause.Front)}";

    private static string Rest(LessonDice dice, Clause clause, Gap gap)
    {
        string before = gap.InFront ? "" : clause.Rest[..gap.Start].Trim(), after = gap.InFront ? clause.Rest : clause.Rest[(gap.Start + gap.Length)..].Trim(), front = gap.InFront ? "" : Tail(clause.Front);
        if (gap.InFront) (before, after) = (clause.Rest, "");
        string preposition = gap.InFront ? clause.Front.Split(' ')[0].ToLowerInvariant() : before.Length == 0 ? "" : before.Split(' ')[^1].ToLowerInvariant();
        bool hangs = Prepositions.Contains(preposition);
        string word = Word(dice, gap, preposition, ref after, ref hangs);
        if (hangs && !gap.InFront) before = before[..Math.Max(0, before.Length - preposition.Length)].Trim();
        string subject = char.IsUpper(clause.Subject[0]) && Small.Contains(clause.Subject.Split(' ')[0]) ? char.ToLowerInvariant(clause.Subject[0]) + clause.Subject[1..] : clause.Subject;
        string asks = clause.Asks is { } verb ? $"{verb.Asks} {subject} {verb.Base}" : $"{clause.Verb} {subject}";
        if (hangs && dice.Chance(0.5)) return $"{InventedValues.Capital(preposition)} {char.ToLowerInvariant(word[0])}{word[1..]} {asks} {before} {Tail(after)} {front}";
        return $"{word} {asks} {before} {(hangs ? preposition : "")} {Tail(after)} {front}";
    }

    // The word that asks. Time and place take their preposition away; a number takes what it counts to the front.
    private static string Word(LessonDice dice, Gap gap, string preposition, ref string after, ref bool hangs)
    {
        switch (gap.Kind)
        {
            case GapKind.Date:
                if (preposition is "in" or "on" or "at") hangs = false;
                return hangs || gap.Answer.Length != 4 || dice.Chance(0.6) ? (hangs ? "What date" : "When") : dice.Pick(["In what year", "In which year"]);
            case GapKind.Number:
                string[] words = after.Split(' ');
                if (gap.Answer.Contains('%', StringComparison.Ordinal) || gap.Answer.Contains("percent", StringComparison.Ordinal)) return dice.Pick(["What percentage", "How much"]);
                if (gap.Answer[0] is '$' or '€' or '£') return "How much";
                int noun = Array.FindIndex(words, w => Prepositions.Contains(w) || w.EndsWith(',') || w is "and" or "or" or "that" or "which");
                if (noun is < 1 or > 3) noun = words[0].Length > 2 && char.IsLower(words[0][0]) && !Prepositions.Contains(words[0]) ? 1 : 0;
                if (noun == 0) return "How many";
                string counted = string.Join(' ', words[..noun]);
                after = string.Join(' ', words[noun..]);
                return $"How many {counted}";
            case GapKind.Duration:
                hangs &= preposition != "for";
                return "How long";
            case GapKind.Name when preposition is "in" or "at" or "near":
                hangs = false;
                return "Where";
            case GapKind.Name:
                return preposition is "by" or "to" or "with" ? dice.Pick(["Who", "What", "Whom"]) : dice.Pick(["What", "Who", "Which"]);
            default:
                return dice.Pick(["What", "What", "Which"]);
        }
    }

    private static string Tail(string after)
    {
        int comma = after.IndexOfAny([',', ';', '(', '–', '—']);
        if (comma >= 0) after = after[..comma].Trim();
        string[] words = after.Split(' ');
        return words.Length > LongestTail ? string.Join(' ', words[..LongestTail]) : after;
    }

    private static IEnumerable<Gap> Gaps(Clause clause)
    {
        if (clause.SubjectCanBeAsked) yield return new Gap(GapKind.Thing, 0, 0, clause.Subject) { InSubject = true };
        if (clause.Front.Length > 0 && Dates().Match(clause.Front) is { Success: true } when && clause.Front.IndexOf(' ', StringComparison.Ordinal) == when.Index - 1) yield return new Gap(GapKind.Date, 0, 0, when.Value) { InFront = true };
        int end = clause.Rest.IndexOfAny([';', '(', '–', '—']);
        string rest = end > 0 ? clause.Rest[..end] : clause.Rest;
        foreach (Match date in Dates().Matches(rest)) yield return new Gap(GapKind.Date, date.Index, date.Length, date.Value);
        foreach (Match number in Numbers().Matches(rest))
        {
            if (!Dates().IsMatch(number.Value)) yield return new Gap(GapKind.Number, number.Index, number.Length, number.Value);
        }

        foreach (Match time in Durations().Matches(rest)) yield return new Gap(GapKind.Duration, time.Index, time.Length, time.Value);
        foreach (Match name in Names().Matches(rest)) yield return new Gap(GapKind.Name, name.Index, name.Length, name.Value);
        foreach (Match phrase in Phrases().Matches(" " + rest + " ")) yield return new Gap(GapKind.Thing, phrase.Groups[1].Index - 1, phrase.Groups[1].Length, phrase.Groups[1].Value);
    }

    private static FrozenSet<string> Words(string text) => text.Split(' ').ToFrozenSet();

    [GeneratedRegex(@"\b(?:(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{1,2},?)?(?: \d{4})?|1[0-9]\d\d|20[0-3]\d)\b")]
    private static partial Regex Dates();

    [GeneratedRegex(@"(?<![\w.,-])[$€£]?\d[\d,.]*\d?%?(?: (?:percent|million|billion|hundred|thousand))?(?![\w-])|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|hundred)\b(?: (?:percent|million|billion|hundred|thousand))?")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty) (?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b")]
    private static partial Regex Durations();

    [GeneratedRegex(@"\b[A-Z][a-zA-Z'’-]+(?: (?:(?:of|the|von|de) )*[A-Z][a-zA-Z'’-]+){0,3}\b")]
    private static partial Regex Names();

    [GeneratedRegex(@"(?<= )((?:the|a|an|his|her|their|its) (?:[a-z-]+ ){0,2}[a-z-]{3,}|(?<= (?:of|by|for|with|in|from|into|as|called) )(?:[a-z-]+ )?[a-z-]{4,})(?=[,.;]| (?:and|that|which|who|to|in|on|of|for|with|from|by|at|when|as|because|through|during) | $)")]
    private static partial Regex Phrases();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    private enum GapKind
    {
        Thing,
        Name,
        Number,
        Date,
        Duration,
    }

    /// <summary>A part that can be asked for: where it stands in the rest of the clause.</summary>
    private sealed record Gap(GapKind Kind, int Start, int Length, string Answer)
    {
        public bool InSubject { get; init; }

        public bool InFront { get; init; }
    }

    /// <summary>A plain sentence in its parts.</summary>
    /// <param name="Front">A phrase of time or place before the subject; may be empty.</param>
    /// <param name="Subject">The subject.</param>
    /// <param name="Verb">The verb that the subject is followed by.</param>
    /// <param name="Asks">How a question is asked with a verb that is none of "be", "have" and the modal ones.</param>
    /// <param name="Rest">What follows.</param>
    private sealed partial record Clause(string Front, string Subject, string Verb, (string Asks, string Base)? Asks, string Rest)
    {
        private static readonly SearchValues<char> NotPlain = SearchValues.Create("\n:?![]|\"“”");

        public bool SubjectCanBeAsked => Subject.Count(c => c == ' ') < 4;

        public static Clause? Of(string sentence)
        {
            sentence = Bracketed().Replace(sentence.Trim(), "");
            if (sentence.Length is < ShortestSentence or > LongestSentence || !char.IsUpper(sentence[0]) || sentence[^1] != '.' || sentence.AsSpan().ContainsAny(NotPlain)) return null;
            string front = "", body = sentence[..^1];
            int comma = body.IndexOf(", ", StringComparison.Ordinal);
            if (comma > 0 && comma < 40 && Fronts.Contains(body.Split(' ')[0].ToLowerInvariant()) && !body[..comma].Contains("ing ", StringComparison.Ordinal)) (front, body) = (char.ToLowerInvariant(body[0]) + body[1..comma], body[(comma + 2)..]);
            string[] words = body.Split(' ');
            if (words.Length < 5 || words[0].EndsWith("ing", StringComparison.Ordinal) || words[0].EndsWith("ly", StringComparison.Ordinal) || words.AsSpan(0, 3).Contains("following") || NoSubject.Contains(words[0]) || NoSubject.Contains(InventedValues.Capital(words[0])) || Prepositions.Contains(words[0].ToLowerInvariant())) return null;
            for (int i = 1; i < Math.Min(words.Length - 1, MostOfSubject); i++)
            {
                string before = words[i - 1].ToLowerInvariant();
                if (words[i - 1].EndsWith(',') || words[i] is "that" or "which" or "who" or "to" or "and" or "or") return null;
                bool isAuxiliary = Verbs.Auxiliaries.Contains(words[i]);
                if (!isAuxiliary && (before is "the" or "a" or "an" or "of" or "in" or "its" or "their" or "his" or "her" || Prepositions.Contains(before))) continue;
                (string, string)? asks = isAuxiliary ? null : Verbs.Of(words[i]);
                if (!isAuxiliary && (asks is null || (asks.Value.Item1 is "do" && !before.EndsWith('s')))) continue;
                return new Clause(front, string.Join(' ', words[..i]), words[i], asks, string.Join(' ', words[(i + 1)..]));
            }

            return null;
        }

        [GeneratedRegex(@" ?\([^()]*\)")]
        private static partial Regex Bracketed();
    }
}
