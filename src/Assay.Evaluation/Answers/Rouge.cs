namespace Assay.Evaluation.Answers;

/// <summary>ROUGE (Lin 2004) with the definitions of google-research's rouge_score: F1 of the overlap of two texts, in [0, 1].</summary>
/// <remarks>
/// Words are runs of a to z and 0 to 9 after lower-casing, everything else separates (letters outside ASCII too); stemming is Porter's on words of more than
/// three characters. <c>rougeN</c>: common n-grams, each as often as both texts have it. <c>rougeL</c>: longest common subsequence of words. <c>rougeLsum</c>:
/// for every line of the accepted answer the union of its longest common subsequences with each line of the answer, where no word counts more often than both
/// texts have it. Precision is over the answer's words (n-grams), recall over the accepted answer's, F1 = 2PR / (P + R); 0 when a side has none.
/// </remarks>
public static class Rouge
{
    /// <summary>ROUGE-N's F1.</summary>
    /// <param name="answer">What was answered.</param>
    /// <param name="gold">An accepted answer.</param>
    /// <param name="n">Words of an n-gram, 1 to 9.</param>
    /// <param name="stem">Whether words are stemmed.</param>
    /// <returns>In [0, 1].</returns>
    public static double NGram(string answer, string gold, int n, bool stem = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, 9);
        WordTable table = new();
        return NGram(new RougeWords(answer, stem, table), new RougeWords(gold, stem, table), n, table);
    }

    /// <summary>ROUGE-L's F1.</summary>
    /// <param name="answer">What was answered.</param>
    /// <param name="gold">An accepted answer.</param>
    /// <param name="stem">Whether words are stemmed.</param>
    /// <returns>In [0, 1].</returns>
    public static double Longest(string answer, string gold, bool stem = false)
    {
        WordTable table = new();
        return Longest(new RougeWords(answer, stem, table), new RougeWords(gold, stem, table));
    }

    /// <summary>ROUGE-Lsum's F1 over the lines of the texts.</summary>
    /// <param name="answer">What was answered.</param>
    /// <param name="gold">An accepted answer.</param>
    /// <param name="stem">Whether words are stemmed.</param>
    /// <returns>In [0, 1].</returns>
    public static double LongestByLine(string answer, string gold, bool stem = false)
    {
        WordTable table = new();
        return LongestByLine(new RougeWords(answer, stem, table), new RougeWords(gold, stem, table), table);
    }

    internal static double NGram(RougeWords answer, RougeWords gold, int n, WordTable table)
    {
        int answered = Math.Max(answer.Ids.Length - n + 1, 0), accepted = Math.Max(gold.Ids.Length - n + 1, 0);
        if (answered == 0 || accepted == 0) return 0;
        int[] left = answer.Ids, right = gold.Ids;
        for (int k = 2; k <= n; k++)
        {
            table.ClearPairs();
            (left, right) = (Longer(left, answer.Ids, k, table), Longer(right, gold.Ids, k, table));
        }

        return F1(table.Common(right, left), answered, accepted);
    }

    internal static double Longest(RougeWords answer, RougeWords gold) =>
        answer.Ids.Length == 0 || gold.Ids.Length == 0 ? 0 : F1(CommonSubsequence.Length(gold.Ids, answer.Ids), answer.Ids.Length, gold.Ids.Length);

    internal static double LongestByLine(RougeWords answer, RougeWords gold, WordTable table)
    {
        if (answer.Ids.Length == 0 || gold.Ids.Length == 0) return 0;
        bool[] marked = new bool[gold.Ids.Length];
        foreach (Range line in gold.Lines)
        {
            foreach (Range other in answer.Lines) CommonSubsequence.Mark(gold.Ids.AsSpan(line), answer.Ids.AsSpan(other), marked.AsSpan(line));
        }

        int[] union = [.. gold.Ids.Where((_, i) => marked[i])];
        return F1(table.Common(answer.Ids, union), answer.Ids.Length, gold.Ids.Length);
    }

    private static int[] Longer(int[] shorter, int[] words, int n, WordTable table)
    {
        int[] ids = new int[words.Length - n + 1];
        for (int i = 0; i < ids.Length; i++) ids[i] = table.Pair(shorter[i], words[i + n - 1]);
        return ids;
    }

    private static double F1(int common, int answered, int accepted)
    {
        if (common == 0) return 0;
        double precision = (double)common / answered, recall = (double)common / accepted;
        return 2 * precision * recall / (precision + recall);
    }
}
