using Assay.Numerics.Memory;

namespace Assay.Retrieval.Keyword.Segments;

/// <summary>
/// An inverted index over some documents that never changes: terms, postings with field counts and positions, chunks and documents, as flat
/// arrays that are read where they lie, in memory or in a mapped file.
/// </summary>
/// <remarks>
/// Chunks are numbered by document id, then ordinal, so the number of a chunk is also its rank among equal scores. Safe to read from several
/// threads; whoever holds a span keeps the segment alive.
/// </remarks>
internal sealed class Segment
{
    /// <summary>Most postings in a block.</summary>
    public const int BlockSize = 128;

    private readonly MemoryRegion region;
    private readonly SegmentHeader header;
    private readonly Lazy<ulong[]> termLetters;

    /// <summary>A segment over bytes that <see cref="SegmentWriter"/> wrote.</summary>
    /// <param name="region">The bytes.</param>
    /// <param name="header">Where the sections stand in them.</param>
    public Segment(MemoryRegion region, SegmentHeader header)
    {
        this.region = region;
        this.header = header;
        termLetters = new Lazy<ulong[]>(Letters);
        TermCount = (int)header.Count(SegmentSection.TermBounds);
        ChunkCount = (int)header.Count(SegmentSection.ChunkRows);
        DocumentCount = (int)header.Count(SegmentSection.DocumentKeys);
    }

    /// <summary>Number of different terms.</summary>
    public int TermCount { get; }

    /// <summary>Number of chunks, those that were removed since included.</summary>
    public int ChunkCount { get; }

    /// <summary>Number of documents, those that were removed since included.</summary>
    public int DocumentCount { get; }

    /// <summary>The average length that the bounds were computed with.</summary>
    public double BoundAverage => header.BoundAverage;

    /// <summary>What the file says it is.</summary>
    public SegmentHeader Header => header;

    public ReadOnlySpan<int> TermOffsets => Section<int>(SegmentSection.TermOffsets);

    public ReadOnlySpan<byte> TermBytes => Section<byte>(SegmentSection.TermBytes);

    /// <summary>The <see cref="LetterCounts"/> of the terms; computed when they are first asked for.</summary>
    public ReadOnlySpan<ulong> TermLetters => termLetters.Value;

    public ReadOnlySpan<int> PostingChunks => Section<int>(SegmentSection.PostingChunks);

    public ReadOnlySpan<byte> PostingCodes => Section<byte>(SegmentSection.PostingCodes);

    public ReadOnlySpan<float> TermBounds => Section<float>(SegmentSection.TermBounds);

    public ReadOnlySpan<long> ChunkRows => Section<long>(SegmentSection.ChunkRows);

    public ReadOnlySpan<int> ChunkDocuments => Section<int>(SegmentSection.ChunkDocuments);

    public ReadOnlySpan<int> TitleLengths => Section<int>(SegmentSection.TitleLengths);

    public ReadOnlySpan<int> HeadingLengths => Section<int>(SegmentSection.HeadingLengths);

    public ReadOnlySpan<int> BodyLengths => Section<int>(SegmentSection.BodyLengths);

    public ReadOnlySpan<long> DocumentKeys => Section<long>(SegmentSection.DocumentKeys);

    public ReadOnlySpan<int> DocumentAccess => Section<int>(SegmentSection.DocumentAccess);

    public ReadOnlySpan<int> DocumentLanguages => Section<int>(SegmentSection.DocumentLanguages);

    public ReadOnlySpan<int> DocumentChunks => Section<int>(SegmentSection.DocumentChunks);

    public ReadOnlySpan<byte> PositionBytes(long start, long end) => region.Slice<byte>(header.Offset(SegmentSection.Positions) + start, checked((int)(end - start)));

    /// <summary>Size of one section in values.</summary>
    public long Count(SegmentSection section) => header.Count(section);

    /// <summary>The UTF-8 bytes of a term.</summary>
    public ReadOnlySpan<byte> Term(int term)
    {
        ReadOnlySpan<int> offsets = Section<int>(SegmentSection.TermOffsets);
        return Section<byte>(SegmentSection.TermBytes)[offsets[term]..offsets[term + 1]];
    }

    /// <summary>The postings of a term: first, and one after the last.</summary>
    public (int Start, int End) Postings(int term)
    {
        ReadOnlySpan<int> starts = Section<int>(SegmentSection.TermPostings);
        return (starts[term], starts[term + 1]);
    }

    /// <summary>The first block of a term.</summary>
    public int FirstBlock(int term) => Section<int>(SegmentSection.TermBlocks)[term];

    /// <summary>Where the positions of a block start and end.</summary>
    public (long Start, long End) BlockPositions(int block)
    {
        ReadOnlySpan<long> starts = Section<long>(SegmentSection.BlockPositions);
        return (starts[block], starts[block + 1]);
    }

    /// <summary>Index of a term; the complement of where it would stand when it does not occur.</summary>
    public int Find(ReadOnlySpan<byte> term)
    {
        ReadOnlySpan<int> offsets = Section<int>(SegmentSection.TermOffsets);
        ReadOnlySpan<byte> bytes = Section<byte>(SegmentSection.TermBytes);
        int low = 0, high = TermCount - 1;
        while (low <= high)
        {
            int middle = (int)(((uint)low + (uint)high) >> 1);
            int order = bytes[offsets[middle]..offsets[middle + 1]].SequenceCompareTo(term);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    /// <summary>The id of a document.</summary>
    public string DocumentId(int document)
    {
        ReadOnlySpan<int> offsets = Section<int>(SegmentSection.DocumentIdOffsets);
        return new string(Section<char>(SegmentSection.DocumentIds)[offsets[document]..offsets[document + 1]]);
    }

    /// <summary>The chunk of a row, or -1 when it is not here.</summary>
    /// <param name="row">Document key and ordinal.</param>
    /// <param name="document">Index of its document, see <see cref="SegmentView"/>.</param>
    public int Chunk(long row, int document)
    {
        ReadOnlySpan<int> chunks = DocumentChunks;
        int at = ChunkRows[chunks[document]..chunks[document + 1]].BinarySearch(row);
        return at < 0 ? -1 : chunks[document] + at;
    }

    private ulong[] Letters()
    {
        var letters = new ulong[TermCount];
        ReadOnlySpan<int> offsets = TermOffsets;
        ReadOnlySpan<byte> bytes = TermBytes;
        for (int i = 0; i < letters.Length; i++) letters[i] = LetterCounts.Of(bytes[offsets[i]..offsets[i + 1]]);
        return letters;
    }

    private ReadOnlySpan<T> Section<T>(SegmentSection section)
        where T : unmanaged => region.Slice<T>(header.Offset(section), (int)header.Count(section));
}
