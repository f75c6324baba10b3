namespace Assay.Evaluation.Ranking;

/// <summary>One retrieved document of a topic.</summary>
/// <param name="Document">Id of the document.</param>
/// <param name="Score">Higher is better; finite. The order comes from it alone, never from a written rank.</param>
public readonly record struct ScoredDocument(string Document, double Score);
