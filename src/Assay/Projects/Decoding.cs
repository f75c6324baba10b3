namespace Assay.Projects;

/// <summary>What a model may write as its answer.</summary>
public enum Decoding
{
    /// <summary>Anything: whether it keeps to the contract is what is measured.</summary>
    Free,

    /// <summary>Only what fits the contract's JSON Schema.</summary>
    Constrained,
}
