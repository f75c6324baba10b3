using Assay.Text.Segmentation;
using Assay.Text.Words;

namespace Assay.Retrieval.Answering;

/// <summary>Finds what could be the answer proper inside a sentence, by the kind asked for.</summary>
internal static class AnswerCandidates
{
    private static readonly HashSet<string> s_numbers = Set(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen " +
        "twenty thirty forty fifty sixty seventy eighty ninety " +
        "hundred hundreds thousand thousands million millions billion billions trillion trillions dozen dozens half third quarter both " +
        "once twice none several no zero couple pair single first second");

    private static readonly HashSet<string> s_scales = Set("hundred thousand million billion trillion percent per dollars euros pounds");

    private static readonly HashSet<string> s_dates = Set(
        "january february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday " +
        "century centuries spring summer autumn winter today yesterday");

    private static readonly HashSet<string> s_yearBefore = Set("in since by from until till during after before early late mid and to of");

    private static readonly HashSet<string> s_times = Set("second minute hour day week month year decade century generation");

    private static readonly HashSet<string> s_inNames = Set("of de la du van von der del di the and");

    private static readonly HashSet<string> s_reasons = Set("because due since therefore thus reason cause caused result to for so prevent avoid allow");

    private static readonly HashSet<string> s_places = Set("in at near from to into on of between through across outside inside along toward towards");

    /// <summary>The candidates in order; empty for a kind that leaves no mark in the words.</summary>
    /// <param name="kind">The kind asked for.</param>
    /// <param name="text">The passage's text.</param>
    /// <param name="sentence">A sentence of it.</param>
    /// <param name="question">Stems of the question; a candidate that only repeats them does not count.</param>
    /// <returns>Ranges of word indexes, half-open.</returns>
    public static List<(int From, int To)> Find(AnswerKind kind, string text, ReaderSentence sentence, IReadOnlySet<int> question)
    {
        var found = new List<(int, int)>();
        for (int i = 0; i < sentence.Words.Count;)
        {
            int end = kind switch
            {
                AnswerKind.Name or AnswerKind.Place => NameEnd(text, sentence, i),
                AnswerKind.Date => Run(text, sentence, i, IsDate),
                AnswerKind.Number => IsPlainYear(text, sentence, i) ? i : Run(text, sentence, i, IsNumber),
                AnswerKind.Money => MoneyEnd(text, sentence, i),
                AnswerKind.Share => ShareEnd(text, sentence, i),
                AnswerKind.Duration => DurationEnd(text, sentence, i),
                AnswerKind.Reason => s_reasons.Contains(sentence.Words[i].Normal) ? i + 1 : i,
                _ => i,
            };
            if (end > i && (kind == AnswerKind.Reason || HasNew(sentence, i, end, question)) && (kind != AnswerKind.Place || MayBePlace(sentence, i))) found.Add((i, end));
            i = Math.Max(end, i + 1);
        }

        return found;
    }

    private static bool MayBePlace(ReaderSentence sentence, int at) =>
        at == 0 || s_places.Contains(sentence.Words[at - 1].Normal) || s_inNames.Contains(sentence.Words[at - 1].Normal);

    private static bool HasNew(ReaderSentence sentence, int from, int to, IReadOnlySet<int> question)
    {
        for (int i = from; i < to; i++)
        {
            if (!question.Contains(sentence.Stems[i]) && !s_inNames.Contains(sentence.Words[i].Normal)) return true;
        }

        return false;
    }

    private static int Run(string text, ReaderSentence sentence, int at, Func<string, bool> accepts)
    {
        int end = at;
        while (end < sentence.Words.Count && accepts(sentence.Words[end].Normal) && (end == at || Adjacent(text, sentence.Words[end - 1], sentence.Words[end])))
        {
            end++;
        }

        if (end > at && end < sentence.Words.Count && s_scales.Contains(sentence.Words[end].Normal)) end++;
        return end;
    }

    private static bool IsNumber(string word) => char.IsDigit(word[0]) || char.IsDigit(word[^1]) || word[0] is '$' or '€' or '£' || s_numbers.Contains(word);

