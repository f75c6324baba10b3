using System.Collections.Immutable;
using Assay.Retrieval.Keyword.Segments;

namespace Assay.Retrieval.Keyword.Scoring;

/// <summary>
/// The best hits of a search: larger scores first, equal ones by document id, then by position. Chunks of a view are offered in ascending order.
/// </summary>
/// <param name="views">The views searched.</param>
/// <param name="most">How many to keep; 1 or more.</param>
/// <param name="byDocument">Whether a document counts once, by its best chunk.</param>
internal sealed class BestHits(ImmutableArray<SegmentView> views, int most, bool byDocument)
{
    private readonly List<Hit> heap = new(Math.Min(most, 1024));
    private int currentView;
    private Hit pending;
    private int pendingDocument = -1;

    /// <summary>The least score that can still enter; 1 or more.</summary>
    public int Minimum { get; private set; } = 1;

    /// <summary>Goes on to another view.</summary>
    public void Enter(int view)
    {
        Flush();
        currentView = view;
        UpdateMinimum();
    }

    /// <summary>Offers a chunk of the current view whose score is at least <see cref="Minimum"/>.</summary>
    public void Offer(int score, int chunk)
    {
        if (!byDocument)
        {
            Add(new Hit(score, currentView, chunk));
            return;
        }

        int document = views[currentView].Segment.ChunkDocuments[chunk];
        if (document == pendingDocument)
        {
            if (score > pending.Score) pending = new Hit(score, currentView, chunk);
            return;
        }

        Flush();
        pending = new Hit(score, currentView, chunk);
        pendingDocument = document;
    }

    /// <summary>The best hits, best first.</summary>
    public ImmutableArray<Hit> Take()
    {
        Flush();
        heap.Sort((x, y) => IsBetter(x, y) ? -1 : IsBetter(y, x) ? 1 : 0);
        return [.. heap];
    }

    private void Flush()
    {
        if (pendingDocument < 0) return;
        pendingDocument = -1;
        Add(pending);
    }

    private void Add(Hit hit)
    {
        if (heap.Count < most)
        {
            heap.Add(hit);
            Rise(heap.Count - 1);
            if (heap.Count == most) UpdateMinimum();
            return;
        }

        if (!IsBetter(hit, heap[0])) return;
        heap[0] = hit;
        Sink();
        UpdateMinimum();
    }

    private void UpdateMinimum()
    {
        // What comes later in the view that the worst hit is of loses against it when scores are equal.
        if (heap.Count == most) Minimum = heap[0].Score + (heap[0].View == currentView ? 1 : 0);
    }

    private void Rise(int at)
    {
        for (int parent; at > 0 && IsBetter(heap[parent = (at - 1) / 2], heap[at]); at = parent) (heap[at], heap[parent]) = (heap[parent], heap[at]);
    }

    private void Sink()
    {
        for (int at = 0, child; (child = (2 * at) + 1) < heap.Count; at = child)
        {
            if (child + 1 < heap.Count && IsBetter(heap[child], heap[child + 1])) child++;
            if (!IsBetter(heap[at], heap[child])) return;
            (heap[at], heap[child]) = (heap[child], heap[at]);
        }
    }

    private bool IsBetter(Hit x, Hit y)
    {
        if (x.Score != y.Score) return x.Score > y.Score;
        if (x.View == y.View) return x.Chunk < y.Chunk;
        Segment first = views[x.View].Segment, second = views[y.View].Segment;
        return string.CompareOrdinal(first.DocumentId(first.ChunkDocuments[x.Chunk]), second.DocumentId(second.ChunkDocuments[y.Chunk])) < 0;
    }

    /// <summary>A hit: its score in fixed point, and where its chunk is.</summary>
    internal readonly record struct Hit(int Score, int View, int Chunk);
}
