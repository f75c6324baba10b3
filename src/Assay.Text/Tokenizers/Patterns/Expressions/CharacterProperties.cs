using System.Globalization;
using Assay.Text.Tokenizers.Normalizers;

namespace Assay.Text.Tokenizers.Patterns.Expressions;

/// <summary>What <c>\p{...}</c> and <c>[:...:]</c> can name.</summary>
internal static class CharacterProperties
{
    private static readonly Dictionary<string, UnicodeCategory[]> Categories = new(StringComparer.Ordinal)
    {
        ["lu"] = [UnicodeCategory.UppercaseLetter], ["ll"] = [UnicodeCategory.LowercaseLetter], ["lt"] = [UnicodeCategory.TitlecaseLetter], ["lm"] = [UnicodeCategory.ModifierLetter], ["lo"] = [UnicodeCategory.OtherLetter],
        ["mn"] = [UnicodeCategory.NonSpacingMark], ["mc"] = [UnicodeCategory.SpacingCombiningMark], ["me"] = [UnicodeCategory.EnclosingMark],
        ["nd"] = [UnicodeCategory.DecimalDigitNumber], ["nl"] = [UnicodeCategory.LetterNumber], ["no"] = [UnicodeCategory.OtherNumber],
        ["pc"] = [UnicodeCategory.ConnectorPunctuation], ["pd"] = [UnicodeCategory.DashPunctuation], ["ps"] = [UnicodeCategory.OpenPunctuation], ["pe"] = [UnicodeCategory.ClosePunctuation],
        ["pi"] = [UnicodeCategory.InitialQuotePunctuation], ["pf"] = [UnicodeCategory.FinalQuotePunctuation], ["po"] = [UnicodeCategory.OtherPunctuation],
        ["sm"] = [UnicodeCategory.MathSymbol], ["sc"] = [UnicodeCategory.CurrencySymbol], ["sk"] = [UnicodeCategory.ModifierSymbol], ["so"] = [UnicodeCategory.OtherSymbol],
        ["zs"] = [UnicodeCategory.SpaceSeparator], ["zl"] = [UnicodeCategory.LineSeparator], ["zp"] = [UnicodeCategory.ParagraphSeparator],
        ["cc"] = [UnicodeCategory.Control], ["cf"] = [UnicodeCategory.Format], ["cs"] = [UnicodeCategory.Surrogate], ["co"] = [UnicodeCategory.PrivateUse], ["cn"] = [UnicodeCategory.OtherNotAssigned],
    };

    private static readonly Dictionary<string, string> LongNames = new(StringComparer.Ordinal)
    {
        ["letter"] = "l", ["mark"] = "m", ["number"] = "n", ["punctuation"] = "p", ["symbol"] = "s", ["separator"] = "z", ["other"] = "c", ["uppercaseletter"] = "lu", ["lowercaseletter"] = "ll",
        ["titlecaseletter"] = "lt", ["modifierletter"] = "lm", ["otherletter"] = "lo", ["nonspacingmark"] = "mn", ["spacingmark"] = "mc", ["enclosingmark"] = "me", ["decimalnumber"] = "nd",
        ["letternumber"] = "nl", ["othernumber"] = "no", ["mathsymbol"] = "sm", ["currencysymbol"] = "sc", ["modifiersymbol"] = "sk", ["othersymbol"] = "so", ["control"] = "cc", ["format"] = "cf",
    };

    /// <summary>What a name stands for, or null when it is not known. Case, spaces, hyphens and underscores do not count.</summary>
    public static Func<int, bool>? Named(string name)
    {
        string plain = string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        plain = LongNames.GetValueOrDefault(plain, plain);
        UnicodeCategory[] categories = [.. Categories.Where(c => c.Key == plain || (plain.Length == 1 && c.Key[0] == plain[0])).SelectMany(c => c.Value)];
        if (categories.Length > 0) return c => categories.Contains(UnicodeText.Category(c));
        if (Class(plain) is { } known) return known;
        int script = UnicodeData.ScriptNamed(plain);
        return script == 0 ? null : c => UnicodeData.ScriptOf(c) == script;
    }

    private static Func<int, bool>? Class(string plain) => plain switch
    {
        "any" => _ => true,
        "ascii" => c => c < 0x80,
        "alpha" or "alphabetic" => IsAlphabetic,
        "alnum" => c => IsAlphabetic(c) || UnicodeText.Category(c) == UnicodeCategory.DecimalDigitNumber,
        "digit" => c => UnicodeText.Category(c) == UnicodeCategory.DecimalDigitNumber,
        "space" or "whitespace" => UnicodeText.IsWhiteSpace,
        "blank" => c => c == '\t' || UnicodeText.Category(c) == UnicodeCategory.SpaceSeparator,
        "upper" or "uppercase" => c => UnicodeText.Category(c) == UnicodeCategory.UppercaseLetter,
        "lower" or "lowercase" => c => UnicodeText.Category(c) == UnicodeCategory.LowercaseLetter,
        "punct" => UnicodeText.IsPunctuation,
        "cntrl" => c => UnicodeText.Category(c) == UnicodeCategory.Control,
        "xdigit" => c => c < 0x80 && char.IsAsciiHexDigit((char)c),
        "word" => UnicodeText.IsWordWithoutJoiners,
        _ => null,
    };

    private static bool IsAlphabetic(int c) => UnicodeText.IsWordWithoutJoiners(c) && UnicodeText.Category(c) is not (UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation);
}
