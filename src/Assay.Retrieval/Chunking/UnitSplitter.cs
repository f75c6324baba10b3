using Assay.Retrieval.Documents;
using Assay.Text.Segmentation;
using Assay.Text.Tokens;

namespace Assay.Retrieval.Chunking;

/// <summary>Cuts text that is over the budget: as far as fits at ends of sentences (code: lines), then of words, then of characters.</summary>
/// <param name="maxTokens">The budget.</param>
/// <param name="counter">Counts tokens.</param>
internal sealed class UnitSplitter(int maxTokens, TokenCounter counter)
{
    private readonly TokenBudget budget = new(maxTokens, counter);

    /// <summary>The pieces of <paramref name="unit"/>, in order; together they hold every visible character of it, and each fits.</summary>
    public IEnumerable<ChunkUnit> Split(ChunkUnit unit)
    {
        string text = unit.Text;
        bool code = unit.Kind == BlockKind.Code;
        List<int> sentences = code ? LineEnds(text) : SentenceSegmenter.Segment(text).Select(s => s.End).ToList();
        List<int> words = WordEnds(text);
        int position = 0, sentence = 0, word = 0;
        var longSentence = new TooLong();
        var longWord = new TooLong();
        while (true)
        {
            position = SkipBlank(text, position, keepIndentation: code);
            if (position >= text.Length) yield break;
            while (sentence < sentences.Count && sentences[sentence] <= position) sentence++;
            while (word < words.Count && words[word] <= position) word++;
            int end = Furthest(text, position, sentences.Count - sentence, i => sentences[sentence + i], longSentence);
            if (end <= position) end = Furthest(text, position, words.Count - word, i => words[word + i], longWord);
            if (end <= position) end = Furthest(text, position, text.Length - position, i => TokenBudget.RuneEnd(text, position + i + 1), new TooLong());

            // A counter that puts a single character over the budget leaves no choice; the text must not be lost.
            if (end <= position) end = TokenBudget.RuneEnd(text, position + 1);
            ChunkUnit piece = unit.Piece(position, TokenBudget.TrimEnd(text, position, end));
            int tokens = piece.Tokens(counter);
            longSentence.Tokens -= tokens;
            longWord.Tokens -= tokens;
            yield return piece;
            position = end;
        }
    }

    /// <summary>The furthest of <paramref name="count"/> ends up to which the text from <paramref name="start"/> fits, or -1.</summary>
    private int Furthest(string text, int start, int count, Func<int, int> end, TooLong tooLong)
    {
        if (count <= 0 || (tooLong.End == end(0) && tooLong.Tokens > maxTokens)) return -1;
        int found = budget.Furthest(text, start, count, end);
        if (found >= 0) return end(found);
        (tooLong.End, tooLong.Tokens) = (end(0), budget.Count(text, start, end(0)));
        return -1;
    }

    private static int SkipBlank(string text, int position, bool keepIndentation)
    {
        int visible = position;
        while (visible < text.Length && char.IsWhiteSpace(text[visible])) visible++;
        if (!keepIndentation || visible >= text.Length || visible == position) return visible;
        int line = text.LastIndexOf('\n', visible - 1, visible - position);
        return line >= 0 ? line + 1 : position == 0 ? 0 : visible;
    }

    private static List<int> LineEnds(string text)
    {
        var ends = new List<int>();
        for (int i = 0; i < text.Length; i++) if (text[i] == '\n') ends.Add(i + 1);
        ends.Add(text.Length);
        return ends;
    }

    private static List<int> WordEnds(string text)
    {
        var ends = new List<int>();
        for (int i = 1; i <= text.Length; i++)
        {
            if (!char.IsWhiteSpace(text[i - 1]) && (i == text.Length || char.IsWhiteSpace(text[i]))) ends.Add(i);
        }

        return ends;
    }

    /// <summary>A sentence or word that did not fit, and how many tokens are left of it: it is not counted again for each piece cut off it, which would cost n².</summary>
    private sealed class TooLong
    {
        public int End { get; set; } = -1;

        public int Tokens { get; set; }
    }
}
