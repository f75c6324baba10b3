namespace Assay.Text.Tokenizers.Patterns.Expressions;

/// <summary>A regular expression of a file. It matches the way Oniguruma does and has a bounded number of steps, so that no file can hang a text.</summary>
internal sealed class ExpressionPattern : TextPattern
{
    private const long StepsAlways = 1_000_000;
    private const long StepsPerUnit = 200;
    private const int LongestPattern = 10_000;
    private readonly string _pattern;
    private readonly ExpressionProgram _program;

    /// <summary>Compiles an expression.</summary>
    /// <exception cref="FormatException">It is not well formed or uses what is not supported; the message says what.</exception>
    public ExpressionPattern(string pattern)
    {
        if (pattern.Length > LongestPattern) throw new FormatException($"the expression has more than {LongestPattern} characters");
        (_pattern, _program) = (pattern, new ExpressionProgram(new ExpressionParser(pattern).Parse()));
    }

    /// <inheritdoc/>
    public override void Find(ReadOnlySpan<char> text, List<(int Start, int End, bool IsMatch)> parts)
    {
        var matcher = new ExpressionMatcher(StepsAlways + (StepsPerUnit * text.Length));
        int previous = 0, from = 0, lastEnd = -1;
        while (from <= text.Length)
        {
            int start = matcher.Search(_program, text, from, out int end);
            if (matcher.IsExhausted) throw new InputException(new Problem("", null, $"The regular expression '{_pattern}' of the tokenizer takes too many steps on a text of {text.Length} characters."));
            if (start < 0) break;
            if (start == end && end == lastEnd)
            {
                // An empty match right after a match does not count.
                from += from < text.Length ? UnicodeText.UnitsAt(text, from) : 1;
                continue;
            }

            previous = Add(parts, previous, start, end);
            from = lastEnd = end;
        }

        AddRest(parts, previous, text.Length);
    }
}
