using System.Collections.Immutable;
using System.Globalization;

namespace Assay.Models.Constrained.Patterns;

/// <summary>A set of code points without surrogates. Immutable.</summary>
/// <param name="Ranges">Ascending, apart, both ends inside.</param>
internal sealed record CharSet(ImmutableArray<(int Low, int High)> Ranges)
{
    private const int Last = 0x10FFFF;
    private static readonly Lazy<ImmutableArray<UnicodeCategory>> Categories =
        new(() => [.. Enumerable.Range(0, 0x10000).Select(c => CharUnicodeInfo.GetUnicodeCategory((char)c))]);

    /// <summary>No character.</summary>
    public static CharSet Empty { get; } = new(ImmutableArray<(int Low, int High)>.Empty);

    /// <summary>Every character.</summary>
    public static CharSet All { get; } = Of((0, 0xD7FF), (0xE000, Last));

    /// <summary>Every character of the basic plane.</summary>
    public static CharSet BasicPlane { get; } = Of((0, 0xD7FF), (0xE000, 0xFFFF));

    /// <summary>Whether no character is in it.</summary>
    public bool IsEmpty => Ranges.IsEmpty;

    /// <summary>A set of ranges in any order; surrogates are left out.</summary>
    public static CharSet Of(params IEnumerable<(int Low, int High)> ranges)
    {
        List<(int Low, int High)> merged = [];
        foreach ((int low, int high) in ranges.Where(r => r.Low <= r.High).Order())
        {
            if (merged.Count > 0 && low <= merged[^1].High + 1) merged[^1] = (merged[^1].Low, Math.Max(high, merged[^1].High));
            else merged.Add((low, high));
        }

        return new([.. merged.SelectMany(WithoutSurrogates)]);
    }

    /// <summary>A set of one character.</summary>
    public static CharSet One(int codePoint) => Of((codePoint, codePoint));

    /// <summary>The characters of the basic plane in a Unicode category: <c>L</c>, <c>Lu</c>, <c>Nd</c> and so on.</summary>
    /// <returns>Null when there is no such category.</returns>
    public static CharSet? Category(string name)
    {
        HashSet<UnicodeCategory> wanted = [.. Enum.GetValues<UnicodeCategory>().Where(c => Abbreviation(c).StartsWith(name, StringComparison.Ordinal))];
        if (wanted.Count == 0 || name.Length is 0 or > 2) return null;
        ImmutableArray<UnicodeCategory> categories = Categories.Value;
        return Of(Enumerable.Range(0, 0x10000).Where(c => wanted.Contains(categories[c])).Select(c => (c, c)));
    }

    /// <summary>Either.</summary>
    public CharSet Union(CharSet other) => Of(Ranges.Concat(other.Ranges));

    /// <summary>Both.</summary>
    public CharSet Intersect(CharSet other) => Complement().Union(other.Complement()).Complement();

    /// <summary>Those not in the other.</summary>
    public CharSet Except(CharSet other) => Intersect(other.Complement());

    /// <summary>All other characters.</summary>
    public CharSet Complement()
    {
        List<(int Low, int High)> gaps = [];
        int next = 0;
        foreach ((int low, int high) in Ranges)
        {
            gaps.Add((next, low - 1));
            next = high + 1;
        }

        gaps.Add((next, Last));
        return Of(gaps);
    }

    /// <summary>Whether a character is in it.</summary>
    public bool Contains(int codePoint) => Ranges.Any(r => r.Low <= codePoint && codePoint <= r.High);

    private static IEnumerable<(int Low, int High)> WithoutSurrogates((int Low, int High) range)
    {
        if (range.Low < 0xD800) yield return (range.Low, Math.Min(range.High, 0xD7FF));
        if (range.High > 0xDFFF) yield return (Math.Max(range.Low, 0xE000), range.High);
    }

    private static string Abbreviation(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => "Lu",
        UnicodeCategory.LowercaseLetter => "Ll",
        UnicodeCategory.TitlecaseLetter => "Lt",
        UnicodeCategory.ModifierLetter => "Lm",
        UnicodeCategory.OtherLetter => "Lo",
        UnicodeCategory.NonSpacingMark => "Mn",
        UnicodeCategory.SpacingCombiningMark => "Mc",
        UnicodeCategory.EnclosingMark => "Me",
        UnicodeCategory.DecimalDigitNumber => "Nd",
        UnicodeCategory.LetterNumber => "Nl",
        UnicodeCategory.OtherNumber => "No",
        UnicodeCategory.SpaceSeparator => "Zs",
        UnicodeCategory.LineSeparator => "Zl",
        UnicodeCategory.ParagraphSeparator => "Zp",
        UnicodeCategory.Control => "Cc",
        UnicodeCategory.Format => "Cf",
        UnicodeCategory.PrivateUse => "Co",
        UnicodeCategory.ConnectorPunctuation => "Pc",
        UnicodeCategory.DashPunctuation => "Pd",
        UnicodeCategory.OpenPunctuation => "Ps",
        UnicodeCategory.ClosePunctuation => "Pe",
        UnicodeCategory.InitialQuotePunctuation => "Pi",
        UnicodeCategory.FinalQuotePunctuation => "Pf",
        UnicodeCategory.OtherPunctuation => "Po",
        UnicodeCategory.MathSymbol => "Sm",
        UnicodeCategory.CurrencySymbol => "Sc",
        UnicodeCategory.ModifierSymbol => "Sk",
        UnicodeCategory.OtherSymbol => "So",
        UnicodeCategory.OtherNotAssigned => "Cn",
        _ => "",
    };
}
