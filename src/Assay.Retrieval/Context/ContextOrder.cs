namespace Assay.Retrieval.Context;

/// <summary>In which order numbered passages stand in a prompt. Their numbers never change.</summary>
public enum ContextOrder
{
    /// <summary>Best first: 1, 2, 3, 4, 5.</summary>
    Rank,

    /// <summary>Best first and last, the weakest in the middle: 1, 3, 5, 4, 2. For long contexts, whose middle models read worst (Liu et al. 2023).</summary>
    Ends,
}
