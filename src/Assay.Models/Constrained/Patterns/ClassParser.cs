using System.Globalization;

namespace Assay.Models.Constrained.Patterns;

/// <summary>Reads escapes and classes in brackets.</summary>
internal static class ClassParser
{
    /// <summary>A class, from behind its bracket to behind the closing one.</summary>
    /// <exception cref="PatternException">Not a supported class.</exception>
    public static CharClass Read(string text, ref int at, bool unicode)
    {
        int start = at;
        bool negated = at < text.Length && text[at] == '^';
        if (negated) at++;
        CharClass all = CharClass.Of(CharSet.Empty);
        // .NET takes a bracket in first place as a literal, ECMAScript as the end: neither is followed.
        if (at < text.Length && text[at] == ']') throw new PatternException("has a class that begins with ']'; write \\]", at);
        while (at < text.Length && text[at] != ']')
        {
            CharClass low = Member(text, ref at, unicode, out int first);
            if (first >= 0 && at + 1 < text.Length && text[at] == '-' && text[at + 1] != ']')
            {
                at++;
                _ = Member(text, ref at, unicode, out int last);
                if (last < first) throw new PatternException("has a range in a class whose ends are in the wrong order or no single characters", at);
                low = CharClass.Of(CharSet.Of((first, last)));
            }

            all = all.Union(low);
        }

        if (at >= text.Length) throw new PatternException("has a '[' without its ']'", start);
        at++;
        CharClass result = negated ? all.Complement() : all;
        return new(result.Sure.Intersect(CharSet.BasicPlane), result.Possible);
    }

    /// <summary>An escape, from its backslash.</summary>
    /// <exception cref="PatternException">Not a supported escape.</exception>
    public static CharClass Escape(string text, ref int at, bool unicode, bool inClass)
    {
        int start = at;
        if (++at >= text.Length) throw new PatternException("ends in a backslash", start);
        char c = text[at++];
        if (PatternDialect.Shorthand(c, unicode) is { } shorthand) return new(shorthand.Sure.Intersect(CharSet.BasicPlane), shorthand.Possible);
        switch (c)
        {
            case 'p' or 'P':
                CharClass category = CharClass.Of(Category(text, ref at));
                category = c == 'p' ? category : category.Complement();
                return new(category.Sure.Intersect(CharSet.BasicPlane), category.Possible);
            case 't': return One('\t');
            case 'n': return One('\n');
            case 'r': return One('\r');
            case 'f': return One('\f');
            case 'v': return One('\v');
            case 'b' when inClass: return One('\b');
            case 'x': return One(Hex(text, ref at, 2));
            case 'u': return One(Unit(text, ref at));
            default:
                if (!char.IsAsciiLetterOrDigit(c) && c < 128) return One(c);
                throw new PatternException($"uses '\\{c}', which is not supported here (back-references, word boundaries and anchors inside are not)", start);
        }
    }

    private static CharClass Member(string text, ref int at, bool unicode, out int single)
    {
        single = -1;
        char c = text[at];
        if (c == '[' && at + 1 < text.Length && text[at + 1] is ':' or '.' or '=') throw new PatternException("uses a POSIX class; write \\p{..} or the characters", at);
        if (c == '-' && at + 1 < text.Length && text[at + 1] == '[') throw new PatternException("uses class subtraction, which is not supported", at);
        if (char.IsSurrogate(c)) throw new PatternException("has a character above U+FFFF in a class, which dialects read differently; use an alternative", at);
        CharClass result = c == '\\' ? Escape(text, ref at, unicode, inClass: true) : One(text[at++]);
        if (result.Sure.Ranges is [var only] && only.Low == only.High) single = only.Low;
        return result;
    }

    private static CharClass One(int codePoint) => CharClass.Of(CharSet.One(codePoint));

    private static int Hex(string text, ref int at, int digits)
    {
        if (at + digits > text.Length || !int.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value))
        {
            throw new PatternException($"has an escape that needs {digits} hexadecimal digits", at);
        }

        at += digits;
        return value;
    }

    private static int Unit(string text, ref int at)
    {
        int value = Hex(text, ref at, 4);
        return char.IsSurrogate((char)value) ? throw new PatternException("escapes half of a surrogate pair; write the character itself", at) : value;
    }

    private static CharSet Category(string text, ref int at)
    {
        int end = at < text.Length && text[at] == '{' ? text.IndexOf('}', at) : -1;
        string name = end < 0 ? "" : text[(at + 1)..end];
        CharSet set = CharSet.Category(name) ?? throw new PatternException($"names '{name}', which is no Unicode general category (such as L, Lu or Nd)", at);
        at = end + 1;
        return set;
    }
}
