using System.Collections.Immutable;
using System.Globalization;
using Assay.Retrieval.Chunking;
using Microsoft.Data.Sqlite;

namespace Assay.Retrieval.Storage;

/// <summary>The statements that change a store, prepared once. Each method is meant to run inside the caller's transaction.</summary>
internal sealed class DocumentWriter(SqliteConnection connection, TimeProvider time) : IDisposable
{
    private readonly SqliteCommand insertChunk = connection.Command(
        """
        INSERT INTO chunks (rowid, document, ordinal, heading_path, slug, text, map, span_start, span_end, tokens)
        VALUES ($rowid, $document, $ordinal, $heading, $slug, $text, $map, $start, $end, $tokens)
        """,
        ("$rowid", 0L), ("$document", 0L), ("$ordinal", 0), ("$heading", ""), ("$slug", ""), ("$text", ""),
        ("$map", Array.Empty<byte>()), ("$start", 0), ("$end", 0), ("$tokens", 0));

    private readonly SqliteCommand insertKeywords = connection.Command(
        "INSERT INTO keywords (rowid, title, heading_path, body) VALUES ($rowid, $title, $heading, $body)",
        ("$rowid", 0L), ("$title", ""), ("$heading", ""), ("$body", ""));

    /// <summary>Stores a document with its chunks in place of the version stored before, if any.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Put(StoredDocument document, ImmutableArray<Chunk> chunks)
    {
        long? before = Key(document.Id);
        if (before is long old) Delete(old);
        long tokens = 0;
        foreach (Chunk chunk in chunks) tokens += chunk.Tokens;
        long key = (long)connection.Scalar(
            """
            INSERT INTO documents (key, id, title, content_hash, settings, length_bytes, chunk_count, tokens)
            VALUES ($key, $id, $title, $hash, $settings, $length, $chunks, $tokens);
            SELECT last_insert_rowid()
            """,
            ("$key", (object?)before ?? DBNull.Value), ("$id", document.Id), ("$title", document.Title), ("$hash", document.ContentHash),
            ("$settings", document.Settings), ("$length", document.LengthBytes), ("$chunks", chunks.Length), ("$tokens", tokens))!;
        foreach (Chunk chunk in chunks) Insert(key, chunk, document.Title);
        Log(before is null ? JournalAction.Added : JournalAction.Updated, document.Id, document.ContentHash, "");
        return before is not null;
    }

    /// <summary>Removes a document with its chunks.</summary>
    /// <returns>Its content hash; null when it was not stored.</returns>
    public string? Remove(string id)
    {
        if (Key(id) is not long key) return null;
        string hash = ContentHash(id);
        Delete(key);
        return hash;
    }

    /// <summary>Gives a stored document another id.</summary>
    /// <returns>Its content hash; null when <paramref name="from"/> is not stored or <paramref name="to"/> is.</returns>
    public string? Move(string from, string to)
    {
        if (Key(to) is not null) return null;
        return connection.Execute("UPDATE documents SET id = $to WHERE id = $from", ("$to", to), ("$from", from)) == 1 ? ContentHash(to) : null;
    }

    /// <summary>Adds a line to the journal.</summary>
    public void Log(JournalAction action, string id, string contentHash, string detail) => connection.Execute(
        "INSERT INTO journal (time, action, document, content_hash, detail) VALUES ($time, $action, $document, $hash, $detail)",
        ("$time", time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)), ("$action", StoreRows.Name(action)), ("$document", id), ("$hash", contentHash), ("$detail", detail));

    /// <summary>Whether the last journal line of <paramref name="id"/> reports this very failure, so that a file that stays broken does not fill the journal.</summary>
    public bool IsLastFailure(string id, string contentHash, string detail) => connection.Scalar(
        """
        SELECT action = 'failed' AND content_hash = $hash AND detail = $detail FROM journal WHERE document = $id ORDER BY entry DESC LIMIT 1
        """,
        ("$id", id), ("$hash", contentHash), ("$detail", detail)) is 1L;

    /// <summary>Frees the prepared statements.</summary>
    public void Dispose()
    {
        insertChunk.Dispose();
        insertKeywords.Dispose();
    }

    private long? Key(string id) => connection.Scalar("SELECT key FROM documents WHERE id = $id", ("$id", id)) as long?;

    private string ContentHash(string id) => (string)connection.Scalar("SELECT content_hash FROM documents WHERE id = $id", ("$id", id))!;

    private void Insert(long key, Chunk chunk, string title)
    {
        long row = key << StoreSchema.OrdinalBits | (long)chunk.Ordinal;
        SqliteParameterCollection values = insertChunk.Parameters;
        values["$rowid"].Value = row;
        values["$document"].Value = key;
        values["$ordinal"].Value = chunk.Ordinal;
        values["$heading"].Value = chunk.HeadingPath;
        values["$slug"].Value = chunk.Slug;
        values["$text"].Value = chunk.Text;
        values["$map"].Value = SourceMapCodec.Encode(chunk.Map);
        values["$start"].Value = chunk.Span.Start;
        values["$end"].Value = chunk.Span.End;
        values["$tokens"].Value = chunk.Tokens;
        insertChunk.ExecuteNonQuery();

        values = insertKeywords.Parameters;
        values["$rowid"].Value = row;
        values["$title"].Value = title;
        values["$heading"].Value = chunk.HeadingPath;
        values["$body"].Value = chunk.Text;
        insertKeywords.ExecuteNonQuery();
    }

    private void Delete(long key)
    {
        // The index takes its entries back only when it is told what they were.
        connection.Execute(
            """
            INSERT INTO keywords (keywords, rowid, title, heading_path, body)
              SELECT 'delete', s.rowid, s.title, s.heading_path, s.body FROM searchable s
              WHERE s.rowid BETWEEN $first AND $last;
            DELETE FROM chunks WHERE rowid BETWEEN $first AND $last;
            DELETE FROM documents WHERE key = $key;
            """,
            ("$first", key << StoreSchema.OrdinalBits), ("$last", (key << StoreSchema.OrdinalBits) + (1L << StoreSchema.OrdinalBits) - 1), ("$key", key));
    }
}
