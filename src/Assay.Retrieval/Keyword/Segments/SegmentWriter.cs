using Assay.Numerics.Memory;
using Assay.Text.Languages;

namespace Assay.Retrieval.Keyword.Segments;

/// <summary>Writes a segment front to back: documents with their chunks by id, then terms with their postings in order.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly SegmentTarget target;
    private readonly SectionWriter[] sections;
    private readonly float[] frequencies = FieldCounts.Frequencies(Bm25Options.Default);
    private readonly List<(int Title, int Headings, int Body)> lengths = [];
    private ChunkTotals totals;
    private float[]? norms;
    private double average;
    private int documents, postings, blocks, inBlock;
    private float termBound;

    /// <summary>A writer for a new segment.</summary>
    /// <param name="sizes">Bounds on what will be written.</param>
    /// <param name="path">The file to make; null for a segment in memory.</param>
    public SegmentWriter(SegmentSizes sizes, string? path = null)
    {
        const int alignment = 64;
        var offsets = new long[SegmentHeader.SectionCount];
        long end = SegmentHeader.Size;
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = end;
            end = (end + sizes.Bytes((SegmentSection)i) + alignment - 1) / alignment * alignment;
        }

        target = new SegmentTarget(end, path);
        sections = [.. offsets.Select(offset => new SectionWriter(target, offset))];
    }

    /// <summary>Begins the next document; ids ascend (ordinal).</summary>
    public void AddDocument(long key, string id, int accessClass, Language language)
    {
        this[SegmentSection.DocumentLanguages].Write((int)language);
        this[SegmentSection.DocumentKeys].Write(key);
        this[SegmentSection.DocumentAccess].Write(accessClass);
        this[SegmentSection.DocumentChunks].Write(lengths.Count);
        this[SegmentSection.DocumentIdOffsets].Write((int)(this[SegmentSection.DocumentIds].Length / sizeof(char)));
        this[SegmentSection.DocumentIds].Write(id);
        documents++;
    }

    /// <summary>Adds a chunk of the document begun last; rows ascend.</summary>
    public void AddChunk(long row, int titleLength, int headingLength, int bodyLength)
    {
        this[SegmentSection.ChunkRows].Write(row);
        this[SegmentSection.ChunkDocuments].Write(documents - 1);
        this[SegmentSection.TitleLengths].Write(titleLength);
        this[SegmentSection.HeadingLengths].Write(headingLength);
        this[SegmentSection.BodyLengths].Write(bodyLength);
        lengths.Add((titleLength, headingLength, bodyLength));
        totals += new ChunkTotals(0, 1, titleLength, headingLength, bodyLength);
    }

    /// <summary>Begins the next term; terms ascend by their bytes.</summary>
    public void BeginTerm(ReadOnlySpan<byte> term)
    {
        norms ??= Norms();
        this[SegmentSection.TermOffsets].Write((int)this[SegmentSection.TermBytes].Length);
        this[SegmentSection.TermBytes].Write(term);
        this[SegmentSection.TermPostings].Write(postings);
        this[SegmentSection.TermBlocks].Write(blocks);
        termBound = 0;
    }

    /// <summary>Adds a posting to the term begun last; chunks ascend.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="code">Its <see cref="FieldCounts"/>.</param>
    /// <param name="positions">Its positions as <see cref="Positions"/> encodes them.</param>
    public void AddPosting(int chunk, byte code, ReadOnlySpan<byte> positions)
    {
        if (inBlock == Segment.BlockSize) EndBlock();
        if (inBlock == 0) this[SegmentSection.BlockPositions].Write(this[SegmentSection.Positions].Length);
        this[SegmentSection.PostingChunks].Write(chunk);
        this[SegmentSection.PostingCodes].Write(code);
        this[SegmentSection.Positions].Write(positions);
        float frequency = frequencies[code & 15] + frequencies[FieldCounts.Levels + (code >> 4)];
        termBound = Math.Max(termBound, frequency / (frequency + norms![chunk]));
        inBlock++;
        postings++;
    }

    /// <summary>Ends the term begun last.</summary>
    public void EndTerm()
    {
        EndBlock();
        this[SegmentSection.TermBounds].Write(termBound);
    }

    /// <summary>Completes the segment.</summary>
    /// <param name="describe">Adds to the header what identifies a file; null for a segment in memory.</param>
    /// <returns>The segment, readable; a file is on the disk.</returns>
    public Segment Finish(Func<SegmentHeader, SegmentHeader>? describe = null)
    {
        norms ??= Norms();
        this[SegmentSection.TermOffsets].Write((int)this[SegmentSection.TermBytes].Length);
        this[SegmentSection.TermPostings].Write(postings);
        this[SegmentSection.TermBlocks].Write(blocks);
        this[SegmentSection.BlockPositions].Write(this[SegmentSection.Positions].Length);
        this[SegmentSection.DocumentChunks].Write(lengths.Count);
        this[SegmentSection.DocumentIdOffsets].Write((int)(this[SegmentSection.DocumentIds].Length / sizeof(char)));
        foreach (SectionWriter section in sections) section.Flush();
        SegmentHeader header = new([.. sections.Select(s => s.Offset)], [.. Enum.GetValues<SegmentSection>().Select(s => this[s].Length / ValueSize(s))], average);
        MemoryRegion region = target.Region();
        if (describe is not null)
        {
            header = describe(header);
            target.Write(0, header.ToBytes(SegmentHeader.ContentChecksum(region), target.LengthBytes));
            target.FlushToDisk();
        }

        return new Segment(region, header);
    }

    /// <inheritdoc/>
    public void Dispose() => target.Dispose();

    private SectionWriter this[SegmentSection section] => sections[(int)section];

    private static int ValueSize(SegmentSection section) => section switch
    {
        SegmentSection.TermBytes or SegmentSection.PostingCodes or SegmentSection.Positions => sizeof(byte),
        SegmentSection.DocumentIds => sizeof(char),
        SegmentSection.BlockPositions or SegmentSection.ChunkRows or SegmentSection.DocumentKeys => sizeof(long),
        _ => sizeof(int),
    };

    private void EndBlock()
    {
        if (inBlock == 0) return;
        inBlock = 0;
        blocks++;
    }

    private float[] Norms()
    {
        average = totals.AverageLength(Bm25Options.Default);
        var result = new float[lengths.Count];
        for (int i = 0; i < result.Length; i++) result[i] = Bm25.Norm(Bm25Options.Default, lengths[i].Title, lengths[i].Headings, lengths[i].Body, average);
        return result;
    }
}
