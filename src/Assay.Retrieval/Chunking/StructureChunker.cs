using System.Collections.Immutable;
using Assay.Retrieval.Documents;

namespace Assay.Retrieval.Chunking;

/// <summary>Cuts a document into chunks along its structure: sections first, then blocks, then sentences, words and characters.</summary>
/// <remarks>Deterministic and without state: the same document, options and counter give the same chunks.</remarks>
public static class StructureChunker
{
    /// <summary>Raised whenever chunks come out differently, so that knowledge bases cut everything again.</summary>
    public const int Version = 1;

    /// <summary>The chunks of <paramref name="document"/>, in its order.</summary>
    /// <param name="document">May be empty.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="countTokens">Tokens of a text; must give the same number for the same text and 1 or more for visible text.</param>
    /// <returns>None when the document has neither text nor headings. Every visible character of every block is in exactly one chunk, apart from overlap.</returns>
    /// <exception cref="ArgumentException"><paramref name="options"/> are out of range; the message lists every problem.</exception>
    public static ImmutableArray<Chunk> Chunk(Document document, ChunkingOptions options, Func<string, int> countTokens)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(countTokens);
        if (options.Validate() is { Count: > 0 } problems) throw new ArgumentException(string.Join(' ', problems), nameof(options));
        var sections = new SectionChunker(document, options, countTokens);
        return sections.Chunk();
    }
}
