using Assay.Text.Languages;
using Assay.Text.Segmentation;
using Assay.Text.Stemming;
using Assay.Text.Words;

namespace Assay.Evaluation.Questions.Making;

/// <summary>The words that carry what a text says, as stems: English stop words and words that any question has are left out. Deterministic.</summary>
public static class QuestionWords
{
    private const int LongestWord = 64;
    private static readonly StemFunction s_stem = Stemmers.For(Language.English)!;
    private static readonly HashSet<string> s_asking = new(StringComparer.Ordinal)
    {
        "many", "much", "long", "often", "far", "may", "might", "must", "get", "please", "explain", "tell", "know", "mean", "use", "listed", "list", "give", "given", "say", "says", "there", "number",
    };

    /// <summary>Distinct stems in the order of their first place.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Without stop words and words of asking.</returns>
    public static IReadOnlyList<string> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var stems = new List<string>();
        foreach (Word word in WordSegmenter.Segment(text))
        {
            if (StopWords.Contains(word.Normal) || s_asking.Contains(word.Normal)) continue;
            string stem = Stem(word.Normal);
            if (seen.Add(stem)) stems.Add(stem);
        }

        return stems;
    }

    /// <summary>The share of a question's words that a text has.</summary>
    /// <param name="question">The question's words.</param>
    /// <param name="text">The text's words.</param>
    /// <returns>0 to 1; 0 for a question without words.</returns>
    public static double Share(IReadOnlyCollection<string> question, IReadOnlySet<string> text)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(text);
        return question.Count == 0 ? 0 : (double)question.Count(text.Contains) / question.Count;
    }

    /// <summary>A text with one space between its parts and in lower case, to look for an answer word for word.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Its words with one space around each.</returns>
    public static string Normal(string text) => $" {string.Join(' ', WordSegmenter.Segment(text).Select(w => w.Normal))} ";

    private static string Stem(string word)
    {
        if (word.Length > LongestWord || !word.All(char.IsLetter)) return word;
        Span<char> buffer = stackalloc char[LongestWord + 8];
        word.CopyTo(buffer);
        return buffer[..s_stem(buffer[..(word.Length + 8)], word.Length)].ToString();
    }
}
