using System.Collections.Immutable;

namespace Assay.Retrieval.Storage;

/// <summary>What changed in a store between two generations.</summary>
/// <param name="Generation">The generation that these changes lead to.</param>
/// <param name="Documents">Each key that was touched, once, ordered by key; empty when nothing changed.</param>
public sealed record StoreChanges(long Generation, ImmutableArray<DocumentChange> Documents);
