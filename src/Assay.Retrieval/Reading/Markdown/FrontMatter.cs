using Assay.Text;

namespace Assay.Retrieval.Reading.Markdown;

/// <summary>The two fields of YAML front matter that are text for readers: title and description.</summary>
/// <remarks>Only scalars at the left margin are read: plain, quoted, folded or literal. Anything else is skipped, never an error.</remarks>
internal static class FrontMatter
{
    /// <summary>The value of <paramref name="key"/>.</summary>
    /// <param name="source">The original text.</param>
    /// <param name="span">The front matter in it.</param>
    /// <param name="key">Field name, matched exactly.</param>
    /// <returns>The text and the span of the whole field, or null when there is none.</returns>
    public static (MappedText Text, TextSpan Span)? Field(string source, TextSpan span, string key)
    {
        int start = span.Start;
        while (start < span.End)
        {
            int end = LineEnd(source, start, span.End);
            if (end - start > key.Length && source[start + key.Length] == ':' && source.AsSpan(start).StartsWith(key, StringComparison.Ordinal))
            {
                int value = start + key.Length + 1, last = end;
                while (last + 1 < span.End && IsContinuation(source, last + 1, span.End)) last = LineEnd(source, last + 1, span.End);
                MappedText text = Scalar(source, value, last);
                return text.Text.Length == 0 ? null : (text, new TextSpan(start, TrimEnd(source, start, last)));
            }

            start = end + 1;
        }

        return null;
    }

    private static int LineEnd(string source, int start, int limit)
    {
        int length = source.AsSpan(start, limit - start).IndexOf('\n');
        return length < 0 ? limit : start + length;
    }

    private static bool IsContinuation(string source, int start, int limit)
    {
        int end = LineEnd(source, start, limit);
        return source[start] is ' ' or '\t' && !source.AsSpan(start, end - start).IsWhiteSpace();
    }

    private static int TrimEnd(string source, int start, int end)
    {
        while (end > start && char.IsWhiteSpace(source[end - 1])) end--;
        return end;
    }

    private static MappedText Scalar(string source, int start, int end)
    {
        end = TrimEnd(source, start, end);
        while (start < end && char.IsWhiteSpace(source[start])) start++;
        var text = new MappedTextBuilder(source);
        if (start == end) return text.Build();
        char quote = source[start];
        if (quote is '"' or '\'' && end - start >= 2)
        {
            end = source[end - 1] == quote ? end - 1 : end;
            Quoted(text, source, start + 1, end, quote);
        }
        else if (quote is '>' or '|')
        {
            text.Copy(LineEnd(source, start, end), end);
        }
        else
        {
            int comment = source.AsSpan(start, end - start).IndexOf(" #", StringComparison.Ordinal);
            text.Copy(start, comment < 0 ? end : start + comment);
        }

        return text.Build();
    }

    private static void Quoted(MappedTextBuilder text, string source, int start, int end, char quote)
    {
        int from = start;
        for (int i = start; i < end; i++)
        {
            bool doubled = quote == '\'' && source[i] == '\'' && i + 1 < end && source[i + 1] == '\'';
            bool escaped = quote == '"' && source[i] == '\\' && i + 1 < end && source[i + 1] is '"' or '\\';
            if (!doubled && !escaped) continue;
            text.Copy(from, i);
            from = ++i;
        }

        text.Copy(from, end);
    }
}
