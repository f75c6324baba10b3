using System.Collections.Immutable;

namespace Assay.ChunkingEvaluation;

/// <summary>What one way of cutting gave on every question.</summary>
/// <param name="Questions">One per question, in the order of their ids.</param>
/// <param name="Chunks">Pieces stored.</param>
/// <param name="IndexBytes">Size of everything on disk that searching needs.</param>
public sealed record ChunkingMeasurement(ImmutableArray<ChunkingMeasurement.Question> Questions, int Chunks, long IndexBytes)
{
    /// <summary>One question.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Ndcg">nDCG@10 over documents ranked by their best chunk; null when the question names no document.</param>
    /// <param name="Recall">Recall of relevant documents among the first 10; null likewise.</param>
    /// <param name="Handed">Share of relevant documents of which something is handed over; null likewise.</param>
    /// <param name="Contains">1 when an accepted answer stands in the passages handed over, else 0; null when the question has no accepted answer in words.</param>
    /// <param name="ContextTokens">Tokens handed over.</param>
    public sealed record Question(string Id, double? Ndcg, double? Recall, double? Handed, double? Contains, int ContextTokens);
}
