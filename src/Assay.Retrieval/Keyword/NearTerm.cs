namespace Assay.Retrieval.Keyword;

/// <summary>A word of the index that is spelled almost like another.</summary>
/// <param name="Word">The word.</param>
/// <param name="Edits">Letters that differ.</param>
/// <param name="DocumentFrequency">Number of chunks that hold it; 1 or more.</param>
public readonly record struct NearTerm(string Word, int Edits, int DocumentFrequency);
