using System.Collections.Immutable;
using Assay.Text.Languages;

namespace Assay.Retrieval.Keyword;

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
        ByClass = Count();
        var languages = new SortedDictionary<Language, int>();
        for (int d = 0; d < segment.DocumentCount; d++)
        {
            var language = (Language)segment.DocumentLanguages[d];
            languages[language] = languages.GetValueOrDefault(language) + segment.DocumentChunks[d + 1] - segment.DocumentChunks[d];
        }

        Languages = languages.ToImmutableSortedDictionary();
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

    private ImmutableSortedDictionary<int, ChunkTotals> Count()
    {
        var totals = new SortedDictionary<int, ChunkTotals>();
        ReadOnlySpan<int> access = Segment.DocumentAccess;
        for (int d = 0; d < access.Length; d++) totals[access[d]] = totals.GetValueOrDefault(access[d]) + Totals(d);
        return totals.ToImmutableSortedDictionary();
    }

    private ChunkTotals Totals(int document)
    {
        int first = Segment.DocumentChunks[document], end = Segment.DocumentChunks[document + 1];
        long titles = 0, headings = 0, bodies = 0;
        foreach (int length in Segment.TitleLengths[first..end]) titles += length;
        foreach (int length in Segment.HeadingLengths[first..end]) headings += length;
        foreach (int length in Segment.BodyLengths[first..end]) bodies += length;
        return new ChunkTotals(1, end - first, titles, headings, bodies);
    }
}
