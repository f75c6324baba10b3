namespace Assay.Retrieval.Storage;

/// <summary>One line of the ingestion journal.</summary>
/// <param name="Time">When it was committed, UTC.</param>
/// <param name="Action">What happened.</param>
/// <param name="DocumentId">The document; for a move its new id.</param>
/// <param name="ContentHash">Hash of the bytes meant, for a deletion of those that were stored; empty when they could not be read.</param>
/// <param name="Detail">The old id of a move, the reason of a failure; else empty.</param>
public sealed record JournalEntry(DateTimeOffset Time, JournalAction Action, string DocumentId, string ContentHash, string Detail)
{
    /// <summary>Key of the stored version that the line is about, also when it is gone by now; 0 when none was stored.</summary>
    public long Key { get; init; }

    /// <summary>Key of the version that it replaced; 0 for none.</summary>
    public long Replaced { get; init; }

    /// <summary>Access class of the document after it; 0 when nothing was said or nothing is stored.</summary>
    public int AccessClass { get; init; }
}
