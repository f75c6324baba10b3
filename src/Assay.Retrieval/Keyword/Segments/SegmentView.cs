using System.Collections.Immutable;
using Assay.Text.Languages;

namespace Assay.Retrieval.Keyword.Segments;

/// <summary>A segment with the documents that were removed from it since it was made.</summary>
internal sealed class SegmentView
{
    private readonly bool[]? removed;
    private readonly Lazy<Dictionary<long, int>> documentOfKey;

    /// <summary>A segment with all its documents.</summary>
    public SegmentView(Segment segment)
    {
        Segment = segment;
        documentOfKey = new Lazy<Dictionary<long, int>>(Keys);
        (ByClass, Languages) = Count(segment);
    }

    private SegmentView(SegmentView before, bool[] removed, int removedCount, ImmutableSortedDictionary<int, ChunkTotals> byClass)
    {
        Segment = before.Segment;
        documentOfKey = before.documentOfKey;
        this.removed = removed;
        RemovedCount = removedCount;
        ByClass = byClass;
        Languages = before.Languages;
    }

    /// <summary>The segment.</summary>
    public Segment Segment { get; }

    /// <summary>Number of documents removed.</summary>
    public int RemovedCount { get; }

    /// <summary>What is left, by access class.</summary>
    public ImmutableSortedDictionary<int, ChunkTotals> ByClass { get; }

    /// <summary>Chunks by language, those that were removed included.</summary>
    public ImmutableSortedDictionary<Language, int> Languages { get; }

    /// <summary>Whether a document was removed.</summary>
    public bool IsRemoved(int document) => removed is not null && removed[document];

    /// <summary>The index of a document that is here and was not removed; -1 when there is none.</summary>
    public int Find(long key) => documentOfKey.Value.TryGetValue(key, out int document) && !IsRemoved(document) ? document : -1;

    /// <summary>This segment without some more documents; itself when none of them is here.</summary>
    public SegmentView Without(IReadOnlyCollection<long> keys)
    {
        bool[]? after = null;
        int count = RemovedCount;
        ImmutableSortedDictionary<int, ChunkTotals> byClass = ByClass;
        foreach (long key in keys)
        {
            int document = Find(key);
            if (document < 0 || (after is not null && after[document])) continue;
            after ??= removed is null ? new bool[Segment.DocumentCount] : (bool[])removed.Clone();
            after[document] = true;
            count++;
            int access = Segment.DocumentAccess[document];
            ChunkTotals left = byClass[access] - Totals(document);
            byClass = left.Documents == 0 ? byClass.Remove(access) : byClass.SetItem(access, left);
        }

        return after is null ? this : new SegmentView(this, after, count, byClass);
    }

    private Dictionary<long, int> Keys()
    {
        ReadOnlySpan<long> keys = Segment.DocumentKeys;
        var result = new Dictionary<long, int>(keys.Length);
        for (int i = 0; i < keys.Length; i++) result[keys[i]] = i;
        return result;
    }

    // Neighbours mostly have the same class and language, so that a dictionary is asked only where one changes.
    private static (ImmutableSortedDictionary<int, ChunkTotals> ByClass, ImmutableSortedDictionary<Language, int> Languages) Count(Segment segment)
    {
        var byClass = new SortedDictionary<int, ChunkTotals>();
        var languages = new SortedDictionary<Language, int>();
        ReadOnlySpan<int> access = segment.DocumentAccess, ofLanguage = segment.DocumentLanguages, chunks = segment.DocumentChunks;
        ReadOnlySpan<int> titles = segment.TitleLengths, headings = segment.HeadingLengths, bodies = segment.BodyLengths;
        for (int start = 0, end; start < access.Length; start = end)
        {
            for (end = start + 1; end < access.Length && access[end] == access[start] && ofLanguage[end] == ofLanguage[start];) end++;
            int first = chunks[start], last = chunks[end];
            ChunkTotals totals = new(end - start, last - first, Sum(titles[first..last]), Sum(headings[first..last]), Sum(bodies[first..last]));
            byClass[access[start]] = byClass.GetValueOrDefault(access[start]) + totals;
            var language = (Language)ofLanguage[start];
            languages[language] = languages.GetValueOrDefault(language) + last - first;
        }

        return (byClass.ToImmutableSortedDictionary(), languages.ToImmutableSortedDictionary());
    }

    private static long Sum(ReadOnlySpan<int> lengths)
    {
        long sum = 0;
        foreach (int length in lengths) sum += length;
        return sum;
    }

    private ChunkTotals Totals(int document)
    {
        int first = Segment.DocumentChunks[document], end = Segment.DocumentChunks[document + 1];
        return new ChunkTotals(1, end - first, Sum(Segment.TitleLengths[first..end]), Sum(Segment.HeadingLengths[first..end]), Sum(Segment.BodyLengths[first..end]));
    }
}
