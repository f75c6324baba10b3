using System.Collections.Immutable;
using System.Globalization;
using Assay.Retrieval.Chunking;
using Assay.Text;
using Microsoft.Data.Sqlite;

namespace Assay.Retrieval.Storage;

/// <summary>Rows of the store's tables as values.</summary>
internal static class StoreRows
{
    /// <summary>The columns that <see cref="Document"/> reads, in its order.</summary>
    public const string DocumentColumns = "id, title, content_hash, settings, length_bytes, chunk_count";

    /// <summary>The columns that <see cref="Chunk"/> reads, in its order; <c>c</c> is chunks, <c>d</c> is documents.</summary>
    public const string ChunkColumns = "d.id, c.ordinal, d.title, c.heading_path, c.slug, c.text, c.map, c.span_start, c.span_end, c.tokens";

    /// <summary>A row of <see cref="DocumentColumns"/>.</summary>
    public static StoredDocument Document(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetInt32(5));

    /// <summary>A row of <see cref="ChunkColumns"/>.</summary>
    public static Chunk Chunk(SqliteDataReader row) => new(
        row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5),
        SourceMapCodec.Decode(row.GetFieldValue<byte[]>(6)), new TextSpan(row.GetInt32(7), row.GetInt32(8)), row.GetInt32(9));

    /// <summary>A journal row: time, action, document, hash, detail.</summary>
    public static JournalEntry Journal(SqliteDataReader row) => new(
        DateTimeOffset.Parse(row.GetString(0), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        Enum.Parse<JournalAction>(row.GetString(1), ignoreCase: true), row.GetString(2), row.GetString(3), row.GetString(4));

    /// <summary>The chunks of one document from one ordinal to another, both included, in reading order; empty when it is not stored.</summary>
    public static ImmutableArray<Chunk> Chunks(SqliteConnection connection, string id, int first, int last) =>
        [.. connection.Query(
            $"SELECT {ChunkColumns} FROM documents d JOIN chunks c ON c.rowid BETWEEN (d.key << 20) + $first AND (d.key << 20) + $last WHERE d.id = $id ORDER BY c.rowid",
            Chunk, ("$id", id), ("$first", first), ("$last", last))];

    /// <summary>The action as the journal spells it.</summary>
    public static string Name(JournalAction action) => action switch
    {
        JournalAction.Added => "added",
        JournalAction.Updated => "updated",
        JournalAction.Moved => "moved",
        JournalAction.Deleted => "deleted",
        _ => "failed",
    };
}
