namespace Assay.Tuning.Synthesis;

/// <summary>How a synthetic example was made, as its field <c>synthetic</c> says.</summary>
public static class SyntheticKind
{
    /// <summary>A question with passages of the project's search, of which some answer it.</summary>
    public const string Raft = "raft";

    /// <summary>Question and answer from a document.</summary>
    public const string Document = "document";

    /// <summary>A paragraph of somebody's own writing.</summary>
    public const string Style = "style";
}
