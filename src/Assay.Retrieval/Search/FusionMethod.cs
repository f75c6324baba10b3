namespace Assay.Retrieval.Search;

/// <summary>What is added up when rankings are fused.</summary>
public enum FusionMethod
{
    /// <summary>Each ranking's scores, moved and scaled so that its best is 1 and its last 0.</summary>
    Scores,

    /// <summary><c>1 / (k + rank)</c>.</summary>
    ReciprocalRank,
}
