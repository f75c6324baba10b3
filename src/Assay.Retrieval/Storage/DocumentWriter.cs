using System.Collections.Immutable;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Tables;
using Microsoft.Data.Sqlite;

namespace Assay.Retrieval.Storage;

/// <summary>The statements that change a store, prepared once. Each method is meant to run inside the caller's transaction.</summary>
internal sealed class DocumentWriter(SqliteConnection connection, TimeProvider time) : IDisposable
{
    private readonly Statements statements = new(connection);
    private readonly SqliteCommand insertChunk = connection.Command(
        """
        INSERT INTO chunks (rowid, document, ordinal, heading_path, slug, text, map, span_start, span_end, tokens, places)
        VALUES ($rowid, $document, $ordinal, $heading, $slug, $text, $map, $start, $end, $tokens, $places)
        """,
        ("$rowid", 0L), ("$document", 0L), ("$ordinal", 0), ("$heading", ""), ("$slug", ""), ("$text", ""),
        ("$map", Array.Empty<byte>()), ("$start", 0), ("$end", 0), ("$tokens", 0), ("$places", Array.Empty<byte>()));

    /// <summary>Makes a change whole or not at all, after waiting for other writers.</summary>
    /// <returns>What <paramref name="change"/> returns.</returns>
    public T InTransaction<T>(Func<T> change) => statements.InTransaction(change);

    /// <summary>Stores a document with its chunks in place of the version stored before, if any, under a key of its own.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Put(StoredDocument document, ImmutableArray<Chunk> chunks, AccessList? own, AccessList given, IReadOnlyList<DataTable> tables)
    {
        (long before, _) = Stored(document.Id) ?? default;
        if (before != 0) Delete(before);
        int accessClass = Class(own ?? given);
        long tokens = 0;
        foreach (Chunk chunk in chunks) tokens += chunk.Tokens;
        long key = (long)statements.Scalar(
            """
            INSERT INTO documents (id, title, content_hash, settings, length_bytes, chunk_count, tokens, access_class, states_access, given_access, language, updated, metadata)
            VALUES ($id, $title, $hash, $settings, $length, $chunks, $tokens, $class, $own, $given, $language, $updated, $metadata);
            SELECT last_insert_rowid()
            """,
            ("$id", document.Id), ("$title", document.Title), ("$hash", document.ContentHash), ("$settings", document.Settings),
            ("$length", document.LengthBytes), ("$chunks", chunks.Length), ("$tokens", tokens), ("$class", accessClass), ("$own", own is not null), ("$given", given.Canonical), ("$language", document.Language),
            ("$updated", document.Updated is { } updated ? StoreRows.Text(updated) : DBNull.Value), ("$metadata", document.Metadata))!;
        foreach (Chunk chunk in chunks) Insert(key, chunk);
        TableWriter.Put(connection, key, tables);
        Log(new JournalLine(before == 0 ? JournalAction.Added : JournalAction.Updated, document.Id, document.ContentHash) { Key = key, Replaced = before, AccessClass = accessClass });
        return before != 0;
    }

    /// <summary>Removes a document with its chunks.</summary>
    /// <returns>Its key and content hash; null when it was not stored.</returns>
    public (long Key, string Hash)? Remove(string id)
    {
        if (Stored(id) is not { } found) return null;
        Delete(found.Key);
        return found;
    }

    /// <summary>Gives a stored document another id.</summary>
    /// <returns>Its key and content hash; null when <paramref name="from"/> is not stored or <paramref name="to"/> is.</returns>
    public (long Key, string Hash)? Move(string from, string to)
    {
        if (Stored(to) is not null) return null;
        return statements.Execute("UPDATE documents SET id = $to WHERE id = $from", ("$to", to), ("$from", from)) == 1 ? Stored(to) : null;
    }

    /// <summary>Gives a stored document that says nothing itself another access list.</summary>
    /// <returns>Whether it had another one.</returns>
    public bool SetAccess(string id, AccessList given)
    {
        int accessClass = Class(given);
        if (statements.Execute(
            "UPDATE documents SET access_class = $class, given_access = $given WHERE id = $id AND given_access <> $given AND NOT states_access",
            ("$class", accessClass), ("$given", given.Canonical), ("$id", id)) == 0) return false;
        (long key, string hash) = Stored(id)!.Value;
        Log(new JournalLine(JournalAction.Access, id, hash) { Key = key, AccessClass = accessClass });
        return true;
    }

    /// <summary>Removes all documents, and what was found out about files and who may read them.</summary>
    public void Clear()
    {
        foreach ((long key, string id, string hash) in connection.Query("SELECT key, id, content_hash FROM documents ORDER BY id", r => (r.GetInt64(0), r.GetString(1), r.GetString(2))))
        {
            Log(new JournalLine(JournalAction.Deleted, id, hash, "cleaned") { Key = key });
        }

        connection.Execute("DELETE FROM chunks; DELETE FROM documents; DELETE FROM known_files; UPDATE properties SET value = '0' WHERE name = 'restricted'");
    }

