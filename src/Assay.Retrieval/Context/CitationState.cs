namespace Assay.Retrieval.Context;

/// <summary>What became of a citation when it was checked.</summary>
public enum CitationState
{
    /// <summary>The passage was given to the model, and its document is still the version it was taken from.</summary>
    Holds,

    /// <summary>No passage of that number was given.</summary>
    NoPassage,

    /// <summary>The document was changed after the passage was taken from it.</summary>
    Changed,

    /// <summary>The document is gone, or closed to the asker.</summary>
    Gone,
}
