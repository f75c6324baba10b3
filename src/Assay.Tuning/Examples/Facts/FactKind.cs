namespace Assay.Tuning.Examples.Facts;

/// <summary>What training on an example teaches.</summary>
public enum FactKind
{
    /// <summary>How to answer: all that is said comes from the prompt, or is no particular.</summary>
    Behaviour,

    /// <summary>A fact that the documents have: it belongs in the index, where it can be changed and cited.</summary>
    FactInDocuments,

    /// <summary>A particular (number, name, date) that neither the prompt nor the documents have: learning such raises invention (Gekhman et al. 2024).</summary>
    UnknownFact,
}
