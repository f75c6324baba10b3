using Assay.Text;

namespace Assay.Retrieval.Reading.Markup;

/// <summary>The lines of a text, line ends left out.</summary>
internal sealed class MarkupLines
{
    // Where each line starts, and behind the last where the next one would: four bytes a line, of which a made file may have millions.
    private readonly int[] starts;

    /// <summary>Cuts a text into lines.</summary>
    public MarkupLines(string source)
    {
        Source = source;
        Count = source.AsSpan().Count('\n') + (source.Length == 0 || source[^1] == '\n' ? 0 : 1);
        starts = new int[Count + 1];
        for (int i = 1; i <= Count; i++) starts[i] = source.IndexOf('\n', starts[i - 1]) is >= 0 and int end ? end + 1 : source.Length + 1;
    }

    /// <summary>The text.</summary>
    public string Source { get; }

    /// <summary>Number of lines.</summary>
    public int Count { get; }

    /// <summary>Where a line stands; empty behind the last.</summary>
    public TextSpan Span(int line)
    {
        if (line < 0 || line >= Count) return new TextSpan(Source.Length, Source.Length);
        int start = starts[line], end = starts[line + 1] - 1;
        return new TextSpan(start, end > start && Source[end - 1] == '\r' ? end - 1 : end);
    }

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
