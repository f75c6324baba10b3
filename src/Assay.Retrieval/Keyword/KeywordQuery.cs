using System.Collections.Immutable;

namespace Assay.Retrieval.Keyword;

/// <summary>What the keyword index is asked: chunks that hold any of the terms, ranked by BM25.</summary>
/// <param name="Terms">The terms; the weights of equal ones add up.</param>
public sealed record KeywordQuery(ImmutableArray<KeywordTerm> Terms)
{
    /// <summary>How a match is scored.</summary>
    /// <value><see cref="Bm25Options.Default"/>.</value>
    public Bm25Options Scoring { get; init; } = Bm25Options.Default;
}
