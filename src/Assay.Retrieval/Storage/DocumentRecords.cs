using System.Collections.Immutable;

namespace Assay.Retrieval.Storage;

/// <summary>What the store knows about a document besides its text: for administrators, not for whoever asks.</summary>
/// <param name="store">The store; it stays open while this is used.</param>
public sealed class DocumentRecords(KnowledgeStore store)
{
    /// <summary>The last line of the journal about a document.</summary>
    /// <param name="documentId">The document.</param>
    /// <returns>Null when there is none.</returns>
    public JournalEntry? LastEntry(string documentId) => store.Read(c =>
        c.Query($"SELECT {StoreRows.JournalColumns} FROM journal WHERE document = $id ORDER BY entry DESC LIMIT 1", StoreRows.Journal, ("$id", documentId)).SingleOrDefault());

    /// <summary>Who may read a document.</summary>
    /// <param name="documentId">The document.</param>
    /// <returns>Users and groups by their names with kinds (<c>group:support</c>); empty when nobody is named or it is not stored.</returns>
    public ImmutableArray<string> Readers(string documentId) => store.Read(c =>
        c.Scalar("SELECT a.principals FROM documents d JOIN access_classes a ON a.class = d.access_class WHERE d.id = $id", ("$id", documentId)) is string list
            ? list.Split('\n').Where(p => p.Contains(':', StringComparison.Ordinal)).ToImmutableArray() : []);
}
