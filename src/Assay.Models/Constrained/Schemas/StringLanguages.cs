using Assay.Models.Constrained.Automata;
using Assay.Models.Constrained.Patterns;
using static Assay.Models.Constrained.Patterns.PatternNode;

namespace Assay.Models.Constrained.Schemas;

/// <summary>The insides of JSON strings.</summary>
internal static class StringLanguages
{
    private static readonly CharSet Printable = CharSet.Of((9, 10), (13, 13), (0x20, 0x7E), (0xA0, 0x10FFFF));

    private static readonly Dictionary<string, Func<PatternNode>> Formats = new(StringComparer.Ordinal)
    {
        ["date"] = () => Date,
        ["time"] = () => Time,
        ["date-time"] = () => Join(Date, Word("T"), Time),
        ["uuid"] = () => Join(Hex(8), Word("-"), Hex(4), Word("-"), Hex(4), Word("-"), Hex(4), Word("-"), Hex(12)),
        ["email"] = () => Join(Times(Letters("+_-"), 1, 32), Times(Join(Word("."), Times(Letters("+_-"), 1, 32)), 0, 1), Word("@"), Host),
        ["hostname"] = () => Host,
        ["ipv4"] = () => Join(Octet, Word("."), Octet, Word("."), Octet, Word("."), Octet),
        ["uri"] = () => Join(Word("http"), Maybe(Word("s")), Word("://"), Host, Times(Join(Word("/"), Times(Letters("_-.~"), 0, null)), 0, null)),
    };

    /// <summary>One character of a string without a pattern: any but control characters other than tab and line breaks.</summary>
    public static Dfa Character() => PatternCompiler.Compile(new Set(Printable), inJson: true);

    /// <summary>Any number of such characters.</summary>
    public static Dfa Free() => PatternCompiler.Compile(Times(new Set(Printable), 0, null), inJson: true);

    /// <summary>Keys without a rule: one character or more, none of which needs an escape, and the closing quote.</summary>
    public static Dfa Keys() => PatternCompiler.Compile(Join(Times(new Set(KeyCharacters), 1, null), Word("\"")), inJson: false);

    /// <summary>The strings with a number of characters.</summary>
    public static Dfa OfLength(int least, int? most) => PatternCompiler.Compile(Times(new Set(CharSet.All), least, most), inJson: true);

    /// <summary>The strings that match a pattern or have a format.</summary>
    public static Dfa Matching(string keyword, string text, string pointer)
    {
        try
        {
            if (keyword == "pattern") return PatternCompiler.Compile(PatternParser.Parse(text, unicode: false, search: true), inJson: true);
            if (Formats.TryGetValue(text, out Func<PatternNode>? format)) return PatternCompiler.Compile(format(), inJson: true);
        }
        catch (PatternException e)
        {
            throw SchemaReader.Refusal(pointer, $"the expression '{text}' {e.Message} (at {e.Position + 1})");
        }

        throw SchemaReader.Refusal(pointer, $"the format '{text}' is not supported for generation; use one of {string.Join(", ", Formats.Keys)}, or a pattern");
    }

    /// <summary>Keys from the inside of strings: those that need no escape, with the closing quote.</summary>
    public static Dfa AsKeys(Dfa strings)
    {
        byte[] classOf = DfaConstruction.Classes(b => (strings.ClassOf(b), b == '"', b == '\\'));
        const int End = -2;
        return DfaConstruction.Explore(
            0,
            classOf,
            (int from, byte value, out int to) =>
            {
                to = End;
                if (from == End || value == '\\') return false;
                if (value == '"') return strings.Accepts(from);
                to = strings.Next(from, value);
                return to != Dfa.Dead;
            },
            s => s == End);
    }

    private static CharSet KeyCharacters => Printable.Except(CharSet.Of((0, 0x1F), ('"', '"'), ('\\', '\\')));

    private static PatternNode Date => Join(
        Times(Range('0', '9'), 4, 4),
        Word("-"),
        Any(
            Join(Any(Join(Word("0"), Range('1', '9')), Join(Word("1"), Range('0', '2'))), Word("-"), Any(Join(Word("0"), Range('1', '9')), Join(Word("1"), Range('0', '9')), Join(Word("2"), Range('0', '8')))),
            Join(Any(Word("01"), Join(Word("0"), Range('3', '9')), Join(Word("1"), Range('0', '2'))), Any(Word("-29"), Word("-30"))),
            Join(Any(Word("01"), Word("03"), Word("05"), Word("07"), Word("08"), Word("10"), Word("12")), Word("-31"))));

    private static PatternNode Time => Join(
        Any(Join(Range('0', '1'), Range('0', '9')), Join(Word("2"), Range('0', '3'))),
        Times(Join(Word(":"), Range('0', '5'), Range('0', '9')), 2, 2),
        Maybe(Join(Word("."), Times(Range('0', '9'), 1, 6))),
        Any(Word("Z"), Join(Any(Word("+"), Word("-")), Any(Join(Word("0"), Range('0', '9')), Join(Word("1"), Range('0', '4'))), Word(":"), Range('0', '5'), Range('0', '9'))));

    private static PatternNode Octet => Any(Range('0', '9'), Join(Range('1', '9'), Range('0', '9')), Join(Word("1"), Range('0', '9'), Range('0', '9')), Join(Word("2"), Range('0', '4'), Range('0', '9')), Join(Word("25"), Range('0', '5')));

    private static PatternNode Host => Join(Label, Times(Join(Word("."), Label), 1, 3));

    private static PatternNode Label => Join(Letters(""), Maybe(Join(Times(Letters("-"), 0, 30), Letters(""))));

    private static PatternNode.Set Letters(string others) => new Set(CharSet.Of([('0', '9'), ('a', 'z'), .. (others.Length == 0 ? [] : new[] { ('A', 'Z') }), .. others.Select(c => ((int)c, (int)c))]));

    private static PatternNode Hex(int digits) => Times(new Set(CharSet.Of(('0', '9'), ('a', 'f'))), digits, digits);
}
