namespace Assay.Retrieval.Dense;

/// <summary>What embedding did.</summary>
/// <param name="Chunks">Chunks that were given a vector.</param>
/// <param name="Embedded">Texts that were sent to the model; the others were known.</param>
/// <param name="Tokens">Input tokens as the model counted them; null when it does not count.</param>
/// <param name="Removed">Vectors removed because no chunk has their text any more.</param>
public sealed record EmbedReport(int Chunks, int Embedded, long? Tokens, int Removed);
