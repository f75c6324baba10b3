namespace Assay.Text.Analysis;

/// <summary>What a UTF-16 code unit can do in a term.</summary>
internal enum CharacterClass : byte
{
    /// <summary>Ends a term: white space, punctuation, symbols, unassigned.</summary>
    Break,

    /// <summary>A lower-case letter.</summary>
    Lower,

    /// <summary>An upper-case letter.</summary>
    Upper,

    /// <summary>A letter of a script without case, or a sign that is part of its words.</summary>
    Letter,

    /// <summary>A decimal digit of any script.</summary>
    Digit,

    /// <summary>A combining accent (U+0300 to U+036F).</summary>
    Accent,

    /// <summary>Invisible inside words: soft hyphen, joiners, variation selectors.</summary>
    Invisible,

    /// <summary>A character of a script that does not space its words: Han, kana, Hangul, bopomofo.</summary>
    Ideograph,

    /// <summary>An apostrophe of any shape.</summary>
    Apostrophe,

    /// <summary>May hold two parts of a compound together: hyphen, underscore, stop, slash, backslash, at sign, ampersand, colon.</summary>
    Joiner,

    /// <summary>The first half of a surrogate pair.</summary>
    HighSurrogate,
}
