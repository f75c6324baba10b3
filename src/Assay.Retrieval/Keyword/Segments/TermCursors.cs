namespace Assay.Retrieval.Keyword.Segments;

/// <summary>Walks through the terms of several segments in the order of their bytes; equal terms come in the order of the segments.</summary>
internal sealed class TermCursors
{
    private readonly IReadOnlyList<SegmentView> views;
    private readonly int[] terms;

    // A binary heap of the segments that have terms left, the one with the smallest term on top.
    private readonly int[] heap;
    private int count;

    public TermCursors(IReadOnlyList<SegmentView> views)
    {
        this.views = views;
        terms = new int[views.Count];
        heap = [.. Enumerable.Range(0, views.Count).Where(v => views[v].Segment.TermCount > 0)];
        count = heap.Length;
        for (int i = (count / 2) - 1; i >= 0; i--) Sink(i);
    }

    /// <summary>Whether all terms have been passed.</summary>
    public bool AtEnd => count == 0;

    /// <summary>The segment that the current term is in.</summary>
    public int View => heap[0];

    /// <summary>The index of the current term in its segment.</summary>
    public int TermIndex => terms[heap[0]];

    /// <summary>The bytes of the current term.</summary>
    public ReadOnlySpan<byte> Term => TermOf(heap[0]);

    /// <summary>Goes to the next term.</summary>
    /// <param name="before">A term.</param>
    /// <returns>Whether the next term is <paramref name="before"/>.</returns>
    public bool MoveNext(ReadOnlySpan<byte> before)
    {
        if (++terms[heap[0]] == views[heap[0]].Segment.TermCount) heap[0] = heap[--count];
        if (count == 0) return false;
        Sink(0);
        return Term.SequenceEqual(before);
    }

    private ReadOnlySpan<byte> TermOf(int view) => views[view].Segment.Term(terms[view]);

    private void Sink(int at)
    {
        for (int child; (child = (2 * at) + 1) < count; at = child)
        {
            if (child + 1 < count && IsBefore(heap[child + 1], heap[child])) child++;
            if (!IsBefore(heap[child], heap[at])) return;
            (heap[at], heap[child]) = (heap[child], heap[at]);
        }
    }

    private bool IsBefore(int x, int y)
    {
        int order = TermOf(x).SequenceCompareTo(TermOf(y));
        return order < 0 || (order == 0 && x < y);
    }
}
