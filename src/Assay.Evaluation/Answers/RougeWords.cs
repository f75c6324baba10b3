namespace Assay.Evaluation.Answers;

/// <summary>A text as ROUGE sees it: the numbers of its words and where its lines are.</summary>
internal sealed class RougeWords
{
    /// <summary>Words, stemmed or not.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="stem">Whether words are stemmed.</param>
    /// <param name="table">Gives the numbers.</param>
    public RougeWords(string text, bool stem, WordTable table)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<int> ids = new((text.Length / 5) + 1);
        List<Range> lines = [];
        Span<char> word = stackalloc char[64];
        int length = 0, lineStart = 0;
        string? longWord = null;
        for (int i = 0; i <= text.Length; i++)
        {
            char c = i < text.Length ? Lower(text[i]) : '\n';
            if (char.IsAsciiLetterOrDigit(c))
            {
                if (length < word.Length) word[length] = c;
                else longWord ??= Long(text, i - length);
                length++;
            }

            if (char.IsAsciiLetterOrDigit(c) && text[i] != '\u0130') continue;
            if (length > 0) ids.Add(Id(longWord is null ? word[..length] : longWord, stem, table));
            (length, longWord) = (0, null);
            if (c != '\n') continue;
            if (ids.Count > lineStart) lines.Add(lineStart..ids.Count);
            lineStart = ids.Count;
        }

        Ids = [.. ids];
        Lines = [.. lines];
    }

    /// <summary>Numbers of the words.</summary>
    public int[] Ids { get; }

    /// <summary>Lines that have words, in order; they cover all words.</summary>
    public Range[] Lines { get; }

    private static int Id(ReadOnlySpan<char> word, bool stem, WordTable table) => stem ? table.Stem(table.Id(word)) : table.Id(word);

    // The Kelvin sign and the dotted I are the only other characters with a letter of ASCII in their lower case; the dot separates.
    private static char Lower(char c) => c switch { '\u212A' => 'k', '\u0130' => 'i', _ => char.IsAscii(c) ? char.ToLowerInvariant(c) : ' ' };

    private static string Long(string text, int start)
    {
        int end = start;
        while (end < text.Length && text[end] != '\u0130' && char.IsAsciiLetterOrDigit(Lower(text[end]))) end++;
        if (end < text.Length && text[end] == '\u0130') end++;
        return string.Create(end - start, (text, start), static (span, from) =>
        {
            for (int i = 0; i < span.Length; i++) span[i] = Lower(from.text[from.start + i]);
        });
    }
}
