using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Assay.Evaluation.Answers;

/// <summary>Normalises answers as SQuAD's evaluate-v2.0.py does, so that scores agree with published ones to the last bit.</summary>
/// <remarks>
/// In this order: lower case, delete ASCII punctuation (nothing takes its place), replace the words a, an and the by a space, join the
/// remaining words by single spaces. Lower case, words and white space are Python's: final sigma, dotted I, word characters are letters
/// and numbers of any script but not combining marks, and U+001C to U+001F separate words.
/// </remarks>
public static class SquadText
{
    private const string DottedI = "i\u0307";

    /// <summary>Punctuation that Unicode skips when it looks for the end of a word: apostrophes, full stops, colons and middle dots.</summary>
    private const string IgnorablePunctuation = "'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";

    /// <summary>The normal form of an answer.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Words joined by single spaces; may be empty.</returns>
    public static string Normalize(string text) => string.Join(' ', Tokens(text));

    /// <summary>The words of the normal form.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>May be empty.</returns>
    public static ImmutableArray<string> Tokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string cleaned = WithoutArticles(WithoutPunctuation(Lower(text)));
        ImmutableArray<string>.Builder tokens = ImmutableArray.CreateBuilder<string>();
        int start = 0;
        for (int i = 0; i <= cleaned.Length; i++)
        {
            if (i < cleaned.Length && !IsSpace(cleaned[i])) continue;
            if (i > start) tokens.Add(cleaned[start..i]);
            start = i + 1;
        }

        return tokens.ToImmutable();
    }

    /// <summary>Python's <c>str.lower()</c>.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Lower case, independent of culture.</returns>
    internal static string Lower(string text)
    {
        string lower = text.ToLowerInvariant();
        if (text.AsSpan().IndexOfAny('\u0130', '\u03A3') < 0) return lower;
        StringBuilder result = new(text.Length + 4);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\u0130') result.Append(DottedI);
            else if (text[i] == '\u03A3') result.Append(IsFinalSigma(text, i) ? '\u03C2' : '\u03C3');
            else result.Append(lower[i]);
        }

        return result.ToString();
    }

    // Unicode's Final_Sigma: a cased letter before it and none after it, with case-ignorable characters skipped on both sides.
    private static bool IsFinalSigma(string text, int index)
    {
        int before = index;
        do before = Previous(text, before);
        while (before >= 0 && IsCaseIgnorable(text, before));
        if (before < 0 || !IsCased(text, before)) return false;
        int after = index + 1;
        while (after < text.Length && IsCaseIgnorable(text, after)) after += char.IsSurrogatePair(text, after) ? 2 : 1;
        return after >= text.Length || !IsCased(text, after);
    }

    private static int Previous(string text, int index) => index >= 2 && char.IsSurrogatePair(text, index - 2) ? index - 2 : index - 1;

    private static bool IsCased(string text, int index) => CharUnicodeInfo.GetUnicodeCategory(text, index)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter || IsOtherCased(text, index);

    // Ordinal indicators, Roman numerals and letters in circles or squares have case without being letters with case.
    private static bool IsOtherCased(string text, int index) => char.IsSurrogatePair(text, index)
        ? char.ConvertToUtf32(text, index) is (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189)
        : text[index] is '\u00AA' or '\u00BA' or (>= '\u2160' and <= '\u217F') or (>= '\u24B6' and <= '\u24E9');

    private static bool IsCaseIgnorable(string text, int index) => IgnorablePunctuation.Contains(text[index], StringComparison.Ordinal)
        || CharUnicodeInfo.GetUnicodeCategory(text, index) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;

    private static string WithoutPunctuation(string text)
    {
        StringBuilder kept = new(text.Length);
        foreach (char c in text)
        {
            if (!(char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c)))) kept.Append(c);
        }

        return kept.ToString();
    }

    private static string WithoutArticles(string text)
    {
        StringBuilder kept = new(text.Length);
        int i = 0;
        while (i < text.Length)
        {
            int end = i;
            while (end < text.Length && WordCharacter(text, end) is > 0 and int length) end += length;
            if (end == i)
            {
                kept.Append(text[i++]);
                continue;
            }

            ReadOnlySpan<char> word = text.AsSpan(i, end - i);
            kept.Append(word is "a" or "an" or "the" ? " " : word);
            i = end;
        }

        return kept.ToString();
    }

    // UTF-16 length of the word character at the index, 0 when there is none. The underscore is gone by now.
    private static int WordCharacter(string text, int index) => CharUnicodeInfo.GetUnicodeCategory(text, index) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
            => char.IsSurrogatePair(text, index) ? 2 : 1,
        _ => 0,
    };

    /// <summary>White space as Python sees it.</summary>
    internal static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';
}
