using Assay.Text;

namespace Assay.Retrieval.Answering;

/// <summary>Cuts a sentence that is too long to the part that says most, at clause boundaries where there are any.</summary>
internal static class AnswerWindow
{
    private static readonly HashSet<string> s_clauseWords = ["and", "but", "or", "which", "who", "that", "while", "because", "although", "where", "when", "with", "as", "by", "for"];

    /// <summary>The best span of at most <paramref name="maxWords"/> words between white space.</summary>
    /// <param name="text">The passage's text.</param>
    /// <param name="sentence">The sentence.</param>
    /// <param name="maxWords">Longest result.</param>
    /// <param name="values">What is worth keeping, by where it starts: matched terms and candidates. Of one group (0 to 63) only the first counts.</param>
    /// <param name="weights">Weighs clean cuts against values.</param>
    public static TextSpan Cut(string text, TextSpan sentence, int maxWords, IReadOnlyList<(int Start, int Group, double Value)> values, ReaderWeights weights)
    {
        List<TextSpan> tokens = Tokens(text, sentence);
        if (tokens.Count <= maxWords) return sentence;
        double bestValue = -1;
        (int From, int To) best = (0, maxWords);
        for (int from = 0; from < tokens.Count; from++)
        {
            double start = StartQuality(text, tokens, from);
            if (start < 0) continue;
            int last = Math.Min(tokens.Count, from + maxWords);
            for (int to = last; to > from; to--)
            {
                double end = to == tokens.Count ? 1 : StartQuality(text, tokens, to);
                if (end < 0) continue;
                double value = Value(values, tokens[from].Start, tokens[to - 1].End) + weights.CleanCut * (start + end) + 0.002 * (to - from);
                if (value <= bestValue) continue;
                bestValue = value;
                best = (from, to);
            }
        }

        return new TextSpan(tokens[best.From].Start, tokens[best.To - 1].End);
    }

    private static List<TextSpan> Tokens(string text, TextSpan span)
    {
        var tokens = new List<TextSpan>();
        for (int i = span.Start; i < span.End;)
        {
            int end = i;
            while (end < span.End && !char.IsWhiteSpace(text[end])) end++;
            if (end > i) tokens.Add(new TextSpan(i, end));
            i = end + 1;
        }

        return tokens;
    }

    /// <summary>How good a place to cut the start of a token is: 1 after punctuation, less before a joining word, 0 elsewhere, -1 inside a name or number.</summary>
    private static double StartQuality(string text, List<TextSpan> tokens, int index)
    {
        if (index == 0) return 1;
        ReadOnlySpan<char> before = tokens[index - 1].Of(text), at = tokens[index].Of(text);
        if (before[^1] is ';' or ':' or '—' or '–' or ')' or ']' || at[0] is '(' or '[' or '—' or '–') return 1;
        if (before[^1] == ',') return char.IsDigit(at[0]) ? -1 : 0.8;
        if (s_clauseWords.Contains(at.ToString())) return 0.5;
        return IsPartOfName(before) && IsPartOfName(at) ? -1 : 0;
    }

    private static bool IsPartOfName(ReadOnlySpan<char> token)
    {
        foreach (char c in token)
        {
            if (char.IsLetterOrDigit(c)) return char.IsUpper(c) || char.IsDigit(c);
        }

        return true;
    }

    private static double Value(IReadOnlyList<(int Start, int Group, double Value)> values, int from, int to)
    {
        double sum = 0;
        ulong seen = 0;
        foreach ((int start, int group, double value) in values)
        {
            if (start < from || start >= to) continue;
            ulong bit = 1UL << (group & 63);
            if ((seen & bit) != 0) continue;
            seen |= bit;
            sum += value;
        }

        return sum;
    }
}
