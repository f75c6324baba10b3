using System.Buffers;

namespace Assay.Text.Stemming;

/// <summary>The Italian stemmer of the Snowball project, version 2.2 of its definition.</summary>
/// <remarks>Acute accents become grave at the start; grave ones stay.</remarks>
public static class ItalianStemmer
{
    private static readonly SearchValues<char> s_vowels = SearchValues.Create("aeiouàèìòù");

    private static readonly SuffixTable s_pronouns = new(
        "ci gli la le li lo mi ne si ti vi sene gliela gliele glieli glielo gliene mela mele meli melo mene tela tele teli telo tene " +
        "cela cele celi celo cene vela vele veli velo vene");

    private static readonly SuffixTable s_beforePronoun = new("ando endo", "ar er ir");

    private static readonly SuffixTable s_standard = new(
        "anza anze ico ici ica ice iche ichi ismo ismi abile abili ibile ibili ista iste isti istà istè istì oso osi osa ose mente atrice atrici ante anti",
        "azione azioni atore atori",
        "logia logie",
        "uzione uzioni usione usioni",
        "enza enze",
        "amento amenti imento imenti",
        "amente",
        "ità",
        "ivo ivi iva ive");

    private static readonly SuffixTable s_beforeAmente = new("iv", "os ic abil");
    private static readonly SuffixTable s_beforeIta = new("abil ic iv");

    private static readonly SuffixTable s_verbs = new(
        "ammo ando ano are arono asse assero assi assimo ata ate ati ato ava avamo avano avate avi avo emmo enda ende endi endo erà erai eranno ere " +
        "erebbe erebbero erei eremmo eremo ereste eresti erete erò erono essero ete eva evamo evano evate evi evo Yamo iamo immo irà irai iranno ire " +
        "irebbe irebbero irei iremmo iremo ireste iresti irete irò irono isca iscano isce isci isco iscono issero ita ite iti ito iva ivamo ivano ivate " +
        "ivi ivo ono uta ute uti uto ar ir");

    /// <summary>Stems one word in place; see <see cref="StemFunction"/>.</summary>
    /// <param name="buffer">The word in lower case.</param>
    /// <param name="length">Its number of characters.</param>
    /// <returns>The stem's number of characters, at most <paramref name="length"/>.</returns>
    public static int Stem(Span<char> buffer, int length)
    {
        Span<char> w = buffer[..length];
        Mark(w);
        int rv = StemRegions.Verb(w, s_vowels);
        int r1 = StemRegions.AfterVowelConsonant(w, 0, s_vowels);
        int r2 = StemRegions.AfterVowelConsonant(w, r1, s_vowels);
        int n = AttachedPronoun(w, rv);
        int standard = StandardSuffix(w[..n], rv, r1, r2);
        n = standard >= 0 ? standard : s_verbs.Longest(w[..n], rv).At;
        n = FinalVowel(w[..n], rv);
        w[..n].Replace('U', 'u');
        w[..n].Replace('I', 'i');
        return n;
    }

    /// <summary>Makes accents grave and writes as capitals a u after q and a u or i between vowels.</summary>
    private static void Mark(Span<char> w)
    {
        for (int i = 0; i < w.Length; i++)
        {
            w[i] = w[i] switch
            {
                'á' => 'à',
                'é' => 'è',
                'í' => 'ì',
                'ó' => 'ò',
                'ú' => 'ù',
                'u' when i > 0 && w[i - 1] == 'q' => 'U',
                char c => c,
            };
        }

        for (int i = 1; i + 1 < w.Length; i++)
        {
            if (w[i] is 'u' or 'i' && s_vowels.Contains(w[i - 1]) && s_vowels.Contains(w[i + 1])) w[i] = w[i] == 'u' ? 'U' : 'I';
        }
    }

    private static int AttachedPronoun(Span<char> w, int rv)
    {
        (int at, int found) = s_pronouns.Longest(w);
        if (found < 0) return w.Length;
        (int verb, int group) = s_beforePronoun.Longest(w[..at]);
        if (group < 0 || verb < rv) return w.Length;
        if (group == 0) return at;
        w[at] = 'e';
        return at + 1;
    }

    /// <summary>The new length, or -1 when no rule applied.</summary>
    private static int StandardSuffix(Span<char> w, int rv, int r1, int r2)
    {
        (int at, int group) = s_standard.Longest(w);
        if (group < 0 || at < (group == 5 ? rv : group == 6 ? r1 : r2)) return -1;
        ReadOnlySpan<char> rest = w[..at];
        switch (group)
        {
            case 0 or 5:
                return at;
            case 1:
                return Without(rest, "ic", r2);
            case 2:
                return at + 3;
            case 3:
                return at + 1;
            case 4:
                "ente".CopyTo(w[at..]);
                return at + 4;
            case 6:
                (int before, int kind) = s_beforeAmente.Longest(rest);
                if (kind < 0 || before < r2) return at;
                return kind == 0 ? Without(rest[..before], "at", r2) : before;
            case 7:
                (int ending, int found) = s_beforeIta.Longest(rest);
                return found >= 0 && ending >= r2 ? ending : at;
            default:
                int active = Without(rest, "at", r2);
                return active < at ? Without(rest[..active], "ic", r2) : at;
        }
    }

    private static int FinalVowel(ReadOnlySpan<char> w, int rv)
    {
        int n = w.Length;
        if (n > rv && w[n - 1] is 'a' or 'e' or 'i' or 'o' or 'à' or 'è' or 'ì' or 'ò')
        {
            n--;
            if (n > rv && w[n - 1] == 'i') n--;
        }

        return n - 2 >= rv && w[n - 1] == 'h' && w[n - 2] is 'c' or 'g' ? n - 1 : n;
    }

    private static int Without(ReadOnlySpan<char> w, string suffix, int region) =>
        w.EndsWith(suffix, StringComparison.Ordinal) && w.Length - suffix.Length >= region ? w.Length - suffix.Length : w.Length;
}
