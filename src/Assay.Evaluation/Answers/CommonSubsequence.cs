using System.Numerics;

namespace Assay.Evaluation.Answers;

/// <summary>Longest common subsequences of two sequences of numbers, 64 cells of the table at a time (Hyyrö 2004).</summary>
/// <remarks>Row i is a bit vector in which bit j is 0 where the table grows from column j to j + 1; memory is rows × columns / 8 bytes where the rows are kept.</remarks>
internal static class CommonSubsequence
{
    /// <summary>Length of a longest common subsequence.</summary>
    public static int Length(ReadOnlySpan<int> gold, ReadOnlySpan<int> answer)
    {
        if (gold.Length == 0 || answer.Length == 0) return 0;
        Dictionary<int, ulong[]> masks = Masks(gold, answer);
        ulong[] row = NewRow(answer.Length);
        foreach (int id in gold)
        {
            if (masks.TryGetValue(id, out ulong[]? mask)) Step(row, mask);
        }

        return Zeros(row, answer.Length);
    }

    /// <summary>Marks the places of one longest common subsequence in the accepted answer: the one that ROUGE's reference reads out of its table.</summary>
    /// <param name="gold">A sentence of the accepted answer.</param>
    /// <param name="answer">A sentence of the answer.</param>
    /// <param name="marked">A flag per word of <paramref name="gold"/>; others than those found stay as they are.</param>
    public static void Mark(ReadOnlySpan<int> gold, ReadOnlySpan<int> answer, Span<bool> marked)
    {
        if (gold.Length == 0 || answer.Length == 0) return;
        Dictionary<int, ulong[]> masks = Masks(gold, answer);
        if (masks.Count == 0) return;
        ulong[][] rows = new ulong[gold.Length + 1][];
        rows[0] = NewRow(answer.Length);
        for (int k = 0; k < gold.Length; k++)
        {
            rows[k + 1] = rows[k];
            if (!masks.TryGetValue(gold[k], out ulong[]? mask)) continue;
            rows[k + 1] = [.. rows[k]];
            Step(rows[k + 1], mask);
        }

        int i = gold.Length, j = answer.Length;
        while (i > 0 && j > 0)
        {
            if (gold[i - 1] == answer[j - 1])
            {
                marked[--i] = true;
                j--;
            }
            else if (Zeros(rows[i], j - 1) > Zeros(rows[i - 1], j)) j--;
            else i--;
        }
    }

    private static Dictionary<int, ulong[]> Masks(ReadOnlySpan<int> gold, ReadOnlySpan<int> answer)
    {
        Dictionary<int, ulong[]> masks = new(gold.Length);
        HashSet<int> needed = new(gold.Length);
        foreach (int id in gold) needed.Add(id);
        for (int j = 0; j < answer.Length; j++)
        {
            if (!needed.Contains(answer[j])) continue;
            if (!masks.TryGetValue(answer[j], out ulong[]? mask)) masks.Add(answer[j], mask = new ulong[(answer.Length + 63) / 64]);
            mask[j / 64] |= 1UL << (j % 64);
        }

        return masks;
    }

    private static ulong[] NewRow(int length)
    {
        ulong[] row = new ulong[(length + 63) / 64];
        Array.Fill(row, ulong.MaxValue);
        return row;
    }

    private static void Step(ulong[] row, ulong[] mask)
    {
        ulong carry = 0;
        for (int w = 0; w < row.Length; w++)
        {
            unchecked
            {
                ulong old = row[w], both = old & mask[w], sum = old + both, next = sum + carry;
                carry = sum < old || next < sum ? 1UL : 0;
                row[w] = next | (old & ~mask[w]);
            }
        }
    }

    private static int Zeros(ulong[] row, int length)
    {
        int count = 0, whole = length / 64;
        for (int w = 0; w < whole; w++) count += 64 - BitOperations.PopCount(row[w]);
        return length % 64 == 0 ? count : count + BitOperations.PopCount(~row[whole] & ((1UL << (length % 64)) - 1));
    }
}
