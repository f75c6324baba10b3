namespace Assay.Diagnosis;

/// <summary>Where a document was lost on its way to an answer, in the order of that way.</summary>
public enum MissStage
{
    /// <summary>It is not in the knowledge base, or whoever asks may not know that it is.</summary>
    NotStored,

    /// <summary>It is stored and closed to whoever asked; said to administrators only.</summary>
    Permission,

    /// <summary>It is stored and has no text.</summary>
    NoText,

    /// <summary>No term of the query occurs in it.</summary>
    NoTermMatches,

    /// <summary>It was found deeper than the search goes.</summary>
    BelowDepth,

    /// <summary>It was found below the number of passages asked for.</summary>
    BelowCount,

    /// <summary>Its text is there already, from a better passage.</summary>
    Duplicate,

    /// <summary>A newer version of its text took its place.</summary>
    Superseded,

    /// <summary>It was found, and the context was full.</summary>
    OverBudget,

    /// <summary>It was not lost.</summary>
    Found,
}
