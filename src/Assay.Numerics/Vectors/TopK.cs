namespace Assay.Numerics.Vectors;

/// <summary>The k best of any number of scored rows; of equal scores the smaller row is better, so that the result does not depend on the order of offers.</summary>
/// <remarks>A binary heap with the worst on top: what does not make it costs one comparison. Reused from search to search; not safe for concurrent use.</remarks>
public sealed class TopK
{
    private long[] heap = [];
    private int capacity;

    /// <summary>How many are kept at the moment.</summary>
    public int Count { get; private set; }

    /// <summary>Whether k are kept, so that each further one displaces another.</summary>
    public bool IsFull => Count == capacity;

    /// <summary>Score below which an offer cannot enter: the worst kept when k are kept, else negative infinity.</summary>
    public float Threshold => IsFull ? capacity == 0 ? float.PositiveInfinity : ScoredRow.FromKey(heap[0]).Score : float.NegativeInfinity;

    /// <summary>Forgets everything.</summary>
    /// <param name="k">How many to keep from now on, 0 or more.</param>
    public void Reset(int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        if (heap.Length < k) heap = new long[k];
        capacity = k;
        Count = 0;
    }

    /// <summary>Offers a row.</summary>
    /// <param name="row">The row with its score, not NaN. The same row may not be offered twice.</param>
    /// <returns>Whether it is among the k best so far.</returns>
    public bool Offer(ScoredRow row)
    {
        long key = row.Key;
        if (Count < capacity)
        {
            Rise(Count++, key);
            return true;
        }

        if (capacity == 0 || key <= heap[0]) return false;
        Sink(key, Count);
        return true;
    }

    /// <summary>Takes everything out, best first.</summary>
    /// <param name="rows">Receives the rows; at least <see cref="Count"/> long.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="ArgumentException">There is too little room.</exception>
    public int Drain(Span<ScoredRow> rows)
    {
        int count = Count;
        if (rows.Length < count) throw new ArgumentException($"{rows.Length} places for {count} rows.", nameof(rows));
        heap.AsSpan(0, count).Sort();
        for (int i = 0; i < count; i++) rows[i] = ScoredRow.FromKey(heap[count - 1 - i]);
        Count = 0;
        return count;
    }

    private void Rise(int at, long key)
    {
        while (at > 0)
        {
            int parent = (at - 1) / 2;
            if (heap[parent] <= key) break;
            heap[at] = heap[parent];
            at = parent;
        }

        heap[at] = key;
    }

    private void Sink(long key, int count)
    {
        int at = 0;
        while (true)
        {
            int child = (2 * at) + 1;
            if (child >= count) break;
            if (child + 1 < count && heap[child + 1] < heap[child]) child++;
            if (heap[child] >= key) break;
            heap[at] = heap[child];
            at = child;
        }

        heap[at] = key;
    }
}
