namespace Assay.Text.Stemming;

/// <summary>The English (Porter2) stemmer of the Snowball project, version 2.2 of its definition.</summary>
/// <remarks>
/// R1 is what follows the first consonant after a vowel, R2 the same within R1. A y at the start or after a vowel is a consonant;
/// it is written Y while the rules run.
/// </remarks>
public static class EnglishStemmer
{
    /// <summary>Stems one word in place; see <see cref="StemFunction"/>.</summary>
    /// <param name="buffer">The word in lower case.</param>
    /// <param name="length">Its number of characters.</param>
    /// <returns>The stem's number of characters, at most <paramref name="length"/>.</returns>
    public static int Stem(Span<char> buffer, int length)
    {
        if (length <= 2) return length;
        Span<char> w = buffer[..length];
        if (Exception(w) is > 0 and int known) return known;
        int n = length;
        if (w[0] == '\'')
        {
            w[1..].CopyTo(w);
            n--;
        }

        bool marked = MarkConsonantY(w, n);
        (int r1, int r2) = Regions(w[..n]);
        n = Plural(w, Apostrophe(w, n));
        if (!IsInvariant(w[..n]))
        {
            n = PastAndProgressive(w, n, r1);
            FinalY(w, n);
            n = Derivations(w, n, r1);
            n = Adjectives(w, n, r1, r2);
            n = Residues(w, n, r2);
            n = FinalLetter(w, n, r1, r2);
        }

        if (marked) w[..n].Replace('Y', 'y');
        return n;
    }

    private static int Exception(Span<char> w) => w switch
    {
        "skis" => 3,
        "skies" => Set(w, "sky"),
        "dying" => Set(w, "die"),
        "lying" => Set(w, "lie"),
        "tying" => Set(w, "tie"),
        "idly" => 3,
        "gently" => 5,
        "ugly" => Set(w, "ugli"),
        "early" => Set(w, "earli"),
        "only" => Set(w, "onli"),
        "singly" => 5,
        "sky" or "news" or "howe" or "atlas" or "cosmos" or "bias" or "andes" => w.Length,
        _ => 0,
    };

    private static bool IsInvariant(ReadOnlySpan<char> w) =>
        w is "inning" or "outing" or "canning" or "herring" or "earring" or "proceed" or "exceed" or "succeed";

    private static int Set(Span<char> w, ReadOnlySpan<char> to)
    {
        to.CopyTo(w);
        return to.Length;
    }

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    private static bool MarkConsonantY(Span<char> w, int n)
    {
        bool marked = false;
        for (int i = 0; i < n; i++)
        {
            if (w[i] != 'y' || (i > 0 && !IsVowel(w[i - 1]))) continue;
            w[i] = 'Y';
            marked = true;
        }

        return marked;
    }

    private static (int R1, int R2) Regions(ReadOnlySpan<char> w)
    {
        int r1 = w.StartsWith("gener") || w.StartsWith("arsen") ? 5 : w.StartsWith("commun") ? 6 : After(w, 0);
        return (r1, After(w, r1));
    }

    /// <summary>Past the first consonant that follows a vowel, both at or after <paramref name="from"/>; the end when there is none.</summary>
    private static int After(ReadOnlySpan<char> w, int from)
    {
        int i = from;
        while (i < w.Length && !IsVowel(w[i])) i++;
        while (i < w.Length && IsVowel(w[i])) i++;
        return Math.Min(i + 1, w.Length);
    }

    private static bool HasVowel(ReadOnlySpan<char> w)
    {
        foreach (char c in w)
        {
            if (IsVowel(c)) return true;
        }

        return false;
    }

    private static bool EndsInShortSyllable(ReadOnlySpan<char> w)
    {
        int n = w.Length;
        if (n < 2 || IsVowel(w[n - 1]) || !IsVowel(w[n - 2])) return false;
        return n == 2 || (!IsVowel(w[n - 3]) && w[n - 1] is not ('w' or 'x' or 'Y'));
    }

