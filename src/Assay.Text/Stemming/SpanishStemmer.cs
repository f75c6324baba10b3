using System.Buffers;

namespace Assay.Text.Stemming;

/// <summary>The Spanish stemmer of the Snowball project, version 2.2 of its definition.</summary>
/// <remarks>Acute accents are taken off at the end.</remarks>
public static class SpanishStemmer
{
    private static readonly SearchValues<char> s_vowels = SearchValues.Create("aeiouáéíóúü");
    private static readonly SuffixTable s_pronouns = new("me se sela selo selas selos la le lo las les los nos");
    private static readonly SuffixTable s_beforePronoun = new("iéndo ándo ár ér ír", "ando iendo ar er ir", "yendo");

    private static readonly SuffixTable s_standard = new(
        "anza anzas ico ica icos icas ismo ismos able ables ible ibles ista istas oso osa osos osas amiento amientos imiento imientos",
        "adora ador ación adoras adores aciones ante antes ancia ancias",
        "logía logías",
        "ución uciones",
        "encia encias",
        "amente",
        "mente",
        "idad idades",
        "iva ivo ivas ivos");

    private static readonly SuffixTable s_beforeAmente = new("iv", "os ic ad");
    private static readonly SuffixTable s_beforeMente = new("ante able ible");
    private static readonly SuffixTable s_beforeIdad = new("abil ic iv");
    private static readonly SuffixTable s_verbsInY = new("ya ye yan yen yeron yendo yo yó yas yes yais yamos");

    private static readonly SuffixTable s_verbs = new(
        "en es éis emos",
        "arían arías arán arás aríais aría aréis aríamos aremos ará aré erían erías erán erás eríais ería eréis eríamos eremos erá eré " +
        "irían irías irán irás iríais iría iréis iríamos iremos irá iré aba ada ida ía ara iera ad ed id ase iese aste iste an aban ían aran ieran " +
        "asen iesen aron ieron ado ido ando iendo ió ar er ir as abas adas idas ías aras ieras ases ieses ís áis abais íais arais ierais aseis ieseis " +
        "asteis isteis ados idos amos ábamos íamos imos áramos iéramos iésemos ásemos");

    private static readonly SuffixTable s_residual = new("os a o á í ó", "e é");

    /// <summary>Stems one word in place; see <see cref="StemFunction"/>.</summary>
    /// <param name="buffer">The word in lower case.</param>
    /// <param name="length">Its number of characters.</param>
    /// <returns>The stem's number of characters, at most <paramref name="length"/>.</returns>
    public static int Stem(Span<char> buffer, int length)
    {
        Span<char> w = buffer[..length];
        int rv = StemRegions.Verb(w, s_vowels);
        int r1 = StemRegions.AfterVowelConsonant(w, 0, s_vowels);
        int r2 = StemRegions.AfterVowelConsonant(w, r1, s_vowels);
        int n = AttachedPronoun(w, rv);
        int standard = StandardSuffix(w[..n], r1, r2);
        n = standard >= 0 ? standard : VerbSuffix(w[..n], rv);
        n = Residual(w[..n], rv);
        foreach (ref char c in w[..n])
        {
            c = c switch { 'á' => 'a', 'é' => 'e', 'í' => 'i', 'ó' => 'o', 'ú' => 'u', _ => c };
        }

        return n;
    }

    private static int AttachedPronoun(Span<char> w, int rv)
    {
        (int at, int found) = s_pronouns.Longest(w);
        if (found < 0) return w.Length;
        (int verb, int group) = s_beforePronoun.Longest(w[..at]);
        if (group < 0 || verb < rv) return w.Length;
        if (group == 2) return verb > 0 && w[verb - 1] == 'u' ? at : w.Length;
        if (group == 0)
        {
            foreach (ref char c in w[verb..at])
            {
                c = c switch { 'á' => 'a', 'é' => 'e', 'í' => 'i', _ => c };
            }
        }

        return at;
    }

    /// <summary>The new length, or -1 when no rule applied.</summary>
    private static int StandardSuffix(Span<char> w, int r1, int r2)
    {
        (int at, int group) = s_standard.Longest(w);
        if (group < 0 || at < (group == 5 ? r1 : r2)) return -1;
        ReadOnlySpan<char> rest = w[..at];
        switch (group)
        {
            case 0:
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
            case 5:
                (int before, int kind) = s_beforeAmente.Longest(rest);
                if (kind < 0 || before < r2) return at;
                return kind == 0 ? Without(rest[..before], "at", r2) : before;
            case 6:
                return Without(rest, s_beforeMente, r2);
            case 7:
                return Without(rest, s_beforeIdad, r2);
            default:
                return Without(rest, "at", r2);
        }
    }

    private static int VerbSuffix(ReadOnlySpan<char> w, int rv)
    {
        (int at, int group) = s_verbsInY.Longest(w, rv);
        if (group == 0 && at > 0 && w[at - 1] == 'u') return at;
        (at, group) = s_verbs.Longest(w, rv);
        return group == 0 && w[..at].EndsWith("gu") ? at - 1 : at;
    }

    private static int Residual(ReadOnlySpan<char> w, int rv)
    {
        (int at, int group) = s_residual.Longest(w);
        if (group < 0 || at < rv) return w.Length;
        return group == 1 && w[..at].EndsWith("gu") && at - 1 >= rv ? at - 1 : at;
    }

    private static int Without(ReadOnlySpan<char> w, string suffix, int region) =>
        w.EndsWith(suffix, StringComparison.Ordinal) && w.Length - suffix.Length >= region ? w.Length - suffix.Length : w.Length;

    private static int Without(ReadOnlySpan<char> w, SuffixTable suffixes, int region)
    {
        (int at, int group) = suffixes.Longest(w);
        return group >= 0 && at >= region ? at : w.Length;
    }
}
