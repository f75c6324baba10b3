using Assay.Text.Words;

namespace Assay.Tuning.Examples.Checks;

/// <summary>Whether two prompts ask the same, and how two answers differ.</summary>
internal static class AnswerDifference
{
    private const int ShortWords = 12;

    // Words that turn a question round are never left aside.
    private static readonly HashSet<string> s_turning = ["not", "no", "nor", "never", "without", "before", "after", "above", "below", "from", "to", "on", "off", "up", "down", "in", "out", "over", "under", "cannot",
        "how", "what", "who", "whom", "whose", "when", "where", "why", "which", "can", "could", "should", "must", "may", "will", "would", "if", "all", "any", "more", "less", "most", "i", "you", "we", "they", "he", "she"];

    /// <summary>How the answers to the same prompt differ.</summary>
    public static ContradictionKind Kind(ComparedExample a, ComparedExample b)
    {
        bool shortOnes = a.AnswerWords.Count <= ShortWords && b.AnswerWords.Count <= ShortWords;
        if (shortOnes || (ComparedExample.IsJson(a.Answer) && ComparedExample.IsJson(b.Answer) && Similarity(a, b) >= 0.5)) return ContradictionKind.Label;
        return OtherFigures(a, b) ? ContradictionKind.Figures : ContradictionKind.Wording;
    }

    /// <summary>Similarity of the answers by words and pairs of words.</summary>
    public static double Similarity(ComparedExample a, ComparedExample b) => WordFeatures.Similarity(WordFeatures.Of(a.AnswerWords), WordFeatures.Of(b.AnswerWords));

    /// <summary>Whether the answers have other numbers.</summary>
    public static bool OtherFigures(ComparedExample a, ComparedExample b) => !Figures(a.Answer).SetEquals(Figures(b.Answer));

    /// <summary>Whether two near prompts ask the same: the same content words in the same order, or in long prompts all but a few, which are no figures.</summary>
    public static bool SameQuestion(ComparedExample a, ComparedExample b)
    {
        if (a.QuestionKey == b.QuestionKey) return true;
        if (a.OwnWords.Length < 40 || b.OwnWords.Length < 40) return false;
        List<string> left = Content(a.Prompt), right = Content(b.Prompt);
        HashSet<string> other = [.. left];
        other.SymmetricExceptWith(right);
        return other.Count <= Math.Min(left.Count, right.Count) / 20 && !other.Any(IsFigure);
    }

    /// <summary>The words with digits of a text.</summary>
    public static HashSet<string> Figures(string text) => [.. WordList.Words(text).Where(IsFigure).Select(w => w.ToLowerInvariant())];

    private static bool IsFigure(string word) => word.AsSpan().ContainsAnyInRange('0', '9');

    /// <summary>The words of a text but for those that say nothing by themselves.</summary>
    public static List<string> Content(string text)
    {
        List<string> words = [];
        foreach (string word in WordList.Words(text))
        {
            string lower = word.ToLowerInvariant();
            if (s_turning.Contains(lower) || !StopWords.Contains(lower)) words.Add(lower);
        }

        return words;
    }
}
