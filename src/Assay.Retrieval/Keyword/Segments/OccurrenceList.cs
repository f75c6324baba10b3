namespace Assay.Retrieval.Keyword.Segments;

/// <summary>Words of chunks in reading order: which term, at which position.</summary>
internal sealed class OccurrenceList
{
    private int[] terms = new int[256];
    private int[] positions = new int[256];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The term of each.</summary>
    public ReadOnlySpan<int> Terms => terms.AsSpan(0, Count);

    /// <summary>The position of each in its chunk.</summary>
    public ReadOnlySpan<int> Positions => positions.AsSpan(0, Count);

    public void Add(int term, int position)
    {
        if (Count == terms.Length) Grow(Count + 1);
        terms[Count] = term;
        positions[Count++] = position;
    }

    /// <summary>Adds some of the occurrences once more.</summary>
    public void Repeat(int start, int end)
    {
        Grow(Count + end - start);
        terms.AsSpan(start..end).CopyTo(terms.AsSpan(Count));
        positions.AsSpan(start..end).CopyTo(positions.AsSpan(Count));
        Count += end - start;
    }

    /// <summary>Forgets all; the memory is kept.</summary>
    public void Clear() => Count = 0;

    private void Grow(int count)
    {
        if (count <= terms.Length) return;
        int size = Math.Max(count, terms.Length * 2);
        Array.Resize(ref terms, size);
        Array.Resize(ref positions, size);
    }
}
