namespace Assay.Retrieval.Keyword.Segments;

/// <summary>How much a segment can hold: sizes that what is written stays within, so that every section has its place before the first is written.</summary>
internal readonly record struct SegmentSizes
{
    /// <summary>Different terms.</summary>
    public required long Terms { get; init; }

    /// <summary>UTF-8 bytes of all terms.</summary>
    public required long TermBytes { get; init; }

    /// <summary>Pairs of term and chunk.</summary>
    public required long Postings { get; init; }

    /// <summary>Bytes of all positions.</summary>
    public required long PositionBytes { get; init; }

    /// <summary>Chunks.</summary>
    public required long Chunks { get; init; }

    /// <summary>Documents.</summary>
    public required long Documents { get; init; }

    /// <summary>Characters of all document ids.</summary>
    public required long IdCharacters { get; init; }

    /// <summary>Most bytes of a section.</summary>
    public long Bytes(SegmentSection section)
    {
        // Every term starts a block of its own.
        long blocks = Terms + (Postings / Segment.BlockSize);
        return section switch
        {
            SegmentSection.TermOffsets or SegmentSection.TermPostings or SegmentSection.TermBlocks => sizeof(int) * (Terms + 1),
            SegmentSection.TermBytes => TermBytes,
            SegmentSection.TermBounds => sizeof(float) * Terms,
            SegmentSection.PostingChunks => sizeof(int) * Postings,
            SegmentSection.PostingCodes => Postings,
            SegmentSection.BlockPositions => sizeof(long) * (blocks + 1),
            SegmentSection.Positions => PositionBytes,
            SegmentSection.ChunkRows => sizeof(long) * Chunks,
            SegmentSection.ChunkDocuments or SegmentSection.TitleLengths or SegmentSection.HeadingLengths or SegmentSection.BodyLengths => sizeof(int) * Chunks,
            SegmentSection.DocumentKeys => sizeof(long) * Documents,
            SegmentSection.DocumentAccess or SegmentSection.DocumentLanguages => sizeof(int) * Documents,
            SegmentSection.DocumentChunks or SegmentSection.DocumentIdOffsets => sizeof(int) * (Documents + 1),
            SegmentSection.DocumentIds => sizeof(char) * IdCharacters,
            _ => throw new ArgumentOutOfRangeException(nameof(section), section, "Unknown section."),
        };
    }
}
