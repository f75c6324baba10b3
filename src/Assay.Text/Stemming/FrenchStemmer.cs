using System.Buffers;

namespace Assay.Text.Stemming;

/// <summary>The French stemmer of the Snowball project, version 2.2 of its definition.</summary>
/// <remarks>
/// While the rules run, I, U and Y are consonants, and ë and ï are written He and Hi. Accents stay but for an é or è before the last consonants.
/// </remarks>
public static class FrenchStemmer
{
    private const int LongestWord = 100;
    private static readonly SearchValues<char> s_vowels = SearchValues.Create("aeiouyâàëéêèïîôûù");

    private static readonly SuffixTable s_standard = new(
        "ance iqUe isme able iste eux ances iqUes ismes ables istes",
        "atrice ateur ation atrices ateurs ations",
        "logie logies",
        "usion ution usions utions",
        "ence ences",
        "ement ements",
        "ité ités",
        "if ive ifs ives",
        "eaux",
        "aux",
        "euse euses",
        "issement issements",
        "amment",
        "emment",
        "ment ments");

    private static readonly SuffixTable s_beforeEment = new("iv", "eus", "abl iqU", "ièr Ièr");
    private static readonly SuffixTable s_beforeIte = new("abil", "ic", "iv");

    private static readonly SuffixTable s_verbsInI = new(
        "îmes ît îtes i ie ies ir ira irai iraIent irais irait iras irent irez iriez irions irons iront is issaIent issais issait issant issante issantes " +
        "issants isse issent isses issez issiez issions issons it");

    private static readonly SuffixTable s_verbs = new(
        "ions",
        "é ée ées és èrent er era erai eraIent erais erait eras erez eriez erions erons eront ez iez",
        "âmes ât âtes a ai aIent ais ait ant ante antes ants as asse assent asses assiez assions");

    private static readonly SuffixTable s_residual = new("ion", "ier ière Ier Ière", "e");
    private static readonly SuffixTable s_doubles = new("enn onn ett ell eill");

    /// <summary>Stems one word in place; see <see cref="StemFunction"/>.</summary>
    /// <param name="buffer">The word in lower case; one of more than 100 characters is left as it is.</param>
    /// <param name="length">Its number of characters.</param>
    /// <returns>The stem's number of characters, at most <paramref name="length"/>.</returns>
    public static int Stem(Span<char> buffer, int length)
    {
        if (length > LongestWord) return length;
        Span<char> w = stackalloc char[2 * LongestWord];
        int n = Separate(buffer[..length], w);
        Mark(w[..n]);
        var regions = new Regions(w[..n]);
        n = Suffixes(w, n, regions);
        if (s_doubles.Longest(w[..n]).Group == 0) n--;
        LastAccent(w[..n]);
        return Restore(w[..n], buffer);
    }

    private static int Separate(ReadOnlySpan<char> word, Span<char> target)
    {
        int n = 0;
        foreach (char c in word)
        {
            if (c is 'ë' or 'ï') target[n++] = 'H';
            target[n++] = c switch { 'ë' => 'e', 'ï' => 'i', _ => c };
        }

        return n;
    }

    private static int Restore(ReadOnlySpan<char> w, Span<char> target)
    {
        int n = 0;
        for (int i = 0; i < w.Length; i++)
        {
            char next = i + 1 < w.Length ? w[i + 1] : '\0';
            if (w[i] == 'H' && next is 'e' or 'i') target[n++] = w[++i] == 'e' ? 'ë' : 'ï';
            else if (w[i] != 'H') target[n++] = w[i] switch { 'I' => 'i', 'U' => 'u', 'Y' => 'y', char c => c };
        }

        return n;
    }

    /// <summary>Writes as capitals u and i between vowels, y beside a vowel, u after q; the order of the trials matters in runs of them.</summary>
    private static void Mark(Span<char> w)
    {
        for (int i = 0; i < w.Length; i++)
        {
            while (MarkAt(w[i..]))
            {
            }
        }
    }

    private static bool MarkAt(Span<char> w)
    {
        if (w.Length < 2) return false;
        bool vowel = s_vowels.Contains(w[0]);
        bool between = vowel && w.Length > 2 && s_vowels.Contains(w[2]);
        switch (w[1])
        {
            case 'u' when between || w[0] == 'q':
                w[1] = 'U';
                return true;
            case 'i' when between:
                w[1] = 'I';
                return true;
            case 'y' when vowel:
                w[1] = 'Y';
                return true;
        }

        if (w[0] != 'y' || !s_vowels.Contains(w[1])) return false;
        w[0] = 'Y';
        return true;
    }

    private static int Suffixes(Span<char> w, int n, Regions regions)
    {
        int changed = StandardSuffix(w, ref n, regions);
        if (changed < 0) changed = VerbSuffixInI(w[..n], regions.Rv);
        if (changed < 0) changed = VerbSuffix(w[..n], regions);
        if (changed < 0) return Residual(w, n, regions);
        if (changed > 0 && w[changed - 1] is 'Y' or 'ç') w[changed - 1] = w[changed - 1] == 'Y' ? 'i' : 'c';
        return changed;
    }

