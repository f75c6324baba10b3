namespace Assay.Decisions.Requirements;

/// <summary>How much there is to know; null where it is not known.</summary>
/// <param name="Documents">Pages or files; 0 or more.</param>
/// <param name="Tokens">Tokens of all of them; 0 or more.</param>
/// <param name="Concepts">Key concepts that most questions turn on; 0 or more.</param>
public sealed record CorpusSize(long? Documents = null, long? Tokens = null, int? Concepts = null);
