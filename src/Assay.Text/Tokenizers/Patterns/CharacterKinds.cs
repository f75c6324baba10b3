using System.Globalization;

namespace Assay.Text.Tokenizers.Patterns;

/// <summary>Kinds of characters that splitting patterns ask for, as bits.</summary>
[Flags]
internal enum CharacterKinds : byte
{
    /// <summary>None of the others.</summary>
    None = 0,

    /// <summary><c>\p{L}</c>.</summary>
    Letter = 1,

    /// <summary><c>\p{N}</c>.</summary>
    Number = 2,

    /// <summary><c>\s</c>.</summary>
    Space = 4,

    /// <summary><c>\p{M}</c>.</summary>
    Mark = 8,

    /// <summary><c>\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}</c>.</summary>
    UpperLike = 16,

    /// <summary><c>\p{Ll}\p{Lm}\p{Lo}\p{M}</c>.</summary>
    LowerLike = 32,

    /// <summary>Carriage return or line feed.</summary>
    LineEnd = 64,

    /// <summary>Half of a surrogate pair.</summary>
    Surrogate = 128,
}

/// <summary>The kinds of every character.</summary>
internal static class CharacterTable
{
    /// <summary>Kinds of the 65,536 units.</summary>
    public static readonly CharacterKinds[] Kinds = [.. Enumerable.Range(0, 0x10000).Select(c => char.IsSurrogate((char)c) ? CharacterKinds.Surrogate : Of(c))];

    /// <summary>The kinds of the character at a place, and its units.</summary>
    public static CharacterKinds At(ReadOnlySpan<char> text, int at, out int units)
    {
        CharacterKinds kinds = Kinds[text[at]];
        units = 1;
        if (kinds != CharacterKinds.Surrogate) return kinds;
        return Of(UnicodeText.ScalarAt(text, at, out units));
    }

    /// <summary>The kinds of a character.</summary>
    public static CharacterKinds Of(int scalar) => CharUnicodeInfo.GetUnicodeCategory(scalar) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => CharacterKinds.Letter | CharacterKinds.UpperLike,
        UnicodeCategory.LowercaseLetter => CharacterKinds.Letter | CharacterKinds.LowerLike,
        UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => CharacterKinds.Letter | CharacterKinds.UpperLike | CharacterKinds.LowerLike,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => CharacterKinds.Mark | CharacterKinds.UpperLike | CharacterKinds.LowerLike,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CharacterKinds.Number,
        _ when scalar is '\r' or '\n' => CharacterKinds.LineEnd | CharacterKinds.Space,
        _ when UnicodeText.IsWhiteSpace(scalar) => CharacterKinds.Space,
        _ => CharacterKinds.None,
    };
}