    private static int Apostrophe(ReadOnlySpan<char> w, int n)
    {
        w = w[..n];
        return w.EndsWith("'s'") ? n - 3 : w.EndsWith("'s") ? n - 2 : w.EndsWith("'") ? n - 1 : n;
    }

    private static int Plural(ReadOnlySpan<char> w, int n)
    {
        w = w[..n];
        if (w.EndsWith("sses")) return n - 2;
        if (w.EndsWith("ied") || w.EndsWith("ies")) return n > 4 ? n - 2 : n - 1;
        if (!w.EndsWith("s") || w.EndsWith("us") || w.EndsWith("ss")) return n;
        return n > 2 && HasVowel(w[..(n - 2)]) ? n - 1 : n;
    }

    private static int PastAndProgressive(Span<char> w, int n, int r1)
    {
        ReadOnlySpan<char> word = w[..n];
        int eed = word.EndsWith("eedly") ? 5 : word.EndsWith("eed") ? 3 : 0;
        if (eed > 0) return n - eed >= r1 ? n - eed + 2 : n;
        int cut = word.EndsWith("ingly") ? 5 : word.EndsWith("edly") ? 4 : word.EndsWith("ing") ? 3 : word.EndsWith("ed") ? 2 : 0;
        if (cut == 0 || !HasVowel(word[..(n - cut)])) return n;
        n -= cut;
        word = w[..n];
        if (word.EndsWith("at") || word.EndsWith("bl") || word.EndsWith("iz"))
        {
            w[n] = 'e';
            return n + 1;
        }

        if (n > 1 && word[n - 1] == word[n - 2] && word[n - 1] is 'b' or 'd' or 'f' or 'g' or 'm' or 'n' or 'p' or 'r' or 't') return n - 1;
        if (r1 < n || !EndsInShortSyllable(word)) return n;
        w[n] = 'e';
        return n + 1;
    }

    private static void FinalY(Span<char> w, int n)
    {
        if (n > 2 && w[n - 1] is 'y' or 'Y' && !IsVowel(w[n - 2])) w[n - 1] = 'i';
    }

    private static int Derivations(Span<char> w, int n, int r1)
    {
        if (n < 3) return n;
        ReadOnlySpan<char> word = w[..n];
        return word[n - 1] switch
        {
            'l' => Any(w, n, r1, word.EndsWith("ational") ? 7 : 0, "ate", word.EndsWith("tional") ? 6 : 0, "tion"),
            'r' => Any(w, n, r1, word.EndsWith("izer") ? 4 : 0, "ize", word.EndsWith("ator") ? 4 : 0, "ate"),
            'n' => Any(w, n, r1, word.EndsWith("ization") ? 7 : 0, "ize", word.EndsWith("ation") ? 5 : 0, "ate"),
            'm' => Any(w, n, r1, word.EndsWith("alism") ? 5 : 0, "al", 0, ""),
            's' => word.EndsWith("fulness") ? Cut(w, n, r1, 7, "ful")
                : Any(w, n, r1, word.EndsWith("ousness") ? 7 : 0, "ous", word.EndsWith("iveness") ? 7 : 0, "ive"),
            'i' => DerivationsInI(w, n, r1),
            _ => n,
        };
    }

