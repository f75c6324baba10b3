namespace Assay.Tuning.Examples.Facts;

/// <summary>What training on an example teaches.</summary>
public enum FactKind
{
    /// <summary>How to answer: all that is said comes from the prompt, or is no particular.</summary>
    Behaviour,

    /// <summary>A fact that the documents do not have and that the base model knows: learning it again does no harm and little good.</summary>
    KnownFact,

    /// <summary>A fact that the documents have: it belongs in the index, where it can be changed and cited.</summary>
    FactInDocuments,

    /// <summary>A particular (number, name, date) that neither the prompt nor the documents have, and that the base model does not know where it was asked: learning such raises invention (Gekhman et al. 2024).</summary>
    UnknownFact,
}