    /// <summary>The new length, or -1 when no rule applied; <paramref name="n"/> changes when a rule did but the verb suffixes are to be tried as well.</summary>
    private static int StandardSuffix(Span<char> w, ref int n, Regions regions)
    {
        (int at, int group) = s_standard.Longest(w[..n]);
        bool inR2 = at >= regions.R2, inR1 = at >= regions.R1, inRv = at >= regions.Rv;
        ReadOnlySpan<char> rest = w[..at];
        switch (group)
        {
            case 0 when inR2:
                return at;
            case 1 when inR2:
                return IcToIqU(w, at, regions.R2);
            case 2 when inR2:
                return at + 3;
            case 3 when inR2:
                return at + 1;
            case 4 when inR2:
                return Write(w, at, "ent");
            case 5 when inRv:
                return BeforeEment(w, at, regions);
            case 6 when inR2:
                return BeforeIte(w, at, regions.R2);
            case 7 when inR2:
                return rest.EndsWith("at") && at - 2 >= regions.R2 ? IcToIqU(w, at - 2, regions.R2) : at;
            case 8:
                return at + 3;
            case 9 when inR1:
                return Write(w, at, "al");
            case 10 when inR2:
                return at;
            case 10 when inR1:
                return Write(w, at, "eux");
            case 11 when inR1 && at > 0 && !s_vowels.Contains(w[at - 1]):
                return at;
            case 12 when inRv:
                n = Write(w, at, "ant");
                return -1;
            case 13 when inRv:
                n = Write(w, at, "ent");
                return -1;
            case 14 when at - 1 >= regions.Rv && at > 0 && s_vowels.Contains(w[at - 1]):
                n = at;
                return -1;
            default:
                return -1;
        }
    }

    private static int BeforeEment(Span<char> w, int n, Regions regions)
    {
        (int at, int group) = s_beforeEment.Longest(w[..n]);
        bool inR2 = at >= regions.R2;
        switch (group)
        {
            case 0 when inR2:
                return w[..at].EndsWith("at") && at - 2 >= regions.R2 ? at - 2 : at;
            case 1 or 2 when inR2:
                return at;
            case 1 when at >= regions.R1:
                return Write(w, at, "eux");
            case 3 when at >= regions.Rv:
                return Write(w, at, "i");
            default:
                return n;
        }
    }

    private static int BeforeIte(Span<char> w, int n, int r2)
    {
        (int at, int group) = s_beforeIte.Longest(w[..n]);
        if (group < 0) return n;
        if (at >= r2) return at;
        return group == 0 ? Write(w, at, "abl") : group == 1 ? Write(w, at, "iqU") : n;
    }

    private static int IcToIqU(Span<char> w, int n, int r2)
    {
        if (!w[..n].EndsWith("ic")) return n;
        return n - 2 >= r2 ? n - 2 : Write(w, n - 2, "iqU");
    }

    private static int VerbSuffixInI(ReadOnlySpan<char> w, int rv)
    {
        (int at, int group) = s_verbsInI.Longest(w, rv);
        return group == 0 && at > rv && w[at - 1] != 'H' && !s_vowels.Contains(w[at - 1]) ? at : -1;
    }

    private static int VerbSuffix(ReadOnlySpan<char> w, Regions regions)
    {
        (int at, int group) = s_verbs.Longest(w, regions.Rv);
        return group switch
        {
            0 => at >= regions.R2 ? at : -1,
            1 => at,
            2 => at > regions.Rv && w[at - 1] == 'e' ? at - 1 : at,
            _ => -1,
        };
    }

    private static int Residual(Span<char> w, int n, Regions regions)
    {
        if (n > 1 && w[n - 1] == 's' && (w[..(n - 1)].EndsWith("Hi") || w[n - 2] is not ('a' or 'i' or 'o' or 'u' or 'è' or 's'))) n--;
        (int at, int group) = s_residual.Longest(w[..n], regions.Rv);
        return group switch
        {
            0 => at >= regions.R2 && at > regions.Rv && w[at - 1] is 's' or 't' ? at : n,
            1 => Write(w, at, "i"),
            2 => at,
            _ => n,
        };
    }

    private static void LastAccent(Span<char> w)
    {
        int at = w.LastIndexOfAny(s_vowels);
        if (at >= 0 && at < w.Length - 1 && w[at] is 'é' or 'è') w[at] = 'e';
    }

    private static int Write(Span<char> w, int at, string text)
    {
        text.CopyTo(w[at..]);
        return at + text.Length;
    }

    /// <summary>Where the rules may cut; fixed before anything is.</summary>
    private readonly record struct Regions
    {
        public Regions(ReadOnlySpan<char> w)
        {
            R1 = StemRegions.AfterVowelConsonant(w, 0, s_vowels);
            R2 = StemRegions.AfterVowelConsonant(w, R1, s_vowels);
            Rv = Verb(w);
        }

        public int R1 { get; }

        public int R2 { get; }

        public int Rv { get; }

        private static int Verb(ReadOnlySpan<char> w)
        {
            if (w.Length >= 3 && s_vowels.Contains(w[0]) && s_vowels.Contains(w[1])) return 3;
            if (w.StartsWith("par") || w.StartsWith("col") || w.StartsWith("tap")) return 3;
            int vowel = w.Length == 0 ? -1 : w[1..].IndexOfAny(s_vowels);
            return vowel < 0 ? w.Length : vowel + 2;
        }
    }
}
