using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Reading.Code;

/// <summary>Blocks of code.</summary>
internal static class CodeText
{
    private const int LongestHead = 2_000;

    /// <summary>The name of a file with its ending, which is the title of code.</summary>
    public static string FileName(SourceFile file) => file.Id[(file.Id.LastIndexOf('/') + 1)..];

    /// <summary>The code before a body on one line, cut to what patterns are tried on.</summary>
    public static string Head(string source, TextSpan head) => new TextSpan(head.Start, Math.Min(head.End, head.Start + LongestHead)).Of(source).ToString().ReplaceLineEndings(" ").Trim();

    /// <summary>The first line of a stretch that is not blank.</summary>
    public static TextSpan FirstLine(string source, TextSpan span)
    {
        int start = span.Start;
        while (start < span.End && char.IsWhiteSpace(source[start])) start++;
        int length = source.AsSpan(start, span.End - start).IndexOf('\n');
        return new TextSpan(start, length < 0 ? span.End : start + length);
    }

    /// <summary>The end of the line that a position stands in, its line feed left out.</summary>
    public static int LineEnd(string source, int at) => source.IndexOf('\n', at) is >= 0 and int end ? end : source.Length;

    /// <summary>Adds a stretch as a block of code, whole lines with their indentation.</summary>
    public static void Add(DocumentBuilder document, TextSpan span)
    {
        string source = document.Source;
        int start = span.Start, end = span.End;
        while (start < end && char.IsWhiteSpace(source[start])) start++;
        while (end > start && char.IsWhiteSpace(source[end - 1])) end--;
        if (start >= end) return;
        int line = start;
        while (line > span.Start && source[line - 1] is ' ' or '\t') line--;
        document.Block(BlockKind.Code, MappedText.Verbatim(source, line, end), new TextSpan(start, end));
    }
}
