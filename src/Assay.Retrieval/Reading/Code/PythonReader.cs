using System.Text.RegularExpressions;
using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Reading.Code;

/// <summary>Python: a section for each class and function under the one it stands in, decorators and comments above it with it.</summary>
internal sealed partial class PythonReader : IDocumentReader
{
    private const int MaxLevel = 6;
    private const int LongestHeading = 200;

    /// <inheritdoc/>
    public Document Read(SourceFile file, string source, CancellationToken cancellationToken)
    {
        var document = new DocumentBuilder(file, source);
        List<Line> lines = Lines(document, cancellationToken);
        Walk(document, lines, 0, lines.Count, -1, 1, cancellationToken);
        return document.Build(CodeText.FileName(file)) with { Places = CodeLines.Of(source), Properties = new DocumentProperties([new("language", "python")], null) };
    }

    private static void Walk(DocumentBuilder document, List<Line> lines, int from, int to, int outer, int level, CancellationToken cancellationToken)
    {
        int loose = from;
        bool sections = false;
        for (int i = from; i < to; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!lines[i].Declares || level > MaxLevel || lines[i].Indent <= outer) continue;
            int start = i, end = i + 1;
            while (start > loose && (lines[start - 1].IsAbove || lines[start - 1].IsDecorator) && lines[start - 1].Indent == lines[i].Indent) start--;
            while (end < to && (lines[end].IsBlank || lines[end].Indent > lines[i].Indent || lines[end].Inside)) end++;
            while (end > i + 1 && lines[end - 1].IsBlank) end--;
            Loose(document, lines, loose, start, sections, level);
            sections = true;
            Heading(document, new TextSpan(lines[i].Start + lines[i].Indent, CodeText.LineEnd(document.Source, lines[i].Start)), lines[start].Start, level);
            bool isClass = lines[i].IsClass;
            int body = isClass ? FirstInside(lines, i + 1, end) : end;
            CodeText.Add(document, new TextSpan(lines[start].Start, CodeText.LineEnd(document.Source, lines[body - 1].Start)));
            if (body < end) Walk(document, lines, body, end, lines[i].Indent, level + 1, cancellationToken);
            loose = end;
            i = end - 1;
        }

        Loose(document, lines, loose, to, sections, level);
    }

    // What stands in a class before its first function belongs to the class itself.
    private static int FirstInside(List<Line> lines, int from, int to)
    {
        int i = from;
        while (i < to && !lines[i].Declares) i++;
        while (i > from && (lines[i - 1].IsAbove || lines[i - 1].IsDecorator)) i--;
        return i;
    }

    private static void Loose(DocumentBuilder document, List<Line> lines, int from, int to, bool sections, int level)
    {
        while (from < to && lines[from].IsBlank) from++;
        if (from >= to) return;
        var span = new TextSpan(lines[from].Start, CodeText.LineEnd(document.Source, lines[to - 1].Start));
        if (sections) Heading(document, CodeText.FirstLine(document.Source, span), span.Start, level);
        CodeText.Add(document, span);
    }

    private static void Heading(DocumentBuilder document, TextSpan line, int start, int level)
    {
        var heading = new MappedTextBuilder(document.Source);
        int end = Math.Min(line.End, line.Start + LongestHeading);
        while (end > line.Start && document.Source[end - 1] is ':' or ' ' or '\r') end--;
        heading.Copy(line.Start, end);
        document.Heading(Math.Min(level, MaxLevel), heading.Build(), new TextSpan(start, start));
    }

    private static List<Line> Lines(DocumentBuilder document, CancellationToken cancellationToken)
    {
        string source = document.Source;
        var lines = new List<Line>(source.AsSpan().Count('\n') + 1);
        string? open = null;
        int declared = 0;
        for (int at = 0; at < source.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int found = source.IndexOf('\n', at), end = found < 0 ? source.Length : found, indent = 0;
            while (at + indent < end && source[at + indent] is ' ' or '\t') indent++;
            ReadOnlySpan<char> text = source.AsSpan(at + indent, end - at - indent);
            bool inside = open is not null;
            open = Strings(text, open);
            bool declares = !inside && Declaration().IsMatch(text);
            LineKind kind = (inside ? LineKind.Inside : text.StartsWith("@") ? LineKind.Decorator : text.StartsWith("#") ? LineKind.Above : 0) | (text.IsWhiteSpace() ? LineKind.Blank : 0);
            if (declares) kind |= text.StartsWith("class") ? LineKind.Declares | LineKind.Class : LineKind.Declares;
            lines.Add(new Line(at, (ushort)Math.Min(indent, ushort.MaxValue), kind));

            // Each of these will be a heading and a block.
            if (declares && indent == 0 && ++declared > DocumentBuilder.MaxItems / 2) throw document.TooMany();
            at = end + 1;
        }

        return lines;
    }

    /// <summary>The quotation marks of a string of several lines that is open behind a line; null for none.</summary>
    private static string? Strings(ReadOnlySpan<char> line, string? open)
    {
        for (int i = 0; i < line.Length;)
        {
            if (open is not null)
            {
                int close = line[i..].IndexOf(open);
                if (close < 0) return open;
                i += close + 3;
                open = null;
                continue;
            }

            char c = line[i];
            if (c == '#') return null;
            if (c is not ('"' or '\''))
            {
                i++;
                continue;
            }

            string three = new(c, 3);
            if (line[i..].StartsWith(three))
            {
                open = three;
                i += 3;
                continue;
            }

            i++;
            while (i < line.Length && line[i] != c) i += line[i] == '\\' ? 2 : 1;
            i++;
        }

        return open;
    }

    [GeneratedRegex(@"^(?:class|def|async\s+def)\s+\w", RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();

    [Flags]
    private enum LineKind : byte
    {
        Inside = 1,
        Blank = 2,
        Declares = 4,
        Class = 8,
        Decorator = 16,
        Above = 32,
    }

    // Eight bytes: a made file may have millions of lines.
    private readonly record struct Line(int Start, ushort Indent, LineKind Kind)
    {
        public bool Inside => Kind.HasFlag(LineKind.Inside);

        public bool IsBlank => Kind.HasFlag(LineKind.Blank);

        public bool Declares => Kind.HasFlag(LineKind.Declares);

        public bool IsClass => Kind.HasFlag(LineKind.Class);

        public bool IsDecorator => Kind.HasFlag(LineKind.Decorator);

        public bool IsAbove => Kind.HasFlag(LineKind.Above);
    }
}
