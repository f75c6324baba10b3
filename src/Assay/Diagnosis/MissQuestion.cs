using Assay.Retrieval.Permissions;

namespace Assay.Diagnosis;

/// <summary>Why was this document not found?</summary>
/// <param name="Query">What was searched for.</param>
/// <param name="DocumentId">The document that was missed.</param>
/// <param name="Count">Passages that were asked for; 1 or more.</param>
public sealed record MissQuestion(string Query, string DocumentId, int Count)
{
    /// <summary>On whose behalf it was searched; null for nobody in particular.</summary>
    public Principal? Principal { get; init; }

    /// <summary>Whether whoever asks may know of documents that are closed to <see cref="Principal"/>.</summary>
    public bool IsAdministrator { get; init; }
}
