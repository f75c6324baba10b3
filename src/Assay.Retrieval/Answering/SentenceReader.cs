using Assay.Text;
using Assay.Text.Segmentation;

namespace Assay.Retrieval.Answering;

/// <summary>Splits passages into the sentences, items and rows that can be an answer.</summary>
internal static class SentenceReader
{
    /// <summary>The sentences of all passages, in order.</summary>
    /// <param name="passages">The passages.</param>
    /// <param name="vocabulary">Numbers the stems.</param>
    public static List<ReaderSentence> Read(IReadOnlyList<ReaderPassage> passages, Vocabulary vocabulary)
    {
        var sentences = new List<ReaderSentence>();
        for (int p = 0; p < passages.Count; p++) ReadPassage(passages[p].Text, p, vocabulary, sentences);
        return sentences;
    }

    private static void ReadPassage(string text, int passage, Vocabulary vocabulary, List<ReaderSentence> sentences)
    {
        int lead = -1;
        bool inTable = false;
        foreach (TextSpan span in SentenceSegmenter.Segment(text))
        {
            IReadOnlyList<Word> words = WordSegmenter.Segment(text, span);
            if (words.Count == 0) continue;
            bool row = span.Of(text).Contains(" | ", StringComparison.Ordinal);
            int index = sentences.Count;
            if (row && !inTable) lead = -1;
            if (!row && (inTable || lead < 0 || !IsItem(text, span))) lead = -1;
            sentences.Add(new ReaderSentence(passage, span, words, vocabulary.Ids(words)) { Lead = lead });
            if (row && inTable && lead >= 0) sentences[lead].IsLead = true;
            if (row && !inTable) lead = index;
            if (!row && text[span.End - 1] == ':')
            {
                sentences[index].IsLead = true;
                lead = index;
            }

            inTable = row;
        }
    }

    /// <summary>Whether the sentence stands at the start of its line, as an item of a list does.</summary>
    private static bool IsItem(string text, TextSpan span)
    {
        int i = span.Start;
        while (i > 0 && text[i - 1] is ' ' or '\t') i--;
        return i == 0 || text[i - 1] is '\n' or '\r';
    }
}
