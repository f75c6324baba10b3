using System.Buffers;
using System.Text;

namespace Assay.Evaluation.Answers;

/// <summary>chrF (Popović 2015) and chrF++ (2017) with sacreBLEU's definition, in [0, 1] (sacreBLEU prints 100 times that).</summary>
/// <remarks>
/// Precision and recall of character n-grams, n = 1 to 6, without white space and as written, averaged over the orders that both texts have; chrF++ adds word
/// n-grams of n = 1 and 2, with punctuation at one end of a word set apart. The score is F with beta = 2: <c>5PR / (4P + R)</c>; 0 when nothing is in common or a side is empty.
/// </remarks>
public static class Chrf
{
    private const int CharacterOrder = 6, WordOrder = 2, BetaSquared = 4;
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    /// <summary>chrF of an answer.</summary>
    /// <param name="answer">What was answered.</param>
    /// <param name="gold">An accepted answer.</param>
    /// <returns>In [0, 1].</returns>
    public static double Characters(string answer, string gold) => Both(answer, gold, new WordTable()).Characters;

    /// <summary>chrF++ of an answer.</summary>
    /// <param name="answer">What was answered.</param>
    /// <param name="gold">An accepted answer.</param>
    /// <returns>In [0, 1].</returns>
    public static double WithWords(string answer, string gold) => Both(answer, gold, new WordTable()).WithWords;

    internal static (double Characters, double WithWords) Both(string answer, string gold, WordTable table)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(gold);
        Average average = new();
        Add(CodePoints(answer), CodePoints(gold), CharacterOrder, table, ref average);
        double characters = average.Score;
        Add(Words(answer, table), Words(gold, table), WordOrder, table, ref average);
        return (characters, average.Score);
    }

    private static void Add(int[] answer, int[] gold, int order, WordTable table, ref Average average)
    {
        (int[] left, int[] right) = (Renumber(answer, gold, table, out int[] goldIds), goldIds);
        (int[] first, int[] second) = (left, right);
        for (int n = 1; n <= order && n <= answer.Length && n <= gold.Length; n++)
        {
            if (n > 1)
            {
                table.ClearPairs();
                (left, right) = (Longer(left, first, n, table), Longer(right, second, n, table));
            }

            average.Add(table.Common(right, left), left.Length, right.Length);
        }
    }

    // Small numbers, so that counting them needs a small table.
    private static int[] Renumber(int[] answer, int[] gold, WordTable table, out int[] goldIds)
    {
        table.ClearPairs();
        goldIds = [.. gold.Select(c => table.Pair(0, c))];
        return [.. answer.Select(c => table.Pair(0, c))];
    }

    private static int[] Longer(int[] shorter, int[] single, int n, WordTable table)
    {
        int[] ids = new int[single.Length - n + 1];
        for (int i = 0; i < ids.Length; i++) ids[i] = table.Pair(shorter[i], single[i + n - 1]);
        return ids;
    }

    private static int[] CodePoints(string text)
    {
        List<int> points = new(text.Length);
        for (int i = 0; i < text.Length;)
        {
            OperationStatus status = Rune.DecodeFromUtf16(text.AsSpan(i), out Rune rune, out int length);
            if (status != OperationStatus.Done) points.Add(text[i]);
            else if (!SquadText.IsSpace(text[i])) points.Add(rune.Value);
            i += Math.Max(length, 1);
        }

        return [.. points];
    }

    private static int[] Words(string text, WordTable table)
    {
        List<int> words = new((text.Length / 4) + 1);
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && !SquadText.IsSpace(text[i])) continue;
            if (i > start) Split(text.AsSpan(start, i - start), words, table);
            start = i + 1;
        }

        return [.. words];
    }

    private static void Split(ReadOnlySpan<char> word, List<int> words, WordTable table)
    {
        bool single = word.Length == 1 || (word.Length == 2 && char.IsSurrogatePair(word[0], word[1]));
        if (!single && Punctuation.Contains(word[^1], StringComparison.Ordinal))
        {
            words.Add(table.Id(word[..^1]));
            words.Add(table.Id(word[^1..]));
        }
        else if (!single && Punctuation.Contains(word[0], StringComparison.Ordinal))
        {
            words.Add(table.Id(word[..1]));
            words.Add(table.Id(word[1..]));
        }
        else words.Add(table.Id(word));
    }

    private struct Average
    {
        private double precision, recall;
        private int orders;

        public readonly double Score
        {
            get
            {
                if (orders == 0) return 0;
                double p = precision / orders, r = recall / orders;
                return p + r == 0 ? 0 : (1 + BetaSquared) * p * r / ((BetaSquared * p) + r);
            }
        }

        public void Add(int common, int answered, int accepted)
        {
            precision += (double)common / answered;
            recall += (double)common / accepted;
            orders++;
        }
    }
}
