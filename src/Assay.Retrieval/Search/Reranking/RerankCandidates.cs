using System.Collections.Immutable;

namespace Assay.Retrieval.Search.Reranking;

/// <summary>What a search would hand to a reranker.</summary>
/// <param name="Documents">Document of each candidate, best first; a document has a candidate a chunk.</param>
/// <param name="Features">Features of each candidate, see <see cref="RerankFeatures.Names"/>.</param>
/// <param name="Rest">Documents behind the candidates, best first.</param>
public sealed record RerankCandidates(ImmutableArray<string> Documents, double[][] Features, ImmutableArray<string> Rest);
