namespace Assay.Text.Stemming;

/// <summary>Reduces English words to stems so that their forms match: <c>connected</c>, <c>connection</c>, <c>connects</c> to <c>connect</c>.</summary>
/// <remarks>
/// M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980, rule by rule, without the later departures (<c>abli</c> stays
/// <c>abli</c>, there is no <c>logi</c>); words of one or two letters are left alone, as in all of the author's programs.
/// In the rules, m is the number of vowel-consonant sequences of what remains before the suffix.
/// </remarks>
public static class PorterStemmer
{
    private static readonly (string Suffix, string Replacement)[] s_step2 =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("abli", "able"), ("alli", "al"),
        ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"),
        ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"),
    ];

    private static readonly (string Suffix, string Replacement)[] s_step3 =
        [("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", "")];

    private static readonly string[] s_step4 =
    [
        "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ion", "ism", "ate", "iti", "ous", "ive", "ize", "al", "er", "ic", "ou",
    ];

    private const int LongestWord = 64;

    /// <summary>The stem of <paramref name="word"/>.</summary>
    /// <param name="word">A lower-case word. One with anything but the letters a to z, or with more than 64 of them, is returned as it is.</param>
    /// <returns>The stem, not always a word; never longer than the word.</returns>
    public static string Stem(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (word.Length is <= 2 or > LongestWord || word.AsSpan().ContainsAnyExceptInRange('a', 'z')) return word;
        word = FinalY(PastAndProgressive(Plural(word)));
        return FinalE(Removed(Replaced(Replaced(word, s_step2), s_step3)));
    }

    private static string Plural(string w)
    {
        if (w.EndsWith("sses", StringComparison.Ordinal) || w.EndsWith("ies", StringComparison.Ordinal)) return w[..^2];
        return w.EndsWith('s') && !w.EndsWith("ss", StringComparison.Ordinal) ? w[..^1] : w;
    }

    private static string PastAndProgressive(string w)
    {
        if (w.EndsWith("eed", StringComparison.Ordinal)) return Measure(w.AsSpan(0, w.Length - 3)) > 0 ? w[..^1] : w;
        int cut = w.EndsWith("ed", StringComparison.Ordinal) ? 2 : w.EndsWith("ing", StringComparison.Ordinal) ? 3 : 0;
        if (cut == 0 || !HasVowel(w.AsSpan(0, w.Length - cut))) return w;
        w = w[..^cut];
        if (w.EndsWith("at", StringComparison.Ordinal) || w.EndsWith("bl", StringComparison.Ordinal) || w.EndsWith("iz", StringComparison.Ordinal)) return w + "e";
        if (EndsInDouble(w) && w[^1] is not ('l' or 's' or 'z')) return w[..^1];
        return Measure(w) == 1 && EndsInCvc(w) ? w + "e" : w;
    }

    private static string FinalY(string w) => w.EndsWith('y') && HasVowel(w.AsSpan(0, w.Length - 1)) ? w[..^1] + "i" : w;

    /// <summary>Steps 2 and 3: the longest suffix that fits decides, whether or not its condition m &gt; 0 then holds.</summary>
    private static string Replaced(string w, (string Suffix, string Replacement)[] rules)
    {
        (string Suffix, string Replacement) longest = ("", "");
        foreach ((string Suffix, string Replacement) rule in rules)
        {
            if (rule.Suffix.Length > longest.Suffix.Length && w.EndsWith(rule.Suffix, StringComparison.Ordinal)) longest = rule;
        }

        int stem = w.Length - longest.Suffix.Length;
        return longest.Suffix.Length > 0 && Measure(w.AsSpan(0, stem)) > 0 ? w[..stem] + longest.Replacement : w;
    }

    private static string Removed(string w)
    {
        foreach (string suffix in s_step4)
        {
            if (!w.EndsWith(suffix, StringComparison.Ordinal)) continue;
            string stem = w[..^suffix.Length];
            return Measure(stem) > 1 && (suffix != "ion" || stem[^1] is 's' or 't') ? stem : w;
        }

        return w;
    }

    private static string FinalE(string w)
    {
        if (w.EndsWith('e'))
        {
            string stem = w[..^1];
            int m = Measure(stem);
            if (m > 1 || (m == 1 && !EndsInCvc(stem))) w = stem;
        }

        return w.EndsWith("ll", StringComparison.Ordinal) && Measure(w) > 1 ? w[..^1] : w;
    }

    private static bool IsConsonant(ReadOnlySpan<char> w, int i)
    {
        if (w[i] != 'y') return w[i] is not ('a' or 'e' or 'i' or 'o' or 'u');
        // A y is a consonant at the start and after a vowel. In a run of them the kind alternates, so it is enough to count back to its start.
        int first = i;
        while (first > 0 && w[first - 1] == 'y') first--;
        bool consonant = first == 0 || w[first - 1] is 'a' or 'e' or 'i' or 'o' or 'u';
        return (i - first) % 2 == 0 ? consonant : !consonant;
    }

    private static int Measure(ReadOnlySpan<char> w)
    {
        int m = 0;
        bool vowel = false;
        for (int i = 0; i < w.Length; i++)
        {
            bool consonant = IsConsonant(w, i);
            if (consonant && vowel) m++;
            vowel = !consonant;
        }

        return m;
    }

    private static bool HasVowel(ReadOnlySpan<char> w)
    {
        for (int i = 0; i < w.Length; i++)
        {
            if (!IsConsonant(w, i)) return true;
        }

        return false;
    }

    private static bool EndsInDouble(string w) => w.Length > 1 && w[^1] == w[^2] && IsConsonant(w, w.Length - 1);

    private static bool EndsInCvc(string w) =>
        w.Length > 2 && IsConsonant(w, w.Length - 3) && !IsConsonant(w, w.Length - 2) && IsConsonant(w, w.Length - 1) && w[^1] is not ('w' or 'x' or 'y');
}
