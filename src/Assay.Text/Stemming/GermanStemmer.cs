using System.Buffers;

namespace Assay.Text.Stemming;

/// <summary>The German stemmer of the Snowball project, version 2.2 of its definition.</summary>
/// <remarks>Umlauts lose their dots at the end; ß becomes ss at the start.</remarks>
public static class GermanStemmer
{
    private static readonly SearchValues<char> s_vowels = SearchValues.Create("aeiouyäöü");
    private static readonly SuffixTable s_step1 = new("em ern er", "e en es", "s");
    private static readonly SuffixTable s_step2 = new("en er est", "st");
    private static readonly SuffixTable s_step3 = new("end ung", "ig ik isch", "lich heit", "keit");

    /// <summary>Stems one word in place; see <see cref="StemFunction"/>.</summary>
    /// <param name="buffer">The word in lower case.</param>
    /// <param name="length">Its number of characters.</param>
    /// <returns>The stem's number of characters.</returns>
    public static int Stem(Span<char> buffer, int length)
    {
        int n = ReplaceSharpS(buffer, length);
        MarkConsonants(buffer[..n]);
        (int r1, int r2) = Regions(buffer[..n]);
        n = CaseEnding(buffer[..n], r1);
        n = Comparison(buffer[..n], r1);
        n = Derivation(buffer[..n], r1, r2);
        foreach (ref char c in buffer[..n])
        {
            c = c switch { 'U' or 'ü' => 'u', 'Y' => 'y', 'ä' => 'a', 'ö' => 'o', _ => c };
        }

        return n;
    }

    /// <summary>Writes ss for ß as far as the buffer has room.</summary>
    private static int ReplaceSharpS(Span<char> buffer, int length)
    {
        for (int i = 0; i < length && length < buffer.Length; i++)
        {
            if (buffer[i] != 'ß') continue;
            buffer[i..length].CopyTo(buffer[(i + 1)..]);
            buffer[i] = 's';
            buffer[++i] = 's';
            length++;
        }

        return length;
    }

    /// <summary>A u or y between vowels is a consonant, written as a capital.</summary>
    private static void MarkConsonants(Span<char> w)
    {
        for (int i = 1; i + 1 < w.Length; i++)
        {
            if (w[i] is 'u' or 'y' && s_vowels.Contains(w[i - 1]) && s_vowels.Contains(w[i + 1])) w[i] = w[i] == 'u' ? 'U' : 'Y';
        }
    }

    private static (int R1, int R2) Regions(ReadOnlySpan<char> w)
    {
        if (w.Length < 3) return (w.Length, w.Length);
        int r1 = StemRegions.AfterVowelConsonant(w, 0, s_vowels);
        return (Math.Max(3, r1), StemRegions.AfterVowelConsonant(w, r1, s_vowels));
    }

    private static int CaseEnding(ReadOnlySpan<char> w, int r1)
    {
        (int at, int group) = s_step1.Longest(w);
        if (group < 0 || at < r1) return w.Length;
        if (group == 2) return EndsInOneOf(w[..at], "bdfghklmnrt") ? at : w.Length;
        return group == 1 && w[..at].EndsWith("niss") ? at - 1 : at;
    }

    private static int Comparison(ReadOnlySpan<char> w, int r1)
    {
        (int at, int group) = s_step2.Longest(w);
        if (group < 0 || at < r1) return w.Length;
        return group == 0 || (at >= 4 && EndsInOneOf(w[..at], "bdfghklmnt")) ? at : w.Length;
    }

    private static int Derivation(ReadOnlySpan<char> w, int r1, int r2)
    {
        (int at, int group) = s_step3.Longest(w);
        if (group < 0 || at < r2) return w.Length;
        ReadOnlySpan<char> rest = w[..at];
        switch (group)
        {
            case 0:
                return rest.EndsWith("ig") && !rest.EndsWith("eig") && at - 2 >= r2 ? at - 2 : at;
            case 1:
                return rest.EndsWith("e") ? w.Length : at;
            case 2:
                return (rest.EndsWith("er") || rest.EndsWith("en")) && at - 2 >= r1 ? at - 2 : at;
            default:
                int ending = rest.EndsWith("lich") ? 4 : rest.EndsWith("ig") ? 2 : 0;
                return at - ending >= r2 ? at - ending : at;
        }
    }

    private static bool EndsInOneOf(ReadOnlySpan<char> w, string letters) => w.Length > 0 && letters.Contains(w[^1], StringComparison.Ordinal);
}
