using System.Collections.Immutable;
using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Chunking;

/// <summary>The places of a document laid flat, so that each chunk gets its own: every character belongs to the smallest place that holds it.</summary>
internal sealed class ChunkPlaces
{
    private readonly List<Place> flat = [];

    /// <summary>Lays the places of a document flat, in time linear in their number.</summary>
    /// <param name="document">Its places are ordered by their start and nest.</param>
    public ChunkPlaces(Document document)
    {
        var open = new Stack<Place>();
        int at = 0;
        foreach (Place place in document.Places)
        {
            while (open.TryPeek(out Place outer) && outer.Span.End <= place.Span.Start) Close();
            if (open.TryPeek(out Place holder)) Add(document.Source, holder.Name, at, place.Span.Start);
            at = Math.Max(at, place.Span.Start);
            open.Push(place);
        }

        while (open.Count > 0) Close();

        void Close()
        {
            Place done = open.Pop();
            Add(document.Source, done.Name, at, done.Span.End);
            at = Math.Max(at, done.Span.End);
        }
    }

    /// <summary>The places that a span of the document touches, in order.</summary>
    public ImmutableArray<Place> Within(TextSpan span)
    {
        int low = 0, high = flat.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (flat[middle].Span.End <= span.Start) low = middle + 1;
            else high = middle;
        }

        int end = low;
        while (end < flat.Count && flat[end].Span.Start < span.End) end++;
        return end == low ? [] : [.. flat[low..end]];
    }

    private void Add(string source, string name, int start, int end)
    {
        if (end > start && !source.AsSpan(start, end - start).IsWhiteSpace()) flat.Add(new Place(name, new TextSpan(start, end)));
    }
}
