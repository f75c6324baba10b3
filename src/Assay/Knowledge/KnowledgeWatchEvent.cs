using Assay.Retrieval.Ingestion;

namespace Assay.Knowledge;

/// <summary>What one look of a watch found.</summary>
/// <param name="Report">What was done; empty when the look was not possible.</param>
/// <param name="Problem">Why it was not possible, for the user; null when it was. It is tried again.</param>
public sealed record KnowledgeWatchEvent(IngestReport Report, string? Problem)
{
    /// <summary>How long the look took.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Why the file system does not tell of changes, so that only looking finds them; null when it does.</summary>
    public string? NoEvents { get; init; }

    /// <summary>Whether documents were added, replaced, renamed or removed.</summary>
    public bool Changed => Report.Added + Report.Updated + Report.Moved + Report.Deleted > 0;

    /// <summary>Whether there is something to tell after <paramref name="before"/>.</summary>
    internal bool Differs(KnowledgeWatchEvent before) => Changed || Problem != before.Problem || (NoEvents is not null && NoEvents != before.NoEvents)
        || !Report.Failures.SequenceEqual(before.Report.Failures) || !Report.Warnings.SequenceEqual(before.Report.Warnings);
}
