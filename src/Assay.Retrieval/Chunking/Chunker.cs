using System.Collections.Immutable;
using Assay.Retrieval.Documents;
using Assay.Text.Tokens;

namespace Assay.Retrieval.Chunking;

/// <summary>Cuts documents into chunks; the strategy is one of the options.</summary>
/// <remarks>Deterministic and without state: the same document, options and counter give the same chunks.</remarks>
public static class Chunker
{
    /// <summary>Raised whenever chunks come out differently, so that knowledge bases cut everything again.</summary>
    public const int Version = 2;

    /// <summary>The chunks of <paramref name="document"/>, in its order.</summary>
    /// <param name="document">May be empty.</param>
    /// <param name="options">Strategy and sizes.</param>
    /// <param name="counter">Counts tokens.</param>
    /// <returns>None when the document has neither text nor headings. Every visible character of every block is in exactly one chunk, apart from overlap.</returns>
    /// <exception cref="ArgumentException"><paramref name="options"/> are out of range; the message lists every problem.</exception>
    public static ImmutableArray<Chunk> Chunk(Document document, ChunkingOptions options, TokenCounter counter)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(counter);
        if (options.Validate() is { Count: > 0 } problems) throw new ArgumentException(string.Join(' ', problems), nameof(options));
        ImmutableArray<Chunk> chunks = options.Strategy == ChunkingStrategy.Structure
            ? new SectionChunker(document, options, counter).Chunk()
            : new FlowChunker(document, options, counter).Chunk();
        if (document.Places.IsEmpty) return chunks;
        var places = new ChunkPlaces(document);
        return [.. chunks.Select(c => c with { Places = places.Within(c.Span) })];
    }
}
