using System.Globalization;

namespace Assay.Text.Tokenizers.Patterns.Expressions;

/// <summary>
/// Reads regular expressions as Oniguruma does with its Ruby syntax, which is what tokenizer files are written for: <c>^</c> and <c>$</c> are ends of
/// lines, <c>{1,3}+</c> is no possessive, <c>\h</c> is a hexadecimal digit. Groups are not captured and cannot be referred to.
/// </summary>
/// <param name="pattern">The expression.</param>
internal sealed partial class ExpressionParser(string pattern)
{
    private const int DeepestNesting = 64;
    private const int MostRepeats = 1000;
    private int _at;
    private int _depth;
    private bool _ignoreCase;
    private bool _dotIsAll;

    private bool AtEnd => _at >= pattern.Length;

    /// <summary>Reads the expression.</summary>
    /// <exception cref="FormatException">It is not well formed or uses what is not supported; the message says what.</exception>
    public ExpressionNode Parse()
    {
        ExpressionNode node = Choice();
        return AtEnd ? node : throw Error("a closing parenthesis has no opening one");
    }

    private ExpressionNode Choice()
    {
        if (++_depth > DeepestNesting) throw Error("groups are nested too deep");
        (bool ignoreCase, bool dotIsAll) = (_ignoreCase, _dotIsAll);
        var parts = new List<ExpressionNode> { Sequence() };
        while (Take('|')) parts.Add(Sequence());
        (_ignoreCase, _dotIsAll) = (ignoreCase, dotIsAll);
        _depth--;
        return parts.Count == 1 ? parts[0] : new ChoiceNode(parts);
    }

    private SequenceNode Sequence()
    {
        var parts = new List<ExpressionNode>();
        while (!AtEnd && pattern[_at] is not ('|' or ')'))
        {
            if (Atom() is not { } atom) continue;
            while (Quantified(atom) is { } quantified) atom = quantified;
            parts.Add(atom);
        }

        return new SequenceNode(parts);
    }

    private RepeatNode? Quantified(ExpressionNode atom)
    {
        if (Take('*')) return Repeat(atom, 0, int.MaxValue);
        if (Take('+')) return Repeat(atom, 1, int.MaxValue);
        if (Take('?')) return Repeat(atom, 0, 1);
        if (AtEnd || pattern[_at] != '{') return null;
        int start = _at++;
        int? least = Number(), most = least;
        bool comma = Take(',');
        if (comma) most = Number();
        if (!Take('}') || (least is null && most is null))
        {
            _at = start;
            return null;
        }

        if (Math.Max(least ?? 0, most ?? 0) > MostRepeats || most < least) throw Error($"a repetition must be of at most {MostRepeats} and of no less than its least");
        bool lazy = Take('?');
        if (lazy && !comma) return new RepeatNode(new RepeatNode(atom, least!.Value, least.Value, Greed.Greedy), 0, 1, Greed.Greedy);
        return new RepeatNode(atom, least ?? 0, most ?? int.MaxValue, lazy ? Greed.Lazy : Greed.Greedy);
    }

    private RepeatNode Repeat(ExpressionNode atom, int least, int most) =>
        new(atom, least, most, Take('?') ? Greed.Lazy : Take('+') ? Greed.Possessive : Greed.Greedy);

    private int? Number()
    {
        int start = _at;
        while (!AtEnd && char.IsAsciiDigit(pattern[_at])) _at++;
        return _at == start ? null : int.TryParse(pattern.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw Error("a number is too large");
    }

    private ExpressionNode? Atom()
    {
        char c = pattern[_at];
        switch (c)
        {
            case '(':
                _at++;
                return Group();
            case '[':
                _at++;
                return Set(Class());
            case '.':
                _at++;
                bool all = _dotIsAll;
                return new SetNode(new CharacterSet(d => all || d != '\n'));
            case '^':
                _at++;
                return new AnchorNode(Anchor.LineStart);
            case '$':
                _at++;
                return new AnchorNode(Anchor.LineEnd);
            case '\\':
                return EscapeOutsideClass();
            case '*' or '+' or '?':
                throw Error("there is nothing to repeat");
            default:
                int scalar = Scalar();
                return Set(d => d == scalar);
        }
    }

    private ExpressionNode? Group()
    {
        if (!Take('?')) return Close(Choice());
        if (Take(':')) return Close(Choice());
        if (Take('>')) return new AtomicNode(Close(Choice()));
        if (Take('=')) return new LookNode(Close(Choice()), Behind: false, Negative: false);
        if (Take('!')) return new LookNode(Close(Choice()), Behind: false, Negative: true);
        if (Take("<=")) return new LookNode(Close(Choice()), Behind: true, Negative: false);
        if (Take("<!")) return new LookNode(Close(Choice()), Behind: true, Negative: true);
        if (Take('#'))
        {
            int end = pattern.IndexOf(')', _at);
            _at = end < 0 ? throw Error("a comment does not end") : end + 1;
            return null;
        }

        if (Take('<') || Take('\''))
        {
            int end = pattern.AsSpan(_at).IndexOfAny('>', '\'');
            _at = end <= 0 ? throw Error("the name of a group does not end") : _at + end + 1;
            return Close(Choice());
        }

        return Options();
    }

    // (?i) holds until the end of the group that it stands in, (?i:...) for its own.
    private ExpressionNode? Options()
    {
        (bool ignoreCase, bool dotIsAll) = (_ignoreCase, _dotIsAll);
        bool on = true;
        while (!AtEnd && pattern[_at] is not (':' or ')'))
        {
            switch (pattern[_at++])
            {
                case '-':
                    on = false;
                    break;
                case 'i':
                    _ignoreCase = on;
                    break;
                case 'm' or 's':
                    _dotIsAll = on;
                    break;
                default:
                    throw Error($"the option '{pattern[_at - 1]}' is not supported");
            }
        }

        if (Take(')')) return null;
        if (!Take(':')) throw Error("a group does not end");
        ExpressionNode body = Close(Choice());
        (_ignoreCase, _dotIsAll) = (ignoreCase, dotIsAll);
        return body;
    }

    private ExpressionNode Close(ExpressionNode node) => Take(')') ? node : throw Error("a group does not end");

    private SetNode Set(Func<int, bool> contains) => new(new CharacterSet(_ignoreCase ? CharacterSet.IgnoringCase(contains) : contains));

    private int Scalar()
    {
        int scalar = UnicodeText.ScalarAt(pattern, _at, out int units);
        _at += units;
        return scalar;
    }

    private bool Take(char c)
    {
        if (AtEnd || pattern[_at] != c) return false;
        _at++;
        return true;
    }

    private bool Take(string text)
    {
        if (!pattern.AsSpan(_at).StartsWith(text, StringComparison.Ordinal)) return false;
        _at += text.Length;
        return true;
    }

    private FormatException Error(string what) => new($"{what} (at character {_at + 1})");
}
