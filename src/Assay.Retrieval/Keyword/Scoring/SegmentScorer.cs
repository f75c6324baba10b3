using System.Buffers;
using Assay.Numerics.Ranking;
using Assay.Retrieval.Keyword.Segments;
using Assay.Retrieval.Search;

namespace Assay.Retrieval.Keyword.Scoring;

/// <summary>
/// Scores the chunks of one view for one query, a window of chunks at a time, and leaves out what cannot reach the best hits (MaxScore).
/// </summary>
/// <remarks>
/// Turtle &amp; Flood 1995: the terms are ordered by the most they can add; those whose sum stays below the score of the worst of the best hits
/// cannot bring a chunk in by themselves, so only chunks that hold one of the others are looked at, and of these only those that are near enough.
/// Sums are integers, so the result is that of scoring every chunk, to the last bit, whatever is left out and in which order terms are added.
/// </remarks>
internal readonly struct SegmentScorer
{
    /// <summary>Chunks scored together: their sums stay in the nearest cache.</summary>
    private const int Window = 8192;

    /// <summary>Sums looked through at a time, with a minimum that may have risen in between.</summary>
    private const int Part = 1024;

    /// <summary>Postings that are added in the time in which one is searched for.</summary>
    private const int DensePostings = 16;

    private readonly Segment segment;
    private readonly float[] norms;
    private readonly float[] frequencies;
    private readonly ChunkFilter? filter;

    // By ascending bound; the sums of the bounds of the first i terms.
    private readonly TermPostings[] terms;
    private readonly float[] weights;
    private readonly int[] boundSums;

    public SegmentScorer(SegmentView view, int index, QueryPlan plan, ScoringScope scope, ChunkFilter? filter)
    {
        segment = view.Segment;
        norms = scope.Norms(index);
        frequencies = scope.Frequencies;
        this.filter = filter?.Documents is null ? null : filter;
        float factor = scope.BoundFactors[index];
        (TermPostings Postings, float Weight, int Bound)[] found = [.. plan.Terms.Where(t => t.Postings[index] is not null)
            .Select(t => (Postings: t.Postings[index]!, Weight: t.Scaled, Bound: (int)(t.Scaled * Math.Min(1, t.Postings[index]!.Bound * factor))))
            .OrderBy(t => t.Bound)];
        terms = [.. found.Select(t => t.Postings)];
        weights = [.. found.Select(t => t.Weight)];
        boundSums = new int[found.Length + 1];
        for (int i = 0; i < found.Length; i++) boundSums[i + 1] = boundSums[i] + found[i].Bound;
    }

    /// <summary>Offers every chunk that can be among the best.</summary>
    public void Run(BestHits best)
    {
        int[] sums = ArrayPool<int>.Shared.Rent(Window), found = ArrayPool<int>.Shared.Rent(Part);
        Array.Clear(sums, 0, Window);
        Span<int> at = stackalloc int[terms.Length];
        at.Clear();
        int essential = 0, window = Part;
        while (true)
        {
            while (essential < terms.Length && boundSums[essential + 1] < best.Minimum) essential++;
            int first = Next(at, essential);
            if (first == int.MaxValue) break;
            int end = (int)Math.Min((long)first + window, norms.Length);
            for (int t = essential; t < terms.Length; t++) at[t] = Accumulate(t, at[t], first, end, sums);
            Take(sums.AsSpan(0, end - first), found, first, essential, at, best);
            Array.Clear(sums, 0, end - first);

            // The first windows are small: they find what the next ones can leave out.
            window = Math.Min(Window, window * 2);
        }

        ArrayPool<int>.Shared.Return(sums);
        ArrayPool<int>.Shared.Return(found);
    }

    /// <summary>The next chunk with an essential term.</summary>
    private int Next(ReadOnlySpan<int> at, int essential)
    {
        int next = int.MaxValue;
        for (int t = essential; t < terms.Length; t++)
        {
            ReadOnlySpan<int> chunks = terms[t].Chunks;
            if (at[t] < chunks.Length) next = Math.Min(next, chunks[at[t]]);
        }

        return next;
    }

    private int Accumulate(int term, int from, int first, int end, Span<int> sums)
    {
        ReadOnlySpan<int> chunks = terms[term].Chunks;
        int to = ImpactScoring.LowerBound(chunks, from, end);
        if (to > from) ImpactScoring.Accumulate(chunks[from..to], terms[term].Codes[from..to], new ImpactScale(frequencies, norms, weights[term]), first, sums);
        return to;
    }

    private void Take(Span<int> sums, Span<int> found, int first, int essential, Span<int> at, BestHits best)
    {
        for (int start = 0; start < sums.Length; start += Part)
        {
            Span<int> part = sums.Slice(start, Math.Min(Part, sums.Length - start));
            int count = ImpactScoring.Collect(part, Math.Max(1, best.Minimum - boundSums[essential]), found);
            for (int t = essential - 1; t >= 0 && count > 0; t--) count = Complete(t, part, found[..count], first + start, ref at[t], best.Minimum);
            foreach (int i in found[..count])
            {
                int score = part[i], chunk = first + start + i;
                if (score >= best.Minimum && (filter is null || filter.AllowsDocument(segment.ChunkRows[chunk] >> Storage.StoreSchema.OrdinalBits))) best.Offer(score, chunk);
            }
        }
    }

    /// <summary>Adds a term that is not essential to the chunks found so far, and keeps those that can still reach the minimum.</summary>
    private int Complete(int term, Span<int> sums, Span<int> found, int first, ref int at, int minimum)
    {
        ReadOnlySpan<int> chunks = terms[term].Chunks;
        int position = ImpactScoring.LowerBound(chunks, at, first), end = ImpactScoring.LowerBound(chunks, position, first + sums.Length), kept = 0;
        if (end - position <= found.Length * DensePostings)
        {
            // The sums of chunks that were not found are not looked at any more.
            at = Accumulate(term, position, first, first + sums.Length, sums);
            foreach (int i in found)
            {
                if (sums[i] + boundSums[term] >= minimum) found[kept++] = i;
            }

            return kept;
        }

        ReadOnlySpan<byte> codes = terms[term].Codes;
        chunks = chunks[..end];
        foreach (int i in found)
        {
            int chunk = first + i;
            position = ImpactScoring.LowerBound(chunks, position, chunk);
            if (position < chunks.Length && chunks[position] == chunk) sums[i] += ImpactScoring.Impact(codes[position], frequencies, norms[chunk], weights[term]);
            if (sums[i] + boundSums[term] >= minimum) found[kept++] = i;
        }

        at = end;
        return kept;
    }
}
