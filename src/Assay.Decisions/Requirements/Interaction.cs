namespace Assay.Decisions.Requirements;

/// <summary>Who waits for an answer.</summary>
public enum Interaction
{
    /// <summary>Nobody.</summary>
    Batch,

    /// <summary>A person at a screen.</summary>
    Interactive,

    /// <summary>A person on the line: the pause is heard.</summary>
    Voice,
}
