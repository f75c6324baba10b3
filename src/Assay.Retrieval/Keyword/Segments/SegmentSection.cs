
namespace Assay.Retrieval.Keyword.Segments;

/// <summary>The parts of a segment, in the order in which they stand in it.</summary>
internal enum SegmentSection
{
    /// <summary><c>int[terms + 1]</c>: where each term's UTF-8 bytes start in <see cref="TermBytes"/>; terms are in the order of their bytes.</summary>
    TermOffsets,

    /// <summary>The bytes of all terms.</summary>
    TermBytes,

    /// <summary><c>int[terms + 1]</c>: the first posting of each term.</summary>
    TermPostings,

    /// <summary><c>int[terms + 1]</c>: the first block of each term; a block is up to 128 postings of one term.</summary>
    TermBlocks,

    /// <summary><c>float[terms]</c>: at least the saturated frequency of every posting of a term, at the segment's own average length and default options.</summary>
    TermBounds,

    /// <summary><c>int[postings]</c>: chunk numbers, ascending within a term.</summary>
    PostingChunks,

    /// <summary><c>byte[postings]</c>: field counts.</summary>
    PostingCodes,

    /// <summary><c>long[blocks + 1]</c>: where the positions of each block start in <see cref="Positions"/>.</summary>
    BlockPositions,

    /// <summary>Positions of all postings: gaps as variable-length numbers whose lowest bit marks the last of a posting.</summary>
    Positions,

    /// <summary><c>long[chunks]</c>: rows. Chunks are ordered by document id, then ordinal.</summary>
    ChunkRows,

    /// <summary><c>int[chunks]</c>: index of each chunk's document.</summary>
    ChunkDocuments,

    /// <summary><c>int[chunks]</c>: words in the title.</summary>
    TitleLengths,

    /// <summary><c>int[chunks]</c>: words in the headings.</summary>
    HeadingLengths,

    /// <summary><c>int[chunks]</c>: words in the body.</summary>
    BodyLengths,

    /// <summary><c>long[documents]</c>: keys, by ascending id.</summary>
    DocumentKeys,

    /// <summary><c>int[documents]</c>: access classes.</summary>
    DocumentAccess,

    /// <summary><c>int[documents]</c>: languages, as <see cref="Text.Languages.Language"/> numbers them.</summary>
    DocumentLanguages,

    /// <summary><c>int[documents + 1]</c>: the first chunk of each document.</summary>
    DocumentChunks,

    /// <summary><c>int[documents + 1]</c>: where each document's id starts in <see cref="DocumentIds"/>.</summary>
    DocumentIdOffsets,

    /// <summary>The UTF-16 characters of all ids.</summary>
    DocumentIds,
}
