namespace Assay.Text.Segmentation;

/// <summary>Splits prose into sentences.</summary>
public static class SentenceSegmenter
{
    /// <summary>The sentences of <paramref name="text"/>, in order, trimmed of surrounding white space; together they hold every visible character.</summary>
    /// <param name="text">Plain text; line breaks inside a paragraph are white space, an empty line ends a sentence.</param>
    /// <returns>Spans into <paramref name="text"/>; empty when it has no visible character.</returns>
    public static IReadOnlyList<TextSpan> Segment(string text)
    {
        var sentences = new List<TextSpan>();
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool stop = text[i] is '.' or '!' or '?' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]));
            bool blank = text[i] == '\n' && i + 1 < text.Length && text[i + 1] == '\n';
            if (stop || blank)
            {
                Add(sentences, text, start, i + 1);
                start = i + 1;
            }
        }

        Add(sentences, text, start, text.Length);
        return sentences;
    }

    private static void Add(List<TextSpan> sentences, string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        if (end > start) sentences.Add(new TextSpan(start, end));
    }
}
