using System.Buffers;
using System.Text.RegularExpressions;
using Assay.Text;

namespace Assay.Retrieval.Reading.Markup;

/// <summary>Takes the marks out of running text: emphasis, code, links, roles. What is shown of a link is its text.</summary>
/// <param name="pattern">Finds marks; its group <c>text</c> is what is shown of one, nothing when there is none.</param>
internal sealed class MarkupInlines(Regex pattern)
{
    private const int Long = 2_000;
    private const double MostMarks = 0.1;
    private static readonly SearchValues<char> MarkChars = SearchValues.Create("*_`|<[(:\\+#");

    /// <summary>Adds a stretch of the source without its marks; a long one that is mostly marks is no text and is taken as it is.</summary>
    public void Append(MappedTextBuilder text, string source, TextSpan span)
    {
        if (span.Length > Long && IsDense(span.Of(source))) text.Copy(span.Start, span.End);
        else Append(text, source, span, 0);
    }

    private static bool IsDense(ReadOnlySpan<char> text)
    {
        int marks = 0, most = (int)(text.Length * MostMarks);
        while (marks <= most && text.IndexOfAny(MarkChars) is >= 0 and int found)
        {
            marks++;
            text = text[(found + 1)..];
        }

        return marks > most;
    }

    private void Append(MappedTextBuilder text, string source, TextSpan span, int depth)
    {
        int from = span.Start;
        while (from < span.End && pattern.Match(source, from, span.End - from) is { Success: true } mark)
        {
            text.Copy(from, mark.Index);
            Group shown = mark.Groups["text"];
            if (shown.Success && depth < 3 && shown.Length < span.Length) Append(text, source, new TextSpan(shown.Index, shown.Index + shown.Length), depth + 1);
            else if (shown.Success) text.Copy(shown.Index, shown.Index + shown.Length);
            from = Math.Max(mark.Index + mark.Length, from + 1);
        }

        if (from < span.End) text.Copy(from, span.End);
    }
}
