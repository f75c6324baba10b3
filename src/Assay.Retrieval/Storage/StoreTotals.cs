namespace Assay.Retrieval.Storage;

/// <summary>How much a store holds.</summary>
/// <param name="Documents">Number of documents.</param>
/// <param name="Chunks">Number of chunks over all documents.</param>
/// <param name="Tokens">Sum of the tokens of all chunks, by the counter they were made with.</param>
public readonly record struct StoreTotals(int Documents, int Chunks, long Tokens);