    private static int DerivationsInI(Span<char> w, int n, int r1)
    {
        ReadOnlySpan<char> word = w[..n];
        if (word.EndsWith("li"))
        {
            if (word.EndsWith("entli")) return Cut(w, n, r1, 5, "ent");
            if (word.EndsWith("lessli")) return Cut(w, n, r1, 6, "less");
            if (word.EndsWith("fulli")) return Cut(w, n, r1, 5, "ful");
            if (word.EndsWith("ousli")) return Cut(w, n, r1, 5, "ous");
            if (word.EndsWith("alli")) return Cut(w, n, r1, 4, "al");
            if (word.EndsWith("abli")) return Cut(w, n, r1, 4, "able");
            if (word.EndsWith("bli")) return Cut(w, n, r1, 3, "ble");
            return n > 2 && word[n - 3] is 'c' or 'd' or 'e' or 'g' or 'h' or 'k' or 'm' or 'n' or 'r' or 't' ? Cut(w, n, r1, 2, "") : n;
        }

        if (word.EndsWith("enci")) return Cut(w, n, r1, 4, "ence");
        if (word.EndsWith("anci")) return Cut(w, n, r1, 4, "ance");
        if (word.EndsWith("biliti")) return Cut(w, n, r1, 6, "ble");
        if (word.EndsWith("aliti")) return Cut(w, n, r1, 5, "al");
        if (word.EndsWith("iviti")) return Cut(w, n, r1, 5, "ive");
        return word.EndsWith("logi") ? Cut(w, n, r1, 3, "og") : n;
    }

    private static int Adjectives(Span<char> w, int n, int r1, int r2)
    {
        if (n < 3) return n;
        ReadOnlySpan<char> word = w[..n];
        switch (word[n - 1])
        {
            case 'l':
                if (word.EndsWith("ational")) return Cut(w, n, r1, 7, "ate");
                if (word.EndsWith("tional")) return Cut(w, n, r1, 6, "tion");
                return Any(w, n, r1, word.EndsWith("ical") ? 4 : 0, "ic", word.EndsWith("ful") ? 3 : 0, "");
            case 'e':
                if (word.EndsWith("ative")) return n - 5 >= r1 ? Cut(w, n, r2, 5, "") : n;
                return Any(w, n, r1, word.EndsWith("icate") ? 5 : 0, "ic", word.EndsWith("alize") ? 5 : 0, "al");
            case 'i':
                return Any(w, n, r1, word.EndsWith("iciti") ? 5 : 0, "ic", 0, "");
            case 's':
                return Any(w, n, r1, word.EndsWith("ness") ? 4 : 0, "", 0, "");
            default:
                return n;
        }
    }

    private static int Residues(Span<char> w, int n, int r2)
    {
        ReadOnlySpan<char> word = w[..n];
        int cut = word.EndsWith("ement") ? 5
            : word.EndsWith("ance") || word.EndsWith("ence") || word.EndsWith("able") || word.EndsWith("ible") || word.EndsWith("ment") ? 4
            : word.EndsWith("ant") || word.EndsWith("ent") || word.EndsWith("ism") || word.EndsWith("ate") || word.EndsWith("iti")
                || word.EndsWith("ous") || word.EndsWith("ive") || word.EndsWith("ize") ? 3
            : word.EndsWith("al") || word.EndsWith("er") || word.EndsWith("ic") ? 2 : 0;
        if (cut > 0) return Cut(w, n, r2, cut, "");
        return word.EndsWith("sion") || word.EndsWith("tion") ? Cut(w, n, r2, 3, "") : n;
    }

    private static int FinalLetter(ReadOnlySpan<char> w, int n, int r1, int r2)
    {
        if (n == 0) return n;
        if (w[n - 1] == 'e') return n > r2 || (n > r1 && !EndsInShortSyllable(w[..(n - 1)])) ? n - 1 : n;
        return w[n - 1] == 'l' && n > r2 && n > 1 && w[n - 2] == 'l' ? n - 1 : n;
    }

    /// <summary>The first of two endings that is there (longer than 0) is replaced.</summary>
    private static int Any(Span<char> w, int n, int region, int first, string to, int second, string or) =>
        first > 0 ? Cut(w, n, region, first, to) : second > 0 ? Cut(w, n, region, second, or) : n;

    private static int Cut(Span<char> w, int n, int region, int ending, ReadOnlySpan<char> to)
    {
        int at = n - ending;
        if (at < region) return n;
        to.CopyTo(w[at..]);
        return at + to.Length;
    }
}
