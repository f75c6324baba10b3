using System.Text;
using Assay.Text.Words;

namespace Assay.Retrieval.Search;

/// <summary>Makes a full-text expression of what a user typed.</summary>
internal static class QueryParser
{
    /// <summary>Most terms of one query; the rest is not searched for.</summary>
    public const int MaxTerms = 64;

    /// <summary>Most words of one term: of a quoted phrase or of an identifier such as <c>a-b-c</c>.</summary>
    private const int MaxPhraseWords = 16;

    /// <summary>
    /// The terms of <paramref name="query"/> joined with OR, each quoted: nothing a user types can be an operator, a column or a prefix.
    /// </summary>
    /// <returns>Null when there is no letter and no digit to search for.</returns>
    public static string? Build(string query)
    {
        IReadOnlyList<string> terms = Terms(query);
        return terms.Count == 0 ? null : string.Join(" OR ", terms.Select(t => $"\"{t}\""));
    }

    /// <summary>
    /// What is searched for: phrases in double quotes as they stand, and words. A word with inner punctuation (<c>FL-4012</c>, <c>long-term</c>)
    /// is a term as a whole and in its parts. Stop words are left out unless nothing else is left; repeats are left out.
    /// </summary>
    /// <returns>At most <see cref="MaxTerms"/> terms, in the order of the query; letters, digits, inner punctuation and spaces only.</returns>
    public static IReadOnlyList<string> Terms(string query)
    {
        var terms = new List<string>();
        var stopped = new List<string>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string[] parts = query.Replace('“', '"').Replace('”', '"').Replace('„', '"').Split('"');
        for (int i = 0; i < parts.Length && terms.Count < MaxTerms; i++)
        {
            // Odd parts stand between two quotes; a quote that is never closed is ignored.
            List<string> words = Words(parts[i]);
            if (i % 2 == 1 && i + 1 < parts.Length && words.Count > 1) AddTerm(terms, seen, string.Join(' ', words.Take(MaxPhraseWords)));
            else foreach (string word in words) AddWord(word, terms, stopped, seen);
        }

        return [.. (terms.Count > 0 ? terms : stopped).Take(MaxTerms)];
    }

    private static void AddWord(string word, List<string> terms, List<string> stopped, HashSet<string> seen)
    {
        if (StopWords.Contains(word.Replace('’', '\'')))
        {
            AddTerm(stopped, seen, word);
            return;
        }

        string[] parts = word.Split(['-', '.', '/', ':', '@', '_'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 1)
        {
            AddTerm(terms, seen, word);
            return;
        }

        AddTerm(terms, seen, string.Join(' ', parts.Take(MaxPhraseWords)));
        foreach (string part in parts.Take(MaxPhraseWords).Where(p => !StopWords.Contains(p))) AddTerm(terms, seen, part);
    }

    private static void AddTerm(List<string> terms, HashSet<string> seen, string term)
    {
        if (seen.Add(term)) terms.Add(term);
    }

    // A word is a run of letters, digits and marks, with single punctuation characters between two of them.
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        char joint = '\0';
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsWordPart(rune))
            {
                if (joint != '\0') word.Append(joint);
                joint = '\0';
                word.Append(rune.ToString());
                continue;
            }

            bool joins = word.Length > 0 && joint == '\0' && rune.IsBmp && (char)rune.Value is '-' or '.' or '/' or ':' or '@' or '_' or '\'' or '’';
            joint = joins ? (char)rune.Value : '\0';
            if (!joins) Flush(words, word);
        }

        Flush(words, word);
        return words;
    }

    private static void Flush(List<string> words, StringBuilder word)
    {
        if (word.Length > 0) words.Add(word.ToString());
        word.Clear();
    }

    private static bool IsWordPart(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
