using Assay.Text.Stemming;
using Assay.Text.Words;

namespace Assay.Retrieval.Keyword;

/// <summary>Turns text into the words the index knows, the same way for documents and queries.</summary>
internal static class KeywordAnalysis
{
    private const int LongestWord = 64;

    /// <summary>Hands the words of a text to a sink.</summary>
    public static void Analyze<TSink>(string language, string text, ref TSink sink)
        where TSink : struct, IWordSink
    {
        _ = language;
        int position = 0;
        Span<char> word = stackalloc char[LongestWord];
        for (int i = 0, end; i < text.Length; i = end)
        {
            end = i + 1;
            if (!char.IsLetterOrDigit(text[i])) continue;
            while (end < text.Length && char.IsLetterOrDigit(text[end])) end++;
            int length = Math.Min(end - i, LongestWord);
            text.AsSpan(i, length).ToLowerInvariant(word);
            string plain = word[..length].ToString();
            sink.Add(PorterStemmer.Stem(plain), position++, StopWords.Contains(plain));
        }
    }
}
