using System.Collections.Concurrent;
using System.Collections.Immutable;
using Assay.Numerics.Ranking;
using Assay.Retrieval.Keyword.Segments;
using Assay.Retrieval.Search;

namespace Assay.Retrieval.Keyword.Scoring;

/// <summary>
/// What scores depend on besides the query: the statistics of the chunks that may be read, and a norm for every chunk, +∞ for one that was
/// removed or may not be read.
/// </summary>
/// <remarks>Statistics count readable chunks only: otherwise scores would tell whether a word stands in a document that the reader may not see.</remarks>
internal sealed class ScoringScope
{
    private const int MostTerms = 1 << 16;

    private readonly ImmutableArray<SegmentView> views;
    private readonly float[][] norms;
    private readonly bool[] isWhole;
    private readonly ConcurrentDictionary<string, int> counted = new(StringComparer.Ordinal);

    /// <summary>Computes the statistics and norms.</summary>
    public ScoringScope(ImmutableArray<SegmentView> views, Bm25Options options, ChunkFilter? filter)
    {
        this.views = views;
        Options = options;
        Frequencies = FieldCounts.Frequencies(options);
        Totals = views.SelectMany(v => v.ByClass).Where(c => filter?.AllowsClass(c.Key) ?? true).Aggregate(default(ChunkTotals), (sum, c) => sum + c.Value);
        Average = Totals.AverageLength(options);
        isWhole = [.. views.Select(v => v.RemovedCount == 0 && v.ByClass.Keys.All(c => filter?.AllowsClass(c) ?? true))];
        norms = [.. views.Select(v => Norms(v, filter))];
        BoundFactors = [.. views.Select(v => Bm25.BoundFactor(options, Average, v.Segment.BoundAverage))];
    }

    /// <summary>The options of the scores.</summary>
    public Bm25Options Options { get; }

    /// <summary>Frequencies by code half, see <see cref="FieldCounts.Frequencies"/>.</summary>
    public float[] Frequencies { get; }

    /// <summary>Sums over the chunks that count.</summary>
    public ChunkTotals Totals { get; }

    /// <summary>Average weighted length.</summary>
    public double Average { get; }

    /// <summary>By view: what the segment's bounds are multiplied by to hold here.</summary>
    public ImmutableArray<float> BoundFactors { get; }

    /// <summary>The norms of the chunks of a view.</summary>
    public float[] Norms(int view) => norms[view];

    /// <summary>Number of chunks that count and hold a word.</summary>
    /// <param name="word">The word.</param>
    /// <param name="terms">Its index in each view, negative where it does not occur.</param>
    public int DocumentFrequency(string word, ReadOnlySpan<int> terms)
    {
        int known = 0;
        bool all = true;
        for (int v = 0; v < terms.Length; v++)
        {
            if (terms[v] < 0) continue;
            (int start, int end) = views[v].Segment.Postings(terms[v]);
            if (isWhole[v]) known += end - start;
            else all = false;
        }

        if (all) return known;
        if (counted.TryGetValue(word, out int count)) return known + count;
        for (int v = 0; v < terms.Length; v++)
        {
            if (terms[v] < 0 || isWhole[v]) continue;
            (int start, int end) = views[v].Segment.Postings(terms[v]);
            count += ImpactScoring.CountFinite(views[v].Segment.PostingChunks[start..end], norms[v]);
        }

        if (counted.Count < MostTerms) counted[word] = count;
        return known + count;
    }

    private float[] Norms(SegmentView view, ChunkFilter? filter)
    {
        Segment segment = view.Segment;
        var result = new float[segment.ChunkCount];
        ReadOnlySpan<int> access = segment.DocumentAccess, first = segment.DocumentChunks;
        ReadOnlySpan<int> titles = segment.TitleLengths, headings = segment.HeadingLengths, bodies = segment.BodyLengths;
        for (int d = 0; d < access.Length; d++)
        {
            bool counts = !view.IsRemoved(d) && (filter?.AllowsClass(access[d]) ?? true);
            for (int c = first[d]; c < first[d + 1]; c++) result[c] = counts ? Bm25.Norm(Options, titles[c], headings[c], bodies[c], Average) : float.PositiveInfinity;
        }

        return result;
    }
}
