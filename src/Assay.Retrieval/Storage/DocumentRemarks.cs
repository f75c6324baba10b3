using Microsoft.Data.Sqlite;

namespace Assay.Retrieval.Storage;

/// <summary>What a store holds of a document's own words besides its text: why it could not be read, which may quote it, and the lists of its readers.</summary>
/// <param name="documentId">The document.</param>
/// <param name="names">Its ids.</param>
/// <param name="keys">Its keys, with commas between them.</param>
internal sealed class DocumentRemarks(string documentId, IEnumerable<string> names, string keys)
{
    private const string Redacted = "(forgotten)";

    private readonly string ids = System.Text.Json.JsonSerializer.Serialize(names.Append(documentId));

    // Failures under a name that another document has now are the document's own when one of its versions went with them.
    private string Failed => $"action = 'failed' AND detail <> $redacted AND (key IN ({keys}) OR document IN (SELECT value FROM json_each($ids)))";

    // Lists that it had and no other document has; the three with a name are not its words.
    private string OwnLists => $"""
        class > {AccessClasses.Nobody} AND principals NOT LIKE $redacted || '%'
        AND class IN (SELECT access_class FROM journal WHERE key IN ({keys}) UNION SELECT access_class FROM documents WHERE key IN ({keys}))
        AND class NOT IN (SELECT access_class FROM documents WHERE key NOT IN ({keys}))
        """;

    /// <summary>How many there are.</summary>
    public (int Failures, int AccessLists) Count(SqliteConnection connection) => (
        (int)(long)connection.Scalar($"SELECT count(*) FROM journal WHERE {Failed}", ("$redacted", Redacted), ("$ids", ids))!,
        (int)(long)connection.Scalar($"SELECT count(*) FROM access_classes WHERE {OwnLists}", ("$redacted", Redacted))!);

    /// <summary>Takes them out, inside the caller's transaction. The number of a list stays and means nobody from then on: it must never come to mean somebody else.</summary>
    public void Redact(SqliteConnection connection)
    {
        connection.Execute($"UPDATE journal SET detail = $redacted WHERE {Failed}", ("$redacted", Redacted), ("$ids", ids));
        connection.Execute($"DELETE FROM access_members WHERE class IN (SELECT class FROM access_classes WHERE {OwnLists})", ("$redacted", Redacted));
        connection.Execute($"UPDATE access_classes SET principals = $redacted || ' ' || class WHERE {OwnLists}", ("$redacted", Redacted));
    }
}
