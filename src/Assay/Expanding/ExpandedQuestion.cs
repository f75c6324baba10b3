using Assay.Retrieval.Search.Expansion;

namespace Assay.Expanding;

/// <summary>One question with one expansion.</summary>
/// <param name="Question">Its text.</param>
/// <param name="Query">What came of it.</param>
public sealed record ExpandedQuestion(string Question, ExpandedQuery Query);
