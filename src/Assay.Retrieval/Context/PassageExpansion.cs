namespace Assay.Retrieval.Context;

/// <summary>What is handed over around a chunk that a search found.</summary>
public enum PassageExpansion
{
    /// <summary>Nothing: the chunk alone.</summary>
    None,

    /// <summary>The section it is from (its parent): search small pieces, return the large one.</summary>
    Section,

    /// <summary>Its nearest neighbours in the same section.</summary>
    Window,
}
