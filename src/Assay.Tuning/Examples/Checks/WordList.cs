namespace Assay.Tuning.Examples.Checks;

/// <summary>The words of a text as 64-bit hashes of their lower-case form, for comparing texts by the thousand.</summary>
/// <remarks>
/// A word is a run of letters, digits and marks, joined across an apostrophe, and across a point or comma between digits; characters of scripts without spaces are words
/// of their own. Hashes are FNV-1a, the same on every machine; that two of the words of a data set share a 64-bit hash is of no account.
/// </remarks>
internal static class WordList
{
    /// <summary>The words' hashes in order.</summary>
    public static List<ulong> Hashes(ReadOnlySpan<char> text)
    {
        List<ulong> words = [];
        int at = 0;
        while (Next(text, ref at) is { Length: > 0 } word) words.Add(Hash(word));
        return words;
    }

    /// <summary>The words themselves, as they are written.</summary>
    public static List<string> Words(string text)
    {
        List<string> words = [];
        int at = 0;
        while (Next(text, ref at) is { Length: > 0 } word) words.Add(word.ToString());
        return words;
    }

    /// <summary>The words in lower case with one space between them.</summary>
    public static string Normal(string text) => string.Join(' ', Words(text)).ToLowerInvariant();

    /// <summary>The word at or behind <paramref name="at"/>, which then stands behind it; empty when there is none.</summary>
    public static ReadOnlySpan<char> Next(ReadOnlySpan<char> text, ref int at)
    {
        while (at < text.Length && !IsWord(text[at])) at++;
        int start = at;
        if (at < text.Length && IsAlone(text[at])) return text.Slice(at++, 1);
        for (; at < text.Length; at++)
        {
            if (IsAlone(text[at])) break;
            if (IsWord(text[at])) continue;
            bool inside = at > start && at + 1 < text.Length && !IsAlone(text[at + 1]);
            bool joins = text[at] is '\'' or '’' ? inside && char.IsLetter(text[at + 1]) : text[at] is '.' or ',' && inside && char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1]);
            if (!joins) break;
        }

        return text[start..at];
    }

    public static ulong Hash(ReadOnlySpan<char> word)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in word)
        {
            char lower = c < 128 ? (char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c) : c == '’' ? '\'' : char.ToLowerInvariant(c);
            hash = unchecked((hash ^ lower) * 1099511628211);
        }

        return hash;
    }

    /// <summary>Mixes a hash so that its bits can be taken for random ones.</summary>
    public static ulong Mix(ulong hash)
    {
        unchecked
        {
            hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
            hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
            return hash ^ (hash >> 31);
        }
    }

    /// <summary>One hash of several in a row.</summary>
    public static ulong Join(ReadOnlySpan<ulong> words)
    {
        ulong hash = (ulong)words.Length;
        foreach (ulong word in words) hash = Mix(unchecked((hash * 0x9E3779B97F4A7C15) ^ word));
        return hash;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private static bool IsAlone(char c) => c is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\u0E00' and <= '\u0E7F');
}
