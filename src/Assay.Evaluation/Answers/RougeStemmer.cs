namespace Assay.Evaluation.Answers;

/// <summary>Porter's stemmer (Program 14, 1980) as NLTK extends it, which is what ROUGE's reference uses. For texts in English.</summary>
/// <remarks>Assay.Text.Stemming has the stemmers of search; NLTK departs from Porter in several rules, so this one exists for ROUGE to give published numbers.</remarks>
internal static class RougeStemmer
{
    private static readonly Dictionary<string, string> Irregular = new(StringComparer.Ordinal)
    {
        ["sky"] = "sky", ["skies"] = "sky", ["dying"] = "die", ["lying"] = "lie", ["tying"] = "tie", ["news"] = "news", ["innings"] = "inning", ["inning"] = "inning",
        ["outings"] = "outing", ["outing"] = "outing", ["cannings"] = "canning", ["canning"] = "canning", ["howe"] = "howe", ["proceed"] = "proceed", ["exceed"] = "exceed",
        ["succeed"] = "succeed",
    };

    private static readonly (string Suffix, string Replacement)[] Step1A = [("sses", "ss"), ("ies", "i"), ("ss", "ss"), ("s", "")];

    private static readonly (string Suffix, string Replacement)[] Step2 =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"), ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"),
        ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"),
        ("biliti", "ble"), ("fulli", "ful"), ("logi", "log"),
    ];

    private static readonly (string Suffix, string Replacement)[] Step3 = [("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", "")];

    private static readonly string[] Step4 =
        ["al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize"];

    /// <summary>The stem of a word.</summary>
    /// <param name="word">Lower-case letters and digits.</param>
    /// <returns>Not empty; words of one or two characters stay as they are.</returns>
    public static string Stem(string word)
    {
        if (Irregular.TryGetValue(word, out string? known)) return known;
        if (word.Length <= 2) return word;
        string stem = word.Length == 4 && Ends(word, "ies") ? word[..^1] : Replaced(word, Step1A, _ => true);
        stem = AfterStep1C(AfterStep1B(stem));
        stem = AfterStep2(stem);
        stem = Replaced(stem, Step3, s => Measure(s) > 0);
        return AfterStep5(AfterStep4(stem));
    }

    private static string AfterStep1B(string word)
    {
        if (Ends(word, "ied")) return word.Length == 4 ? word[..^1] : word[..^2];
        if (Ends(word, "eed")) return Measure(word.AsSpan(0, word.Length - 3)) > 0 ? word[..^1] : word;
        string? stem = Ends(word, "ed") && HasVowel(word.AsSpan(0, word.Length - 2)) ? word[..^2]
            : Ends(word, "ing") && HasVowel(word.AsSpan(0, word.Length - 3)) ? word[..^3] : null;
        if (stem is null) return word;
        if (Ends(stem, "at") || Ends(stem, "bl") || Ends(stem, "iz")) return stem + "e";
        if (stem.Length >= 2 && stem[^1] == stem[^2] && IsConsonant(stem, stem.Length - 1)) return stem[^1] is 'l' or 's' or 'z' ? stem : stem[..^1];
        return Measure(stem) == 1 && EndsShort(stem) ? stem + "e" : stem;
    }

    private static string AfterStep1C(string word) => word.Length > 2 && word[^1] == 'y' && IsConsonant(word, word.Length - 2) ? word[..^1] + "i" : word;

    private static string AfterStep2(string word)
    {
        while (Ends(word, "alli") && Measure(word.AsSpan(0, word.Length - 4)) > 0) word = word[..^2];
        foreach ((string suffix, string replacement) in Step2)
        {
            if (!Ends(word, suffix)) continue;
            int left = suffix == "logi" ? word.Length - 3 : word.Length - suffix.Length;
            return Measure(word.AsSpan(0, left)) > 0 ? word[..^suffix.Length] + replacement : word;
        }

        return word;
    }

    private static string AfterStep4(string word)
    {
        foreach (string suffix in Step4)
        {
            if (!Ends(word, suffix)) continue;
            ReadOnlySpan<char> stem = word.AsSpan(0, word.Length - suffix.Length);
            return Measure(stem) > 1 && (suffix != "ion" || stem[^1] is 's' or 't') ? stem.ToString() : word;
        }

        return word;
    }

    private static string AfterStep5(string word)
    {
        if (word[^1] == 'e')
        {
            ReadOnlySpan<char> stem = word.AsSpan(0, word.Length - 1);
            int measure = Measure(stem);
            if (measure > 1 || (measure == 1 && !EndsShort(stem))) word = stem.ToString();
        }

        return Ends(word, "ll") && Measure(word.AsSpan(0, word.Length - 1)) > 1 ? word[..^1] : word;
    }

    // The first suffix that fits decides, whether or not its condition holds.
    private static string Replaced(string word, (string Suffix, string Replacement)[] rules, Func<string, bool> condition)
    {
        foreach ((string suffix, string replacement) in rules)
        {
            if (!Ends(word, suffix)) continue;
            string stem = word[..^suffix.Length];
            return condition(stem) ? stem + replacement : word;
        }

        return word;
    }

    private static bool Ends(string word, string suffix) => word.EndsWith(suffix, StringComparison.Ordinal);

    // Number of times a vowel is followed by a consonant.
    private static int Measure(ReadOnlySpan<char> stem)
    {
        int count = 0;
        bool consonant = true;
        for (int i = 0; i < stem.Length; i++)
        {
            bool now = stem[i] == 'y' ? i == 0 || !consonant : stem[i] is not ('a' or 'e' or 'i' or 'o' or 'u');
            if (i > 0 && now && !consonant) count++;
            consonant = now;
        }

        return count;
    }

    private static bool HasVowel(ReadOnlySpan<char> stem)
    {
        for (int i = 0; i < stem.Length; i++)
        {
            if (!IsConsonant(stem, i)) return true;
        }

        return false;
    }

    private static bool EndsShort(ReadOnlySpan<char> word) => word.Length == 2
        ? !IsConsonant(word, 0) && IsConsonant(word, 1)
        : word.Length >= 3 && IsConsonant(word, word.Length - 3) && !IsConsonant(word, word.Length - 2) && IsConsonant(word, word.Length - 1) && word[^1] is not ('w' or 'x' or 'y');

    private static bool IsConsonant(ReadOnlySpan<char> word, int index)
    {
        // A run of y alternates: the first is a consonant at the beginning of the word or after a vowel.
        int start = index;
        while (start > 0 && word[start] == 'y') start--;
        bool consonant = word[start] == 'y' || word[start] is not ('a' or 'e' or 'i' or 'o' or 'u');
        return (index - start) % 2 == 0 ? consonant : !consonant;
    }
}
