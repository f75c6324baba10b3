namespace Assay.RetrievalTuning;

/// <summary>What one question teaches a reranker.</summary>
/// <param name="Features">Features of each candidate.</param>
/// <param name="Shares">Share of each in the grades; together 1, or all 0 when no relevant document is among them.</param>
public readonly record struct RerankLesson(double[][] Features, double[] Shares);
