namespace Assay.Retrieval.Ingestion;

/// <summary>A document with nearly the text of another one.</summary>
/// <param name="DocumentId">The document.</param>
/// <param name="OtherId">The other one, first in the order of ids among those it is like.</param>
/// <param name="Same">Estimated share of their sequences of five words that both have, 0 to 1.</param>
public sealed record NearDuplicate(string DocumentId, string OtherId, double Same);
