using System.Buffers;

namespace Assay.Text.Stemming;

/// <summary>Where in a word the rules of the Romance and German stemmers may cut.</summary>
internal static class StemRegions
{
    /// <summary>Past the first consonant that follows a vowel, both at or after <paramref name="from"/>; the end when there is none.</summary>
    public static int AfterVowelConsonant(ReadOnlySpan<char> word, int from, SearchValues<char> vowels)
    {
        int vowel = word[from..].IndexOfAny(vowels);
        if (vowel < 0) return word.Length;
        int consonant = word[(from + vowel)..].IndexOfAnyExcept(vowels);
        return consonant < 0 ? word.Length : from + vowel + consonant + 1;
    }

    /// <summary>RV of Spanish and Italian.</summary>
    /// <remarks>
    /// After the next vowel when the second letter is a consonant, after the next consonant when the first two are vowels, after the third letter otherwise;
    /// the end when there is no such place.
    /// </remarks>
    public static int Verb(ReadOnlySpan<char> word, SearchValues<char> vowels)
    {
        if (word.Length < 3) return word.Length;
        ReadOnlySpan<char> rest = word[2..];
        int at = !vowels.Contains(word[1]) ? rest.IndexOfAny(vowels) : vowels.Contains(word[0]) ? rest.IndexOfAnyExcept(vowels) : 0;
        return at < 0 ? word.Length : at + 3;
    }
}
