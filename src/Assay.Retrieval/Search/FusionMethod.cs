namespace Assay.Retrieval.Search;

/// <summary>What is added up when rankings are fused.</summary>
public enum FusionMethod
{
    /// <summary>Each ranking's scores, moved and scaled so that its best is 1 and its last 0.</summary>
    Scores,

    /// <summary>Each ranking's scores, moved and scaled so that its best is 1 and the least score it could give is 0 (BM25 0, a cosine -1).</summary>
    ScoresFromFloor,

    /// <summary><c>1 / (k + rank)</c>.</summary>
    ReciprocalRank,
}