    private static bool IsDate(string word)
    {
        if (s_dates.Contains(word)) return true;
        if (word == "may") return false;
        ReadOnlySpan<char> digits = word.EndsWith('s') ? word.AsSpan(0, word.Length - 1) : word;
        if (digits.Length == 4 && !digits.ContainsAnyExceptInRange('0', '9')) return digits[0] is '1' or '2';
        return word.Length is 8 or 10 && word.Count(c => c == '-') == 2;
    }

    /// <summary>A year is no amount: four digits without a separator after a word that goes before years.</summary>
    private static bool IsPlainYear(string text, ReaderSentence sentence, int at) =>
        at > 0 && IsDate(sentence.Words[at].Normal) && !sentence.Words[at].Span.Of(text).Contains(',')
        && (s_yearBefore.Contains(sentence.Words[at - 1].Normal) || s_dates.Contains(sentence.Words[at - 1].Normal));

    private static int MoneyEnd(string text, ReaderSentence sentence, int at)
    {
        if (!IsNumber(sentence.Words[at].Normal)) return at;
        int end = Run(text, sentence, at, IsNumber);
        bool sign = text[sentence.Words[at].Span.Start] is '$' or '€' or '£' or '¥' or '₹';
        bool unit = end < sentence.Words.Count && sentence.Words[end].Normal is "dollars" or "euros" or "pounds" or "usd" or "eur" or "gbp" or "cents";
        return sign || unit || sentence.Words[end - 1].Normal is "dollars" or "euros" or "pounds" ? end + (unit ? 1 : 0) : at;
    }

    private static int ShareEnd(string text, ReaderSentence sentence, int at)
    {
        string word = sentence.Words[at].Normal;
        if (word.EndsWith('%')) return at + 1;
        if (word is "half" or "third" or "quarter" or "fifth" or "majority" or "most" or "quarters" or "thirds") return at + 1;
        int end = Run(text, sentence, at, IsNumber);
        if (end == at) return at;
        string next = end < sentence.Words.Count ? sentence.Words[end].Normal : "";
        return sentence.Words[end - 1].Normal == "percent" || next is "percentage" or "per" or "of" or "in" or "out" ? end : at;
    }

    private static int DurationEnd(string text, ReaderSentence sentence, int at)
    {
        int end = Run(text, sentence, at, IsNumber);
        if (end == at) return at;
        if (end < sentence.Words.Count && s_times.Contains(Singular(sentence.Words[end].Normal))) return end + 1;
        return IsDate(sentence.Words[at].Normal) || sentence.Words[at].Normal.Contains('-', StringComparison.Ordinal) ? end : at;
    }

    private static string Singular(string word) => word == "centuries" ? "century" : word.EndsWith('s') ? word[..^1] : word;

    /// <summary>The end of the run of capitalised words at <paramref name="at"/>, with small words only inside it.</summary>
    private static int NameEnd(string text, ReaderSentence sentence, int at)
    {
        if (!IsCapital(text, sentence, at)) return at;
        int end = at + 1;
        for (int i = end; i < sentence.Words.Count && Adjacent(text, sentence.Words[i - 1], sentence.Words[i]); i++)
        {
            if (IsCapital(text, sentence, i)) end = i + 1;
            else if (i > end || !s_inNames.Contains(sentence.Words[i].Normal)) break;
        }

        return end;
    }

    private static bool IsCapital(string text, ReaderSentence sentence, int at) =>
        char.IsUpper(text[sentence.Words[at].Span.Start]) && !(at == 0 && StopWords.Contains(sentence.Words[0].Normal));

    private static bool Adjacent(string text, Word left, Word right)
    {
        ReadOnlySpan<char> between = text.AsSpan(left.Span.End, right.Span.Start - left.Span.End);
        return between.Trim().Length == 0 || between is ". " or "-" or "–" or "'";
    }

    private static HashSet<string> Set(string words) => words.Split(' ').ToHashSet(StringComparer.Ordinal);
}
