using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Reading;

/// <summary>Plain text: paragraphs between blank lines, headings by underline or by capitals.</summary>
internal sealed class PlainTextReader : IDocumentReader
{
    private const int ShortLine = 80;
    private const int MinUnderline = 3;

    /// <inheritdoc/>
    public Document Read(SourceFile file, string source, CancellationToken cancellationToken)
    {
        var document = new DocumentBuilder(file, source);
        string? firstLine = null;
        int paragraph = -1, position = 0;
        while (position < source.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TextSpan line = Line(source, position, out int next);
            if (line.Length > 0) firstLine ??= line.Length <= ShortLine ? line.Of(source).ToString() : "";
            if (line.Length == 0)
            {
                Paragraph(document, paragraph, position);
                paragraph = -1;
            }
            else if (paragraph < 0 && HeadingLevel(source, line, next) is var (level, after) && level > 0)
            {
                document.Heading(level, Text(document, line.Start, line.End), new TextSpan(line.Start, TrimEnd(source, line.Start, after)));
                next = after;
            }
            else if (paragraph < 0)
            {
                paragraph = position;
            }

            position = next;
        }

        Paragraph(document, paragraph, source.Length);
        return document.Build(document.FirstHeading() ?? (string.IsNullOrEmpty(firstLine) ? null : firstLine));
    }

    /// <summary>The line from <paramref name="start"/> without white space around it.</summary>
    private static TextSpan Line(string source, int start, out int next)
    {
        int length = source.AsSpan(start).IndexOfAny('\r', '\n');
        int end = length < 0 ? source.Length : start + length;
        next = end;
        if (next < source.Length) next += source[next] == '\r' && next + 1 < source.Length && source[next + 1] == '\n' ? 2 : 1;
        while (start < end && char.IsWhiteSpace(source[start])) start++;
        return new TextSpan(start, TrimEnd(source, start, end));
    }

    private static int TrimEnd(string source, int start, int end)
    {
        while (end > start && char.IsWhiteSpace(source[end - 1])) end--;
        return end;
    }

    /// <summary>The level of a heading that starts here and where its lines end; level 0 for running text.</summary>
    private static (int Level, int After) HeadingLevel(string source, TextSpan line, int next)
    {
        if (line.Length > ShortLine) return (0, next);
        TextSpan below = next < source.Length ? Line(source, next, out int afterBelow) : new TextSpan(next, afterBelow = next);
        ReadOnlySpan<char> under = below.Of(source), text = line.Of(source);
        bool hasWord = text.ContainsAnyExcept('=', '-');
        if (hasWord && under.Length >= MinUnderline && !under.ContainsAnyExcept('=')) return (1, afterBelow);
        if (hasWord && under.Length >= MinUnderline && !under.ContainsAnyExcept('-')) return (2, afterBelow);
        return under.Length == 0 && next < source.Length && IsCapitals(text) ? (2, next) : (0, next);
    }

    private static bool IsCapitals(ReadOnlySpan<char> line)
    {
        int upper = 0;
        foreach (char c in line)
        {
            if (char.IsLower(c)) return false;
            if (char.IsUpper(c)) upper++;
        }

        return upper >= 2;
    }

    private static void Paragraph(DocumentBuilder document, int start, int end)
    {
        if (start < 0) return;
        while (start < end && char.IsWhiteSpace(document.Source[start])) start++;
        end = TrimEnd(document.Source, start, end);
        document.Block(BlockKind.Paragraph, Text(document, start, end), new TextSpan(start, end));
    }

    private static MappedText Text(DocumentBuilder document, int start, int end) => MappedText.Verbatim(document.Source, start, end);
}
