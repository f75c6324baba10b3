namespace Assay.Retrieval.Reading.Code;

/// <summary>Passes over what is not code: comments, strings, regular expressions, lines of a preprocessor.</summary>
/// <param name="source">The text.</param>
/// <param name="language">How its strings are written.</param>
internal sealed class CodeLexer(string source, CodeLanguage language)
{
    private const int LongestPattern = 1_000;

    /// <summary>Where a comment, string or the like ends that begins at a position.</summary>
    /// <param name="at">The position.</param>
    /// <param name="before">The last character of code before it, to tell a division from a pattern.</param>
    /// <param name="isComment">Whether it is a comment.</param>
    /// <returns>One past its end; <paramref name="at"/> when code stands there.</returns>
    public int Pass(int at, char before, out bool isComment)
    {
        char c = source[at], next = at + 1 < source.Length ? source[at + 1] : '\0';
        isComment = c == '/' && next is '/' or '*';
        if (c == '/' && next == '/') return LineEnd(at);
        if (c == '/' && next == '*') return Find("*/", at + 2);
        if (c == '#' && language.HasDirectives && StartsLine(at)) return DirectiveEnd(at);
        if (c == '"') return String(at);
        if (c == '`' && language.HasTemplates) return Template(at);
        if (c == '\'') return Apostrophe(at);
        if (c == '/' && language.HasPatterns && "(,=:[!&|?{};+-*%<>~^".Contains(before, StringComparison.Ordinal)) return Pattern(at);
        return at;
    }

    /// <summary>The end of a line, its line feed left out.</summary>
    public int LineEnd(int at) => source.IndexOf('\n', at) is >= 0 and int end ? end : source.Length;

    private bool StartsLine(int at)
    {
        int i = at - 1;
        while (i >= 0 && source[i] is ' ' or '\t') i--;
        return i < 0 || source[i] == '\n';
    }

    private int DirectiveEnd(int at)
    {
        int end = LineEnd(at);
        while (end < source.Length && source[source[end - 1] == '\r' ? end - 2 : end - 1] == '\\') end = LineEnd(end + 1);
        return end;
    }

    private int Find(string end, int from) => from <= source.Length && source.IndexOf(end, from, StringComparison.Ordinal) is >= 0 and int found ? found + end.Length : source.Length;

    private int String(int at)
    {
        char before = at > 0 ? source[at - 1] : ' ';
        if (language.HasVerbatim && (before == '@' || (before == '$' && at > 1 && source[at - 2] == '@'))) return Verbatim(at);
        if (language.HasTripleQuotes && Run(at, '"') is >= 3 and int quotes) return Find(new string('"', quotes), at + quotes);
        if (language.HasLifetimes && before is 'r' or '#' && Hashes(at) is >= 0 and int hashes) return Find("\"" + new string('#', hashes), at + 1);
        if (language.HasDirectives && before == 'R' && source.IndexOf('(', at, Math.Min(20, source.Length - at)) is >= 0 and int open) return Find($"){source[(at + 1)..open]}\"", open);
        return Quoted(at, '"', endsAtLine: true);
    }

    private int Run(int at, char c)
    {
        int end = at;
        while (end < source.Length && source[end] == c) end++;
        return end - at;
    }

    // r"…", r#"…"#: the number of signs, or -1 when no 'r' stands before them.
    private int Hashes(int at)
    {
        int i = at - 1;
        while (i >= 0 && source[i] == '#') i--;
        return i >= 0 && source[i] == 'r' ? at - 1 - i : -1;
    }

    private int Verbatim(int at)
    {
        for (int i = at + 1; i < source.Length; i++)
        {
            i = source.IndexOf('"', i);
            if (i < 0) break;
            if (i + 1 >= source.Length || source[i + 1] != '"') return i + 1;
            i++;
        }

        return source.Length;
    }

    private int Quoted(int at, char quote, bool endsAtLine)
    {
        for (int i = at + 1; i < source.Length; i++)
        {
            if (source[i] == '\\') i++;
            else if (source[i] == quote) return i + 1;
            else if (source[i] == '\n' && endsAtLine) return i;
        }

        return source.Length;
    }

    private int Apostrophe(int at)
    {
        if (language.HasApostropheStrings) return Quoted(at, '\'', endsAtLine: true);
        int end = Quoted(at, '\'', endsAtLine: true);
        if (language.HasLifetimes && !(end - at <= 4 || (at + 1 < source.Length && source[at + 1] == '\\')) || end > at + 14) return at + 1;
        return source[end - 1] == '\'' ? end : at + 1;
    }

    private int Template(int at)
    {
        if (language == CodeLanguage.Go) return Find("`", at + 1);
        int depth = 0;
        for (int i = at + 1; i < source.Length; i++)
        {
            char c = source[i];
            if (c == '\\') i++;
            else if (c == '$' && i + 1 < source.Length && source[i + 1] == '{') depth++;
            else if (c == '}' && depth > 0) depth--;
            else if (c == '`' && depth == 0) return i + 1;
        }

        return source.Length;
    }

    private int Pattern(int at)
    {
        bool set = false;
        int limit = Math.Min(source.Length, at + LongestPattern);
        for (int i = at + 1; i < limit && source[i] != '\n'; i++)
        {
            if (source[i] == '\\') i++;
            else if (source[i] == '[') set = true;
            else if (source[i] == ']') set = false;
            else if (source[i] == '/' && !set) return i + 1;
        }

        return at + 1;
    }
}
