using Assay.Text.Tokens;

namespace Assay.Retrieval.Chunking;

/// <summary>Finds how far a text fits into a budget.</summary>
/// <param name="maxTokens">The budget.</param>
/// <param name="counter">Counts tokens.</param>
internal sealed class TokenBudget(int maxTokens, TokenCounter counter)
{
    /// <summary>Tokens of a piece, white space at its end left out.</summary>
    public int Count(string text, int start, int end) => counter.Count(text.AsSpan(start, TrimEnd(text, start, end) - start));

    /// <summary>Whether a piece is within the budget.</summary>
    public bool Fits(string text, int start, int end) => Count(text, start, end) <= maxTokens;

    /// <summary>The index of the furthest of <paramref name="count"/> ends up to which the text from <paramref name="start"/> fits, or -1. Doubling, then halving: few counts of long text.</summary>
    public int Furthest(string text, int start, int count, Func<int, int> end)
    {
        if (count <= 0 || !Fits(text, start, end(0))) return -1;
        int good = 0, step = 1;
        while (good + step < count && Fits(text, start, end(good + step)))
        {
            good += step;
            step *= 2;
        }

        int bad = Math.Min(good + step, count);
        while (bad - good > 1)
        {
            int middle = (good + bad) / 2;
            if (Fits(text, start, end(middle))) good = middle;
            else bad = middle;
        }

        return good;
    }

    /// <summary>The end of a piece without the white space before it.</summary>
    public static int TrimEnd(string text, int start, int end)
    {
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        return end;
    }

    /// <summary><paramref name="end"/>, or one more where it would cut a character in two.</summary>
    public static int RuneEnd(string text, int end) => end < text.Length && char.IsLowSurrogate(text[end]) && char.IsHighSurrogate(text[end - 1]) ? end + 1 : end;
}
