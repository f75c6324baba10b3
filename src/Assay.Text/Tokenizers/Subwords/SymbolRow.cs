namespace Assay.Text.Tokenizers.Subwords;

/// <summary>The symbols of one word while their pairs are merged.</summary>
/// <remarks>
/// Short words look for the best pair by going through all of them; long ones keep a heap, so that a word of n symbols takes n log n steps and no
/// text can make merging quadratic. Both merge the pair of the least rank first, and of equal ones the leftmost.
/// </remarks>
internal sealed class SymbolRow
{
    private const int ShortWord = 48;
    private int[] _ids = new int[64];
    private int[] _lengths = new int[64];
    private int[] _ranks = new int[64];
    private int[] _results = new int[64];
    private int[] _next = [];
    private int[] _previous = [];

    /// <summary>Symbols now.</summary>
    public int Count { get; private set; }

    /// <summary>Id of a symbol.</summary>
    public int IdAt(int index) => _ids[index];

    /// <summary>Length of a symbol, in what it was added with.</summary>
    public int LengthAt(int index) => _lengths[index];

    /// <summary>Forgets all symbols.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds a symbol at the end.</summary>
    public void Add(int id, int length)
    {
        if (Count == _ids.Length)
        {
            Array.Resize(ref _ids, Count * 2);
            Array.Resize(ref _lengths, Count * 2);
            Array.Resize(ref _ranks, Count * 2);
            Array.Resize(ref _results, Count * 2);
        }

        (_ids[Count], _lengths[Count]) = (id, length);
        Count++;
    }

    /// <summary>Merges pairs until none is left.</summary>
    public void Merge(MergeTable merges)
    {
        if (Count <= ShortWord) MergeShort(merges);
        else MergeLong(merges);
    }

    private void MergeShort(MergeTable merges)
    {
        int count = Count;
        int[] ids = _ids, lengths = _lengths, ranks = _ranks, results = _results;
        for (int i = 0; i + 1 < count; i++) ranks[i] = merges.Find(ids[i], ids[i + 1], out results[i]);
        while (count > 1)
        {
            int best = 0;
            for (int i = 1; i + 1 < count; i++)
            {
                if (ranks[i] < ranks[best]) best = i;
            }

            if (ranks[best] == MergeTable.None) break;
            ids[best] = results[best];
            lengths[best] += lengths[best + 1];
            count--;
            int moved = count - best - 1;
            ids.AsSpan(best + 2, moved).CopyTo(ids.AsSpan(best + 1));
            lengths.AsSpan(best + 2, moved).CopyTo(lengths.AsSpan(best + 1));
            ranks.AsSpan(best + 1, moved).CopyTo(ranks.AsSpan(best));
            results.AsSpan(best + 1, moved).CopyTo(results.AsSpan(best));
            if (best + 1 < count) ranks[best] = merges.Find(ids[best], ids[best + 1], out results[best]);
            if (best > 0) ranks[best - 1] = merges.Find(ids[best - 1], ids[best], out results[best - 1]);
        }

        Count = count;
    }

    private void MergeLong(MergeTable merges)
    {
        if (_next.Length < Count) (_next, _previous) = (new int[_ids.Length], new int[_ids.Length]);
        var heap = new PriorityQueue<int, long>(Count);
        for (int i = 0; i < Count; i++)
        {
            (_next[i], _previous[i]) = (i + 1 < Count ? i + 1 : -1, i - 1);
            if (i + 1 < Count) Offer(merges, heap, i, i + 1);
        }

        while (heap.TryDequeue(out int left, out long priority))
        {
            int right = _lengths[left] < 0 ? -1 : _next[left];
            if (right < 0 || merges.Find(_ids[left], _ids[right], out int result) != (int)(priority >> 32)) continue;
            _ids[left] = result;
            _lengths[left] += _lengths[right];
            _lengths[right] = -1;
            _next[left] = _next[right];
            if (_next[left] >= 0)
            {
                _previous[_next[left]] = left;
                Offer(merges, heap, left, _next[left]);
            }

            if (_previous[left] >= 0) Offer(merges, heap, _previous[left], left);
        }

        Compact();
    }

    private void Offer(MergeTable merges, PriorityQueue<int, long> heap, int left, int right)
    {
        int rank = merges.Find(_ids[left], _ids[right], out _);
        if (rank != MergeTable.None) heap.Enqueue(left, ((long)rank << 32) | (uint)left);
    }

    private void Compact()
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (_lengths[i] < 0) continue;
            (_ids[kept], _lengths[kept]) = (_ids[i], _lengths[i]);
            kept++;
        }

        Count = kept;
    }
}
