using System.Globalization;

namespace Assay.Text.Tokenizers.Patterns.Expressions;

// Escapes and classes of characters.
internal sealed partial class ExpressionParser
{
    private ExpressionNode EscapeOutsideClass()
    {
        if (_at + 1 >= pattern.Length) throw Error("the expression ends in a backslash");
        Anchor? anchor = pattern[_at + 1] switch
        {
            'b' => Anchor.WordBoundary,
            'B' => Anchor.NoWordBoundary,
            'A' => Anchor.TextStart,
            'z' => Anchor.TextEnd,
            'Z' => Anchor.LastLineEnd,
            _ => null,
        };
        if (anchor is null) return Set(Escape(out _));
        _at += 2;
        return new AnchorNode(anchor.Value);
    }

    // A set, or one character, which can start a range.
    private Func<int, bool> Escape(out int single)
    {
        _at++;
        char c = pattern[_at];
        single = -1;
        if (ClassEscape(c) is { } set)
        {
            _at++;
            return set;
        }

        if (c is 'p' or 'P') return Property();
        int value = SingleEscape(c);
        single = value;
        return d => d == value;
    }

    private static Func<int, bool>? ClassEscape(char c) => c switch
    {
        's' => UnicodeText.IsWhiteSpace,
        'S' => static d => !UnicodeText.IsWhiteSpace(d),
        'd' => static d => UnicodeText.Category(d) == UnicodeCategory.DecimalDigitNumber,
        'D' => static d => UnicodeText.Category(d) != UnicodeCategory.DecimalDigitNumber,
        'w' => UnicodeText.IsWordWithoutJoiners,
        'W' => static d => !UnicodeText.IsWordWithoutJoiners(d),
        'h' => static d => d < 0x80 && char.IsAsciiHexDigit((char)d),
        'H' => static d => d >= 0x80 || !char.IsAsciiHexDigit((char)d),
        _ => null,
    };

    private int SingleEscape(char c)
    {
        if (c is 'x' or 'u') return Hexadecimal(c);
        int value = c switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'f' => '\f', 'v' => '\v', 'a' => '\a', 'e' => 0x1B, '0' => 0, _ => -1 };
        if (value >= 0)
        {
            _at++;
            return value;
        }

        return char.IsAsciiLetterOrDigit(c) ? throw Error($"'\\{c}' is not supported") : Scalar();
    }

    private int Hexadecimal(char kind)
    {
        _at++;
        bool braced = kind == 'x' && Take('{');
        int most = braced ? 6 : kind == 'x' ? 2 : 4, start = _at;
        while (!AtEnd && _at - start < most && char.IsAsciiHexDigit(pattern[_at])) _at++;
        if (_at == start || (kind == 'u' && _at - start < 4)) throw Error("hexadecimal digits are missing");
        int value = int.Parse(pattern.AsSpan(start, _at - start), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (braced && !Take('}')) throw Error("a number does not end");
        return value <= 0x10FFFF && value is not (>= 0xD800 and <= 0xDFFF) ? value : throw Error("there is no such character");
    }

    private Func<int, bool> Property()
    {
        bool negative = pattern[_at++] == 'P';
        string name;
        if (Take('{'))
        {
            negative ^= Take('^');
            int end = pattern.IndexOf('}', _at);
            name = end < 0 ? throw Error("the name of a property does not end") : pattern[_at..end];
            _at = end + 1;
        }
        else
        {
            name = AtEnd ? throw Error("the name of a property is missing") : pattern[_at++].ToString();
        }

        Func<int, bool> property = CharacterProperties.Named(name) ?? throw Error($"the property '{name}' is not known");
        return negative ? c => !property(c) : property;
    }

    // After the opening bracket.
    private Func<int, bool> Class()
    {
        if (++_depth > DeepestNesting) throw Error("classes are nested too deep");
        bool negative = Take('^');
        Func<int, bool> all = Union(first: true);
        while (Take("&&"))
        {
            (Func<int, bool> left, Func<int, bool> right) = (all, Union(first: false));
            all = c => left(c) && right(c);
        }

        if (!Take(']')) throw Error("a class does not end");
        _depth--;
        if (!negative) return all;

        // Case is looked away from before the class is turned round.
        Func<int, bool> inner = _ignoreCase ? CharacterSet.IgnoringCase(all) : all;
        return c => !inner(c);
    }

    private Func<int, bool> Union(bool first)
    {
        var parts = new List<Func<int, bool>>();
        while (!AtEnd && (pattern[_at] != ']' || first) && !pattern.AsSpan(_at).StartsWith("&&", StringComparison.Ordinal))
        {
            first = false;
            parts.Add(Member());
        }

        Func<int, bool>[] all = [.. parts];
        return all.Length == 1 ? all[0] : c => Array.Exists(all, p => p(c));
    }

    private Func<int, bool> Member()
    {
        if (Take("[:")) return Posix();
        if (Take('[')) return Class();
        int start = -1;
        Func<int, bool> set;
        if (pattern[_at] == '\\')
        {
            if (_at + 1 >= pattern.Length) throw Error("the expression ends in a backslash");
            if (pattern[_at + 1] == 'b')
            {
                _at += 2;
                return c => c == '\b';
            }

            set = Escape(out start);
        }
        else
        {
            int scalar = start = Scalar();
            set = c => c == scalar;
        }

        bool isRange = start >= 0 && _at + 1 < pattern.Length && pattern[_at] == '-' && pattern[_at + 1] != ']';
        if (!isRange) return set;
        _at++;
        int end;
        if (pattern[_at] == '\\') Escape(out end);
        else end = Scalar();
        if (end < start) throw Error("a range is empty");
        return c => c >= start && c <= end;
    }

    private Func<int, bool> Posix()
    {
        bool negative = Take('^');
        int end = pattern.IndexOf(":]", _at, StringComparison.Ordinal);
        string name = end < 0 ? throw Error("a named class does not end") : pattern[_at..end];
        _at = end + 2;
        Func<int, bool> named = CharacterProperties.Named(name) ?? throw Error($"the class '{name}' is not known");
        return negative ? c => !named(c) : named;
    }
}
