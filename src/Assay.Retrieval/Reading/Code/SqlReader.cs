using System.Text.RegularExpressions;
using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Reading.Code;

/// <summary>SQL scripts: a section for each object that is created or altered, the comments above it with it.</summary>
internal sealed partial class SqlReader : IDocumentReader
{
    private const int LongestHead = 400;

    /// <inheritdoc/>
    public Document Read(SourceFile file, string source, CancellationToken cancellationToken)
    {
        var document = new DocumentBuilder(file, source);
        bool sections = false;
        var loose = new TextSpan(0, 0);
        foreach ((TextSpan whole, int code) in Statements(source, cancellationToken))
        {
            Match made = Definition().Match(source, code, Math.Min(LongestHead, whole.End - code));
            if (!made.Success)
            {
                loose = new TextSpan(loose.Length == 0 ? whole.Start : loose.Start, whole.End);
                continue;
            }

            Loose(document, loose, sections);
            loose = new TextSpan(whole.End, whole.End);
            sections = true;
            Heading(document, new TextSpan(code, code + made.Length), whole.Start);
            CodeText.Add(document, whole);
        }

        Loose(document, loose, sections);
        return document.Build(CodeText.FileName(file)) with { Places = CodeLines.Of(source), Properties = new DocumentProperties([new("language", "sql")], null) };
    }

    private static void Loose(DocumentBuilder document, TextSpan span, bool sections)
    {
        if (span.Of(document.Source).IsWhiteSpace()) return;
        if (sections) Heading(document, CodeText.FirstLine(document.Source, span), span.Start);
        CodeText.Add(document, span);
    }

    private static void Heading(DocumentBuilder document, TextSpan head, int start)
    {
        var heading = new MappedTextBuilder(document.Source);
        heading.Copy(head.Start, Math.Min(head.End, head.Start + LongestHead / 2));
        document.Heading(1, heading.Build(), new TextSpan(start, start));
    }

    private static IEnumerable<(TextSpan Whole, int Code)> Statements(string source, CancellationToken cancellationToken)
    {
        int start = 0, code = -1, blocks = 0;
        bool routine = false;
        for (int at = 0; at < source.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int passed = Pass(source, at, out bool isComment);
            if (passed > at)
            {
                if (!isComment && code < 0) code = at;
                at = passed;
                continue;
            }

            char c = source[at];
            if (char.IsLetter(c))
            {
                int end = at + 1;
                while (end < source.Length && (char.IsLetterOrDigit(source[end]) || source[end] == '_')) end++;
                string word = end - at <= 9 ? source[at..end].ToUpperInvariant() : "";
                if (word == "GO" && Alone(source, at, end))
                {
                    if (code >= 0) yield return (new TextSpan(start, at), code);
                    (start, code, blocks, routine, at) = (end, -1, 0, false, end);
                    continue;
                }

                if (code < 0) code = at;
                routine |= word is "FUNCTION" or "PROCEDURE" or "TRIGGER" or "PACKAGE" or "PROC";
                if (routine && word is "BEGIN" or "CASE") blocks++;
                else if (routine && word == "END" && blocks > 0) blocks--;
                at = end;
                continue;
            }

            at++;
            if (code < 0 && !char.IsWhiteSpace(c) && c != ';') code = at - 1;
            if (c != ';' || blocks > 0) continue;
            if (code >= 0) yield return (new TextSpan(start, at), code);
            (start, code, routine) = (at, -1, false);
        }

        if (code >= 0) yield return (new TextSpan(start, source.Length), code);
    }

    private static bool Alone(string source, int start, int end)
    {
        int before = start - 1, after = end;
        while (before >= 0 && source[before] is ' ' or '\t') before--;
        while (after < source.Length && source[after] is ' ' or '\t' or '\r') after++;
        return (before < 0 || source[before] == '\n') && (after >= source.Length || source[after] == '\n');
    }

    private static int Pass(string source, int at, out bool isComment)
    {
        char c = source[at], next = at + 1 < source.Length ? source[at + 1] : '\0';
        isComment = (c == '-' && next == '-') || (c == '/' && next == '*');
        if (c == '-' && next == '-') return source.IndexOf('\n', at) is >= 0 and int line ? line : source.Length;
        if (c == '/' && next == '*') return End(source, "*/", at + 2);
        if (c is '\'' or '"' or '`') return End(source, c.ToString(), at + 1);
        if (c == '[' && source.IndexOf(']', at, Math.Min(130, source.Length - at)) is >= 0 and int name) return name + 1;
        if (c != '$') return at;
        int close = at + 1;
        while (close < source.Length && close - at < 40 && (char.IsLetterOrDigit(source[close]) || source[close] == '_')) close++;
        return close < source.Length && source[close] == '$' ? End(source, source[at..(close + 1)], close + 1) : at;
    }

    private static int End(string source, string end, int from) => from <= source.Length && source.IndexOf(end, from, StringComparison.Ordinal) is >= 0 and int found ? found + end.Length : source.Length;

    [GeneratedRegex(@"\G(?:create|alter)\s+(?:or\s+(?:replace|alter)\s+)?(?:(?:global|local|temp|temporary|unique|clustered|nonclustered|materialized|recursive|foreign|external|unlogged|virtual|editionable|definer\s*=\s*\S+)\s+)*(?:table|view|index|function|procedure|proc|trigger|type|sequence|schema|database|package(?:\s+body)?|domain|extension|role|user|policy|rule|synonym)\s+(?:if\s+not\s+exists\s+)?[^\s(;]+(?:\s+on\s+[^\s(;]+)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Definition();
}
