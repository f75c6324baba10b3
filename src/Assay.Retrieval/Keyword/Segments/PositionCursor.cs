namespace Assay.Retrieval.Keyword.Segments;

/// <summary>Reads the positions of a word in one chunk after the other, ascending.</summary>
internal ref struct PositionCursor
{
    private readonly Segment segment;
    private readonly ReadOnlySpan<int> chunks;
    private readonly ReadOnlySpan<byte> codes;
    private readonly int firstBlock;
    private ReadOnlySpan<byte> bytes;
    private int at, bytesAt, block = -1;

    /// <summary>A cursor before the first posting of a word.</summary>
    public PositionCursor(Segment segment, int term)
    {
        this.segment = segment;
        (int start, int end) = segment.Postings(term);
        chunks = segment.PostingChunks[start..end];
        codes = segment.PostingCodes[start..end];
        firstBlock = segment.FirstBlock(term);
    }

    /// <summary>Goes to a chunk that is not before the one gone to last.</summary>
    /// <returns>Whether the word is in it.</returns>
    public bool MoveTo(int chunk)
    {
        at = Numerics.Ranking.ImpactScoring.LowerBound(chunks, at, chunk);
        return at < chunks.Length && chunks[at] == chunk;
    }

    /// <summary>The field counts of the posting gone to.</summary>
    public readonly byte Code => codes[at];

    /// <summary>Adds the positions of the posting gone to.</summary>
    public void Read(List<int> positions)
    {
        if (block != at / Segment.BlockSize)
        {
            block = at / Segment.BlockSize;
            (long first, long last) = segment.BlockPositions(firstBlock + block);
            bytes = segment.PositionBytes(first, last);
            bytesAt = block * Segment.BlockSize;
        }

        Positions.Skip(ref bytes, at - bytesAt);
        bytesAt = at + 1;
        int position = -1;
        bool more;
        do
        {
            more = Positions.Read(ref bytes, ref position);
            positions.Add(position);
        }
        while (more);
    }
}
