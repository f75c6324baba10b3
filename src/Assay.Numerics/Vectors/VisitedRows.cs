using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Assay.Numerics.Vectors;

/// <summary>The rows a search has met: a bit a row, so that the marks of a million rows fit a core's second-level cache; forgetting costs only what was marked.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
public sealed class VisitedRows
{
    private ulong[] bits = [];
    private int[] marked = new int[256];
    private int count;

    /// <summary>Forgets all marks and makes room.</summary>
    /// <param name="rows">Rows there are, 0 or more.</param>
    public void Reset(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        for (int i = 0; i < count; i++) bits[marked[i] >> 6] = 0;
        count = 0;
        int words = (int)(((long)rows + 63) >> 6);
        if (bits.Length < words) bits = new ulong[words + (words / 4)];
    }

    /// <summary>Marks a row.</summary>
    /// <param name="row">Less than the number of rows given to <see cref="Reset"/>.</param>
    /// <returns>Whether it had no mark.</returns>
    public bool Mark(int row)
    {
        ref ulong word = ref bits[row >> 6];
        ulong bit = 1UL << (row & 63);
        if ((word & bit) != 0) return false;
        word |= bit;
        if (count == marked.Length) Array.Resize(ref marked, 2 * count);
        marked[count++] = row;
        return true;
    }

    /// <summary>Marks the rows of a neighbour list and keeps those that had no mark.</summary>
    /// <param name="links">Rows, up to the first negative number.</param>
    /// <param name="fresh">Receives the rows that were not marked; as long as <paramref name="links"/>.</param>
    /// <returns>How many there are.</returns>
    /// <exception cref="ArgumentException">There is too little room.</exception>
    /// <exception cref="IndexOutOfRangeException">A row is none of those there are.</exception>
    public int MarkNew(ReadOnlySpan<int> links, Span<int> fresh)
    {
        if (fresh.Length < links.Length) throw new ArgumentException($"{fresh.Length} places for {links.Length} rows.", nameof(fresh));
        if (marked.Length - count < links.Length) Array.Resize(ref marked, Math.Max(2 * marked.Length, count + links.Length));
        ref int target = ref MemoryMarshal.GetReference(fresh);
        ref int trail = ref marked[count];
        ulong[] words = bits;
        int found = 0;
        foreach (int row in links)
        {
            if (row < 0) break;
            ref ulong word = ref words[row >> 6];
            ulong before = word, bit = 1UL << (row & 63);
            word = before | bit;
            // Written in any case and kept only when new: whether a row is new cannot be predicted, so there is no branch on it.
            Unsafe.Add(ref target, found) = row;
            Unsafe.Add(ref trail, found) = row;
            found += (before & bit) == 0 ? 1 : 0;
        }

        count += found;
        return found;
    }
}
