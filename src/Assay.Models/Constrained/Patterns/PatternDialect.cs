namespace Assay.Models.Constrained.Patterns;

/// <summary>A class of characters whose members differ between dialects: what surely is in it, and what may be.</summary>
/// <param name="Sure">In it in every dialect.</param>
/// <param name="Possible">In it in some dialect.</param>
internal sealed record CharClass(CharSet Sure, CharSet Possible)
{
    /// <summary>A class that all dialects agree on.</summary>
    public static CharClass Of(CharSet set) => new(set, set);

    /// <summary>What is not in it.</summary>
    public CharClass Complement() => new(Possible.Complement(), Sure.Complement());

    /// <summary>What is in either.</summary>
    public CharClass Union(CharClass other) => new(Sure.Union(other.Sure), Possible.Union(other.Possible));
}

/// <summary>What the shorthand classes mean. Generated text keeps to what .NET and ECMAScript agree on.</summary>
internal static class PatternDialect
{
    private static readonly CharSet AsciiDigit = CharSet.Of(('0', '9'));
    private static readonly CharSet AsciiWord = CharSet.Of(('0', '9'), ('A', 'Z'), ('a', 'z'), ('_', '_'));
    private static readonly CharSet SureSpace = CharSet.Of((9, 13), (32, 32), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000));
    private static readonly CharSet PossibleSpace = SureSpace.Union(CharSet.Of((0x85, 0x85), (0x180E, 0x180E), (0xFEFF, 0xFEFF), (0x1C, 0x1F)));
    private static readonly Lazy<CharClass> Digit = new(() => CharClass.Of(CharSet.Category("Nd")!));
    private static readonly Lazy<CharClass> Word = new(() => new(WideWord(), WideWord().Union(CharSet.Of((0x200C, 0x200D))).Union(CharSet.Category("Mc")!)));

    /// <summary>The dot: no line break of any dialect.</summary>
    public static CharClass Dot { get; } = CharClass.Of(CharSet.BasicPlane.Except(CharSet.Of((10, 10), (13, 13), (0x85, 0x85), (0x2028, 0x2029))));

    /// <summary>The class of a letter after a backslash.</summary>
    /// <returns>Null when the letter names no class.</returns>
    /// <param name="letter">One of d, D, w, W, s, S.</param>
    /// <param name="unicode">Whether \d and \w may hold more than ASCII (.NET) or not (JSON Schema).</param>
    public static CharClass? Shorthand(char letter, bool unicode) => letter switch
    {
        'd' => unicode ? Digit.Value : new(AsciiDigit, Digit.Value.Possible),
        'w' => unicode ? Word.Value : new(AsciiWord, Word.Value.Possible),
        's' => new(SureSpace, PossibleSpace),
        'D' or 'W' or 'S' => Shorthand(char.ToLowerInvariant(letter), unicode)!.Complement(),
        _ => null,
    };

    private static CharSet WideWord() =>
        CharSet.Category("L")!.Union(CharSet.Category("Mn")!).Union(CharSet.Category("Nd")!).Union(CharSet.Category("Pc")!);
}
