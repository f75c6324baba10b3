using Assay.Text;

namespace Assay.Retrieval.Reading.Code;

/// <summary>A statement or declaration with the comments before it.</summary>
/// <param name="Whole">From its first comment to its end.</param>
/// <param name="Head">Its code before the brace or the semicolon.</param>
/// <param name="Body">What stands between its braces; empty for none.</param>
internal readonly record struct CodeItem(TextSpan Whole, TextSpan Head, TextSpan Body);

/// <summary>Cuts a stretch of code into its statements and declarations.</summary>
/// <param name="source">The text.</param>
/// <param name="language">How it is written.</param>
internal sealed class CodeItems(string source, CodeLanguage language)
{
    private static readonly string[] Declares = ["function", "class", "interface", "type", "enum", "export", "import", "const", "let", "var", "async", "func", "abstract", "declare", "namespace", "module", "static", "package", "@"];
    private readonly CodeLexer lexer = new(source, language);

    /// <summary>The items of a stretch, in order; together they hold all of its code.</summary>
    public IEnumerable<CodeItem> In(TextSpan range)
    {
        for (int at = range.Start; at < range.End;)
        {
            while (at < range.End && char.IsWhiteSpace(source[at])) at++;
            if (at >= range.End) yield break;
            CodeItem item = One(at, range.End);
            yield return item;
            at = Math.Max(item.Whole.End, at + 1);
        }
    }

    private CodeItem One(int start, int limit)
    {
        int depth = 0, head = -1, headEnd = -1, bodyStart = -1, bodyEnd = -1, at = start;
        char before = ';';
        while (at < limit)
        {
            char c = source[at];
            if (char.IsWhiteSpace(c))
            {
                if (c == '\n' && depth == 0 && head >= 0 && language.EndsAtLines && EndsHere(at, limit, before)) break;
                at++;
                continue;
            }

            int passed = lexer.Pass(at, before, out bool isComment);
            if (passed > at)
            {
                bool directive = c == '#' && language.HasDirectives;
                if (!isComment && head < 0) head = at;
                at = Math.Min(passed, limit);
                if (directive && depth == 0 && source[head] == '#') return Made(start, head, at, -1, -1, at);
                if (!isComment) before = '"';
                continue;
            }

            if (head < 0) head = at;
            at++;
            before = c;
            if (c is '(' or '[') depth++;
            else if (c is ')' or ']') depth = Math.Max(0, depth - 1);
            else if (c == ';' && depth == 0) return Made(start, head, headEnd < 0 ? at - 1 : headEnd, bodyStart, bodyEnd, at);
            else if (c == '}' && depth == 0) return Made(start, head, headEnd < 0 ? at - 1 : headEnd, bodyStart, bodyEnd, at);
            else if (c == '{')
            {
                int end = Close(at, limit);
                bool inHead = depth > 0;
                if (!inHead && bodyStart < 0) (headEnd, bodyStart, bodyEnd) = (at - 1, at, end);
                at = Math.Min(end + 1, limit);
                before = '}';
                if (!inHead && EndsBehindBrace(ref at, limit)) return Made(start, head, headEnd, bodyStart, bodyEnd, at);
            }
        }

        return Made(start, head, headEnd < 0 ? at : headEnd, bodyStart, bodyEnd, at);
    }

    private static CodeItem Made(int start, int head, int headEnd, int bodyStart, int bodyEnd, int end) => new(
        new TextSpan(start, end), head < 0 ? new TextSpan(start, start) : new TextSpan(head, Math.Max(head, headEnd)), bodyStart < 0 ? default : new TextSpan(bodyStart, Math.Max(bodyStart, bodyEnd)));

    /// <summary>The brace that closes a body.</summary>
    private int Close(int at, int limit)
    {
        int depth = 1;
        char before = '{';
        while (at < limit)
        {
            char c = source[at];
            if (char.IsWhiteSpace(c))
            {
                at++;
                continue;
            }

            int passed = lexer.Pass(at, before, out bool isComment);
            if (passed > at)
            {
                at = passed;
                if (!isComment) before = '"';
                continue;
            }

            before = c;
            if (c == '{') depth++;
            else if (c == '}' && --depth == 0) return at;
            at++;
        }

        return limit;
    }

    // "} else {", "} = 5;", "} while (x);", "}, x" go on; a line end or another declaration does not.
    private bool EndsBehindBrace(ref int at, int limit)
    {
        int next = at;
        while (next < limit && source[next] is ' ' or '\t') next++;
        if (next >= limit || source[next] is '\n' or '\r' or '}') return !(Continues(next, limit));
        if (source[next] == ';')
        {
            at = next + 1;
            return true;
        }

        return !(source[next] is '=' or ',' or ')' or '.' or '(' or '[' or ':' or '?' or '|' or '&' || Word(next, limit) is "else" or "catch" or "finally" or "while" or "as" or "satisfies");
    }

    private bool Continues(int at, int limit)
    {
        while (at < limit && char.IsWhiteSpace(source[at])) at++;
        return at < limit && (source[at] is '.' || Word(at, limit) is "else" or "catch" or "finally");
    }

    // A line that ends in an operator, or before one, goes on.
    private bool EndsHere(int at, int limit, char before)
    {
        if ("=+-*/%&|^!~?:,.(<".Contains(before, StringComparison.Ordinal)) return false;
        while (at < limit && char.IsWhiteSpace(source[at])) at++;
        if (at >= limit) return true;
        string word = Word(at, limit);
        return source[at] is '@' || Declares.Contains(word) || source[at..Math.Min(at + 2, limit)] is "//" or "/*";
    }

    private string Word(int at, int limit)
    {
        int end = at;
        while (end < limit && end - at < 20 && char.IsLetter(source[end])) end++;
        return source[at..end];
    }
}