    /// <summary>Closes documents about which nothing is said to everybody.</summary>
    public void Restrict() => statements.Execute("UPDATE properties SET value = '1' WHERE name = 'restricted' AND value <> '1'");

    /// <summary>Adds a line to the journal.</summary>
    public void Log(JournalLine line) => statements.Execute(
        """
        INSERT INTO journal (time, action, document, content_hash, detail, key, replaced, access_class)
        VALUES ($time, $action, $document, $hash, $detail, $key, $replaced, $class)
        """,
        ("$time", StoreRows.Text(time.GetUtcNow())), ("$action", StoreRows.Name(line.Action)), ("$document", line.Id), ("$hash", line.ContentHash),
        ("$detail", line.Detail), ("$key", line.Key), ("$replaced", line.Replaced), ("$class", line.AccessClass));

    /// <summary>Remembers a file by its stamp.</summary>
    public void Remember(KnownFile file) => statements.Execute(
        "INSERT OR REPLACE INTO known_files (id, length, modified, content_hash) VALUES ($id, $length, $modified, $hash)",
        ("$id", file.Id), ("$length", file.Stamp.LengthBytes), ("$modified", file.Stamp.Modified.UtcTicks), ("$hash", file.ContentHash));

    /// <summary>Forgets the stamp of a file.</summary>
    public void ForgetFile(string id) => statements.Execute("DELETE FROM known_files WHERE id = $id", ("$id", id));

    /// <summary>Whether the last journal line of <paramref name="id"/> reports this very failure, so that a file that stays broken does not fill the journal.</summary>
    public bool IsLastFailure(string id, string contentHash, string detail) => statements.Scalar(
        """
        SELECT action = 'failed' AND content_hash = $hash AND detail = $detail FROM journal WHERE document = $id ORDER BY entry DESC LIMIT 1
        """,
        ("$id", id), ("$hash", contentHash), ("$detail", detail)) is 1L;

    /// <summary>Frees the prepared statements.</summary>
    public void Dispose()
    {
        insertChunk.Dispose();
        statements.Dispose();
    }

    private (long Key, string Hash)? Stored(string id)
    {
        List<(long, string)> found = statements.Query("SELECT key, content_hash FROM documents WHERE id = $id", r => (r.GetInt64(0), r.GetString(1)), ("$id", id));
        return found.Count == 0 ? null : found[0];
    }

    // Equal lists share a class, and a class never changes what it means, so a reader may keep what it once found out about one.
    private int Class(AccessList access)
    {
        if (!access.Equals(AccessList.Unstated)) Restrict();
        if (statements.Scalar("SELECT class FROM access_classes WHERE principals = $principals", ("$principals", access.Canonical)) is long known) return (int)known;
        int made = (int)(long)statements.Scalar("INSERT INTO access_classes (principals) VALUES ($principals); SELECT last_insert_rowid()", ("$principals", access.Canonical))!;
        foreach (string principal in access.Principals)
        {
            statements.Execute("INSERT INTO access_members (principal, class) VALUES ($principal, $class)", ("$principal", principal), ("$class", made));
        }

        return made;
    }

    private void Insert(long key, Chunk chunk)
    {
        long row = key << StoreSchema.OrdinalBits | (long)chunk.Ordinal;
        SqliteParameterCollection values = insertChunk.Parameters;
        ReadOnlySpan<object> chunkValues = [row, key, chunk.Ordinal, chunk.HeadingPath, chunk.Slug, chunk.Text, SourceMapCodec.Encode(chunk.Map), chunk.Span.Start, chunk.Span.End, chunk.Tokens, PlaceCodec.Encode(chunk.Places)];
        for (int i = 0; i < chunkValues.Length; i++) values[i].Value = chunkValues[i];
        insertChunk.ExecuteNonQuery();
    }

    private void Delete(long key)
    {
        statements.Execute(
            """
            DELETE FROM chunks WHERE rowid BETWEEN $first AND $last;
            DELETE FROM documents WHERE key = $key;
            """,
            ("$first", key << StoreSchema.OrdinalBits), ("$last", (key << StoreSchema.OrdinalBits) + (1L << StoreSchema.OrdinalBits) - 1), ("$key", key));
    }
}

/// <summary>What <see cref="DocumentWriter.Log"/> writes: see <see cref="JournalEntry"/>.</summary>
internal sealed record JournalLine(JournalAction Action, string Id, string ContentHash, string Detail = "")
{
    public long Key { get; init; }

    public long Replaced { get; init; }

    public int AccessClass { get; init; }
}
