using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Assay.Models.Constrained.Patterns;

/// <summary>Reads the part of .NET's and ECMAScript's regular expressions that describes regular languages.</summary>
/// <remarks>
/// Literals, escapes, classes, <c>\d \w \s \p{..}</c>, groups, alternation, quantifiers (a lazy one means the same here) and anchors at the ends of the whole expression or of
/// its top-level alternatives. Classes and the dot stay in the basic plane, because dialects differ in how they count characters above it.
/// </remarks>
internal sealed class PatternParser
{
    private const int MaxLength = 10_000;
    private const int MaxDepth = 100;
    private const int MaxCount = 10_000;
    private readonly string text;
    private readonly bool unicode;
    private int at;
    private int depth;

    private PatternParser(string text, bool unicode) => (this.text, this.unicode) = (text, unicode);

    /// <summary>The whole texts that an expression matches.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="unicode">Whether \d and \w hold more than ASCII.</param>
    /// <param name="search">Whether it may match a part of the text (JSON Schema) instead of all of it.</param>
    /// <exception cref="PatternException">Not a supported expression.</exception>
    public static PatternNode Parse(string pattern, bool unicode, bool search)
    {
        if (pattern.Length > MaxLength) throw new PatternException($"is longer than {MaxLength} characters", MaxLength);
        PatternParser parser = new(pattern, unicode);
        PatternNode node = parser.TopLevel(search);
        return parser.at == pattern.Length ? node : throw new PatternException("has a ')' without its '('", parser.at);
    }

    private bool More => at < text.Length;

    private PatternNode TopLevel(bool search)
    {
        PatternNode free = PatternNode.Times(new PatternNode.Set(CharSet.All), 0, null);
        List<PatternNode> branches = [];
        do
        {
            bool start = Take("^") || Take("\\A");
            PatternNode body = Branch();
            bool end = Take("$") || Take("\\z") || Take("\\Z");
            if (More && text[at] is not ('|' or ')')) throw new PatternException("has an anchor that is not at an end", at);
            if (!search || (start && end)) branches.Add(body);
            else branches.Add(PatternNode.Join(start ? PatternNode.Nothing : free, body, end ? PatternNode.Nothing : free));
        }
        while (Take("|"));
        return branches.Count == 1 ? branches[0] : PatternNode.Any(branches);
    }

    private PatternNode Alternation()
    {
        if (++depth > MaxDepth) throw new PatternException($"is nested deeper than {MaxDepth} groups", at);
        List<PatternNode> branches = [];
        do branches.Add(Branch());
        while (Take("|"));
        depth--;
        return branches.Count == 1 ? branches[0] : PatternNode.Any(branches);
    }

    private PatternNode.Sequence Branch()
    {
        ImmutableArray<PatternNode>.Builder parts = ImmutableArray.CreateBuilder<PatternNode>();
        while (More && text[at] is not ('|' or ')' or '$') && !At("\\z") && !At("\\Z")) parts.Add(Quantified());
        return new PatternNode.Sequence(parts.ToImmutable());
    }

    private PatternNode Quantified()
    {
        int start = at;
        PatternNode part = Atom();
        int bounds = at;
        if (!TakeBounds(out int least, out int? most)) return part;
        if (bounds - start == 2 && char.IsSurrogatePair(text, start)) throw new PatternException("repeats a character above U+FFFF, which dialects count differently; put it in a group", start);
        if (most < least) throw new PatternException($"has a quantifier with the bounds in the wrong order, {least} above {most}", bounds);
        _ = Take("?");
        if (More && (text[at] is '*' or '+' or '?' || (text[at] == '{' && BoundsAt(out _, out _, out _)))) throw new PatternException("has a quantifier after a quantifier", at);
        return PatternNode.Times(part, least, most);
    }

    private bool TakeBounds(out int least, out int? most)
    {
        (least, most) = (0, null);
        if (Take("*")) return true;
        if (Take("+"))
        {
            least = 1;
            return true;
        }

        if (Take("?"))
        {
            most = 1;
            return true;
        }

        if (!More || text[at] != '{' || !BoundsAt(out least, out most, out int end)) return false;
        at = end;
        return true;
    }

    // {n} {n,} {n,m}; any other brace is a literal, as in both dialects.
    private bool BoundsAt(out int least, out int? most, out int end)
    {
        (least, most) = (0, null);
        end = text.IndexOf('}', at) + 1;
        if (end == 0) return false;
        string[] parts = text[(at + 1)..(end - 1)].Split(',');
        if (parts.Length > 2 || parts[0].Length == 0 || !parts.All(p => p.All(char.IsAsciiDigit))) return false;
        least = Count(parts[0]);
        if (parts.Length == 1) most = least;
        else if (parts[1].Length > 0) most = Count(parts[1]);
        return true;
    }

    private int Count(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count <= MaxCount
        ? count
        : throw new PatternException($"repeats more than {MaxCount} times", at);

    private PatternNode Atom()
    {
        char c = text[at];
        switch (c)
        {
            case '(':
                at++;
                OpenGroup();
                PatternNode inner = Alternation();
                if (More && text[at] == '$') throw new PatternException("has an anchor inside a group; put it at the end of the expression", at);
                return Take(")") ? inner : throw new PatternException("has a '(' without its ')'", at);
            case '[':
                at++;
                return Set(ClassParser.Read(text, ref at, unicode));
            case '.':
                at++;
                return Set(PatternDialect.Dot);
            case '^':
                throw new PatternException("has an anchor inside; only the ends can be anchored", at);
            case '*' or '+' or '?':
                throw new PatternException("has a quantifier with nothing before it", at);
            case '\\':
                return Set(ClassParser.Escape(text, ref at, unicode, inClass: false));
            default:
                return Literal();
        }
    }

    private PatternNode.Set Literal()
    {
        if (Rune.DecodeFromUtf16(text.AsSpan(at), out Rune rune, out int length) != System.Buffers.OperationStatus.Done) throw new PatternException("holds half of a surrogate pair", at);
        at += length;
        return new PatternNode.Set(CharSet.One(rune.Value));
    }

    private void OpenGroup()
    {
        if (!Take("?")) return;
        if (Take(":")) return;
        bool named = At("<") && at + 1 < text.Length && (char.IsLetter(text[at + 1]) || text[at + 1] == '_');
        int end = text.IndexOf('>', at);
        if (!named || end < 0) throw new PatternException("uses look-around, an inline option or another special group, which is not supported", at);
        if (text[at..end].Contains('-', StringComparison.Ordinal)) throw new PatternException("uses a balancing group, which is not supported", at);
        at = end + 1;
    }

    private static PatternNode.Set Set(CharClass set) => new PatternNode.Set(set.Sure);

    private bool At(string token) => string.CompareOrdinal(text, at, token, 0, token.Length) == 0;

    private bool Take(string token)
    {
        if (!At(token)) return false;
        at += token.Length;
        return true;
    }
}
