namespace Assay.Retrieval.Chunking;

/// <summary>Where a document is cut.</summary>
public enum ChunkingStrategy
{
    /// <summary>Along its structure: sections, then blocks, then sentences. Table rows, list items and code that fit stay whole, headings stay with their text, a table cut in two repeats its header.</summary>
    Structure,

    /// <summary>After a fixed number of tokens, at the next word, whatever stands there.</summary>
    Fixed,

    /// <summary>At ends of sentences, across headings.</summary>
    Sentences,

    /// <summary>At the largest seam that makes the pieces fit: sections, then blocks, then sentences, then words; small neighbours are put together.</summary>
    Recursive,
}
