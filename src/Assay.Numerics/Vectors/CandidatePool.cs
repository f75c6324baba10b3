using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Assay.Numerics.Vectors;

/// <summary>
/// The frontier of a best-first search in a graph: the best rows met so far in order, each marked when its neighbours have been looked at.
/// One sorted array serves as queue and as result; for the few hundred rows a search keeps, moving a part of it costs less than two heaps.
/// </summary>
/// <remarks>Reused from search to search; not safe for concurrent use. The order is that of <see cref="ScoredRow.Key"/>, so it does not depend on the order of offers.</remarks>
public sealed class CandidatePool
{
    // Entries ascend: upper half the inverted score, then the row in 31 bits, then a bit that says whether the row was taken.
    private long[] entries = [];
    private int capacity;
    private int cursor;

    /// <summary>Rows kept.</summary>
    public int Count { get; private set; }

    /// <summary>Score that an offer must exceed to enter for sure; negative infinity while there is room.</summary>
    public float Threshold => Count < capacity ? float.NegativeInfinity : Row(Count - 1).Score;

    /// <summary>Forgets everything.</summary>
    /// <param name="size">Rows to keep from now on; 1 or more.</param>
    public void Reset(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (entries.Length < size) entries = new long[size];
        capacity = size;
        Count = 0;
        cursor = 0;
    }

    /// <summary>Offers a row that was not offered before.</summary>
    /// <param name="row">The row with its score.</param>
    /// <returns>Whether it would be the next one taken.</returns>
    public bool Offer(ScoredRow row)
    {
        long entry = Entry(row);
        int count = Count;
        if (count == capacity)
        {
            if (entry >= entries[count - 1]) return false;
            count--;
        }

        ref long first = ref MemoryMarshal.GetArrayDataReference(entries);
        int at = 0, length = count;
        while (length > 0)
        {
            int half = length >> 1;
            bool after = Unsafe.Add(ref first, at + half) < entry;
            at = after ? at + half + 1 : at;
            length = after ? length - half - 1 : half;
        }

        entries.AsSpan(at, count - at).CopyTo(entries.AsSpan(at + 1));
        entries[at] = entry;
        Count = count + 1;
        if (at > cursor) return false;
        cursor = at;
        return true;
    }

    /// <summary>Takes the best row not taken yet; it stays in the pool.</summary>
    /// <param name="row">Its number.</param>
    /// <returns>False when all have been taken.</returns>
    public bool TryTake(out int row)
    {
        int at = Next(cursor);
        cursor = at;
        if (at == Count)
        {
            row = -1;
            return false;
        }

        row = Row(at).Row;
        entries[at] |= 1;
        cursor = at + 1;
        return true;
    }

    /// <summary>The row that <see cref="TryTake"/> would take next.</summary>
    /// <returns>−1 when all have been taken.</returns>
    public int Peek()
    {
        cursor = Next(cursor);
        return cursor == Count ? -1 : Row(cursor).Row;
    }

    /// <summary>The row that <see cref="TryTake"/> would take next, with its score.</summary>
    /// <exception cref="InvalidOperationException">All have been taken.</exception>
    /// <returns>The row with its score.</returns>
    public ScoredRow PeekScored() => Peek() >= 0 ? Row(cursor) : throw new InvalidOperationException("All rows have been taken.");

    /// <summary>One of the rows kept.</summary>
    /// <param name="index">0 for the best; less than <see cref="Count"/>.</param>
    /// <returns>The row with its score.</returns>
    public ScoredRow Row(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        long entry = entries[index];
        long key = ~entry & ~0xFFFF_FFFFL;
        return new ScoredRow((int)((uint)entry >> 1), ScoredRow.FromKey(key).Score);
    }

    private int Next(int from)
    {
        int at = from;
        while (at < Count && (entries[at] & 1) != 0) at++;
        return at;
    }

    private static long Entry(ScoredRow row) => (~row.Key & ~0xFFFF_FFFFL) | ((uint)row.Row << 1);
}
