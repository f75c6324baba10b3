using Assay.Text.Segmentation;

namespace Assay.Retrieval.Answering;

/// <summary>Tells the kind of answer from the question word and the noun after it.</summary>
internal static class QuestionKind
{
    private const int NounWithin = 4;

    private static readonly Dictionary<string, AnswerKind> s_nouns = Nouns(
        (AnswerKind.Date, "year years date day month century decade era"),
        (AnswerKind.Share, "percentage percent proportion fraction share"),
        (AnswerKind.Number, "number population amount quantity rate temperature age score distance height length size speed weight area ratio"),
        (AnswerKind.Money, "cost price fee budget salary revenue income"),
        (AnswerKind.Place,
            "city cities country countries state states province continent region county town island river ocean sea mountain location " +
            "place village district street neighborhood stadium"),
        (AnswerKind.Name,
            "person people president king queen emperor empress poet author writer scientist mathematician physicist philosopher artist " +
            "painter composer musician singer actor actress director player " +
            "coach quarterback general leader minister chancellor pope bishop prophet explorer architect engineer inventor company " +
            "companies corporation team university college school band organization organisation party man woman"),
        (AnswerKind.Duration, "duration period"));

    private static readonly HashSet<string> s_skipped = ["is", "was", "are", "were", "the", "a", "an", "name", "of", "approximate", "estimated", "current", "total", "average", "exact"];

    private static readonly HashSet<string> s_measures =
        ["old", "far", "tall", "big", "large", "fast", "high", "deep", "heavy", "wide", "many", "much", "often", "close", "thick", "hot", "cold", "late", "early"];

    public static AnswerKind Of(IReadOnlyList<Word> words)
    {
        for (int i = 0; i < words.Count; i++)
        {
            AnswerKind? kind = words[i].Normal switch
            {
                "who" or "whom" or "whose" => AnswerKind.Name,
                "when" when i == 0 || i > words.Count - 4 => AnswerKind.Date,
                "where" when i == 0 || i > words.Count - 4 => AnswerKind.Place,
                "why" => AnswerKind.Reason,
                "how" => How(words, i),
                "what" or "which" => What(words, i),
                _ => null,
            };
            if (kind is { } found) return found;
        }

        return AnswerKind.Any;
    }

    private static AnswerKind How(IReadOnlyList<Word> words, int how)
    {
        if (how + 1 >= words.Count) return AnswerKind.Any;
        string next = words[how + 1].Normal;
        if (next == "long") return AnswerKind.Duration;
        return s_measures.Contains(next) ? AnswerKind.Number : AnswerKind.Any;
    }

    private static AnswerKind What(IReadOnlyList<Word> words, int what)
    {
        int seen = 0;
        for (int i = what + 1; i < words.Count && seen < NounWithin; i++)
        {
            string word = words[i].Normal;
            if (s_nouns.TryGetValue(word, out AnswerKind kind)) return kind;
            if (word is "did" or "do" or "does" or "can" or "could" or "would" or "has" or "have" or "had" or "to" or "in" or "for" or "by") return AnswerKind.Any;
            if (seen > 0 && word is "is" or "was" or "are" or "were") return AnswerKind.Any;
            if (!s_skipped.Contains(word)) seen++;
        }

        return AnswerKind.Any;
    }

    private static Dictionary<string, AnswerKind> Nouns(params (AnswerKind Kind, string Words)[] lists) =>
        lists.SelectMany(l => l.Words.Split(' '), (l, w) => (l.Kind, w)).ToDictionary(p => p.w, p => p.Kind, StringComparer.Ordinal);
}
