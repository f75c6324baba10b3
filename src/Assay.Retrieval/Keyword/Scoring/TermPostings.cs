using Assay.Retrieval.Keyword.Segments;

namespace Assay.Retrieval.Keyword.Scoring;

/// <summary>The postings of one query term in one view: a slice of the segment's, or those of a phrase, found for this query.</summary>
internal sealed class TermPostings
{
    private readonly Segment segment;
    private readonly int start, end;
    private readonly int[]? chunks;
    private readonly byte[]? codes;

    /// <summary>The postings of a word.</summary>
    public TermPostings(Segment segment, int term)
    {
        this.segment = segment;
        (start, end) = segment.Postings(term);
        Bound = segment.TermBounds[term];
    }

    /// <summary>The postings of a phrase.</summary>
    public TermPostings(Segment segment, int[] chunks, byte[] codes)
    {
        this.segment = segment;
        this.chunks = chunks;
        this.codes = codes;
        end = chunks.Length;
        Bound = 1;
    }

    /// <summary>How many there are.</summary>
    public int Count => end - start;

    /// <summary>At least the saturated frequency of every posting, at the segment's average length and default options.</summary>
    public float Bound { get; }

    /// <summary>The chunks, ascending.</summary>
    public ReadOnlySpan<int> Chunks => chunks ?? segment.PostingChunks[start..end];

    /// <summary>Their field counts.</summary>
    public ReadOnlySpan<byte> Codes => codes ?? segment.PostingCodes[start..end];
}
