namespace Assay.Tuning.Synthesis;

/// <summary>Searches the project's documents as an answer would.</summary>
/// <param name="question">What is asked.</param>
/// <param name="documents">Only in these; null for all.</param>
/// <returns>Best first.</returns>
public delegate IReadOnlyList<RaftPassage> RaftSearch(string question, IReadOnlyCollection<string>? documents);
