using Assay.Text;

namespace Assay.Retrieval.Reading.Markup;

/// <summary>The lines of a text, line ends left out.</summary>
internal sealed class MarkupLines
{
    private readonly List<TextSpan> lines = [];

    /// <summary>Cuts a text into lines.</summary>
    public MarkupLines(string source)
    {
        Source = source;
        for (int at = 0; at < source.Length;)
        {
            int found = source.IndexOf('\n', at), end = found < 0 ? source.Length : found;
            lines.Add(new TextSpan(at, end > at && source[end - 1] == '\r' ? end - 1 : end));
            at = end + 1;
        }
    }

    /// <summary>The text.</summary>
    public string Source { get; }

    /// <summary>Number of lines.</summary>
    public int Count => lines.Count;

    /// <summary>Where a line stands; empty behind the last.</summary>
    public TextSpan Span(int line) => line >= 0 && line < lines.Count ? lines[line] : new TextSpan(Source.Length, Source.Length);

    /// <summary>The characters of a line.</summary>
    public ReadOnlySpan<char> Text(int line) => Span(line).Of(Source);

    /// <summary>Whether a line has nothing to see.</summary>
    public bool IsBlank(int line) => Text(line).IsWhiteSpace();

    /// <summary>White space at the beginning of a line.</summary>
    public int Indent(int line)
    {
        ReadOnlySpan<char> text = Text(line);
        return text.Length - text.TrimStart().Length;
    }

    /// <summary>A line from its first to its last visible character.</summary>
    public TextSpan Trimmed(int line, int skip = 0)
    {
        TextSpan span = Span(line);
        int start = Math.Min(span.End, span.Start + skip), end = span.End;
        while (start < end && char.IsWhiteSpace(Source[start])) start++;
        while (end > start && char.IsWhiteSpace(Source[end - 1])) end--;
        return new TextSpan(start, end);
    }
}
