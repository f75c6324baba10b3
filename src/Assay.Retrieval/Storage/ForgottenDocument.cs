using System.Collections.Immutable;
using Assay.Retrieval.Chunking;

namespace Assay.Retrieval.Storage;

/// <summary>A document that was removed with every copy of its text in the store.</summary>
/// <param name="ContentHash">SHA-256 of the bytes it was read from.</param>
/// <param name="Chunks">What was removed, for finding copies elsewhere; not kept anywhere.</param>
/// <param name="Traces">Numbers of the traces that its text was taken out of, of this version and those before.</param>
/// <param name="Generation">The change that removed it.</param>
public sealed record ForgottenDocument(string ContentHash, ImmutableArray<Chunk> Chunks, ImmutableArray<long> Traces, long Generation)
{
    /// <summary>Number of vectors of its chunks that were removed.</summary>
    public int Vectors { get; init; }
}
