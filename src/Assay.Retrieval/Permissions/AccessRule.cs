namespace Assay.Retrieval.Permissions;

/// <summary>What is said about a document's readers from outside of it: by an access file or by the program that hands it in.</summary>
/// <param name="List">Who may read it.</param>
/// <param name="Problem">Why the statement cannot be understood, with file and line; null when it can. The document is then readable by nobody.</param>
public sealed record AccessRule(AccessList List, string? Problem = null)
{
    /// <summary>Whether it was made for this very document, which must then not say something else itself; false for a rule of its folder, which the document may replace.</summary>
    public bool OfDocument { get; init; } = true;
}
