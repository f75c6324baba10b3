using System.Globalization;
using System.Text;

namespace Assay.Text.Tokenizers;

/// <summary>Characters of UTF-16 text, and what Rust's standard library and its regex crate say of them.</summary>
internal static class UnicodeText
{
    /// <summary>What stands for half a surrogate pair.</summary>
    public const char Replacement = '\uFFFD';

    /// <summary>Units of the character that starts at a unit: 1 or 2.</summary>
    public static int UnitsAt(ReadOnlySpan<char> text, int unit) =>
        char.IsHighSurrogate(text[unit]) && unit + 1 < text.Length && char.IsLowSurrogate(text[unit + 1]) ? 2 : 1;

    /// <summary>The character that starts at a unit, and its units.</summary>
    public static int ScalarAt(ReadOnlySpan<char> text, int unit, out int units)
    {
        char c = text[unit];
        if (char.IsHighSurrogate(c) && unit + 1 < text.Length && char.IsLowSurrogate(text[unit + 1]))
        {
            units = 2;
            return char.ConvertToUtf32(c, text[unit + 1]);
        }

        units = 1;
        return char.IsSurrogate(c) ? Replacement : c;
    }

    /// <summary>The character that ends before a unit, and its units.</summary>
    public static int ScalarBefore(ReadOnlySpan<char> text, int unit, out int units)
    {
        units = unit > 1 && char.IsLowSurrogate(text[unit - 1]) && char.IsHighSurrogate(text[unit - 2]) ? 2 : 1;
        return ScalarAt(text, unit - units, out _);
    }

    /// <summary>The text with every half of a surrogate pair replaced, which is the same text when there is none.</summary>
    public static string WithoutLoneSurrogates(string text)
    {
        int at = FirstLoneSurrogate(text);
        if (at < 0) return text;
        char[] chars = text.ToCharArray();
        for (int i = at; i < chars.Length; i++)
        {
            if (char.IsHighSurrogate(chars[i]) && i + 1 < chars.Length && char.IsLowSurrogate(chars[i + 1])) i++;
            else if (char.IsSurrogate(chars[i])) chars[i] = Replacement;
        }

        return new string(chars);
    }

    /// <summary>General category of a character.</summary>
    public static UnicodeCategory Category(int scalar) => CharUnicodeInfo.GetUnicodeCategory(scalar);

    /// <summary>White space: the Unicode property.</summary>
    public static bool IsWhiteSpace(int scalar) => scalar <= 0xFFFF && char.IsWhiteSpace((char)scalar);

    /// <summary>Decimal digits, letters used as numbers and other numbers.</summary>
    public static bool IsNumeric(int scalar) => Category(scalar) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary>Nonspacing, spacing and enclosing marks.</summary>
    public static bool IsMark(int scalar) => Category(scalar) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Punctuation by general category, and every visible ASCII character that is no letter or digit.</summary>
    public static bool IsPunctuation(int scalar)
    {
        if (scalar < 0x80) return char.IsBetween((char)scalar, '!', '~') && !char.IsAsciiLetterOrDigit((char)scalar);
        return Category(scalar) is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
            or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation;
    }

    /// <summary>What <c>\w</c> matches in Unicode's definition: letters, marks, decimal digits, letter numbers, connectors, joiners and circled letters.</summary>
    public static bool IsWord(int scalar) => IsWordWithoutJoiners(scalar) || scalar is 0x200C or 0x200D;

    /// <summary>What <c>\w</c> matches in Oniguruma: the same without the joiners.</summary>
    public static bool IsWordWithoutJoiners(int scalar) => Category(scalar) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => true,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => true,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation => true,
        _ => scalar is >= 0x24B6 and <= 0x24E9 or >= 0x1F130 and <= 0x1F149 or >= 0x1F150 and <= 0x1F169 or >= 0x1F170 and <= 0x1F189,
    };

    /// <summary>The lower case of a character; only U+0130 has two characters, and the second is a dot above.</summary>
    public static int ToLower(int scalar) => scalar switch
    {
        < 0x80 => scalar is >= 'A' and <= 'Z' ? scalar + 32 : scalar,
        0x130 => 'i',
        0x212A => 'k',
        0x212B => 0xE5,
        0x2126 => 0x3C9,
        _ => Rune.ToLowerInvariant(new Rune(scalar)).Value,
    };

    /// <summary>The upper case of a character that has one of one character.</summary>
    public static int ToUpper(int scalar) => scalar < 0x80 ? scalar is >= 'a' and <= 'z' ? scalar - 32 : scalar : Rune.ToUpperInvariant(new Rune(scalar)).Value;

    private static int FirstLoneSurrogate(ReadOnlySpan<char> text)
    {
        int at = 0;
        while (true)
        {
            int found = text[at..].IndexOfAnyInRange('\uD800', '\uDFFF');
            if (found < 0) return -1;
            at += found;
            if (UnitsAt(text, at) == 1) return at;
            at += 2;
        }
    }
}
