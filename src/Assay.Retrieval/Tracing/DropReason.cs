namespace Assay.Retrieval.Tracing;

/// <summary>Why a candidate did not go on.</summary>
public enum DropReason
{
    /// <summary>More were better than the stage hands on: below its k or candidate depth.</summary>
    BelowDepth,

    /// <summary>The same text is there already, at a better rank.</summary>
    Duplicate,

    /// <summary>Nearly the same text is there already, at a better rank.</summary>
    NearDuplicate,

    /// <summary>It says the same as a newer passage, with other figures, and the newest was asked for.</summary>
    Superseded,

    /// <summary>The token budget of the context was full.</summary>
    OverBudget,

    /// <summary>Its score was below a threshold.</summary>
    BelowThreshold,
}
