using System.Collections.Immutable;
using System.Globalization;
using Assay.Retrieval.Chunking;
using Assay.Text;
using Microsoft.Data.Sqlite;

namespace Assay.Retrieval.Storage;

/// <summary>Rows of the store's tables as values.</summary>
internal static class StoreRows
{
    /// <summary>The columns that <see cref="Document"/> reads, in its order; <c>d</c> is documents.</summary>
    public const string DocumentColumns = "d.key, d.id, d.title, d.content_hash, d.settings, d.length_bytes, d.chunk_count, d.access_class, d.language, d.updated, d.metadata, d.states_access, d.given_access";

    /// <summary>The columns that <see cref="Chunk"/> reads, in its order; <c>c</c> is chunks, <c>d</c> is documents.</summary>
    public const string ChunkColumns = "d.id, c.ordinal, d.title, c.heading_path, c.slug, c.text, c.map, c.span_start, c.span_end, c.tokens, c.places";

    /// <summary>A row of <see cref="DocumentColumns"/>, which begin with column <paramref name="first"/>.</summary>
    public static StoredDocument Document(SqliteDataReader row, int first = 0) =>
        new(row.GetString(first + 1), row.GetString(first + 2), row.GetString(first + 3), row.GetString(first + 4), row.GetInt64(first + 5), row.GetInt32(first + 6))
        {
            Key = row.GetInt64(first),
            AccessClass = row.GetInt32(first + 7),
            Language = row.GetString(first + 8),
            Updated = row.IsDBNull(first + 9) ? null : Time(row.GetString(first + 9)),
            Metadata = row.GetString(first + 10),
            StatesAccess = row.GetInt32(first + 11) != 0,
            GivenAccess = row.GetString(first + 12),
        };

    /// <summary>A row of <see cref="ChunkColumns"/>.</summary>
    public static Chunk Chunk(SqliteDataReader row) => new(
        row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5),
        SourceMapCodec.Decode(row.GetFieldValue<byte[]>(6)), new TextSpan(row.GetInt32(7), row.GetInt32(8)), row.GetInt32(9))
    {
        Places = PlaceCodec.Decode(row.GetFieldValue<byte[]>(10)),
    };

    /// <summary>The columns that <see cref="Journal"/> reads, in its order.</summary>
    public const string JournalColumns = "time, action, document, content_hash, detail, key, replaced, access_class";

    /// <summary>A row of <see cref="JournalColumns"/>.</summary>
    public static JournalEntry Journal(SqliteDataReader row) => new(
        Time(row.GetString(0)), Enum.Parse<JournalAction>(row.GetString(1), ignoreCase: true), row.GetString(2), row.GetString(3), row.GetString(4))
    {
        Key = row.GetInt64(5),
        Replaced = row.GetInt64(6),
        AccessClass = row.GetInt32(7),
    };

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
        JournalAction.Failed => "failed",
        JournalAction.Access => "access",
        JournalAction.Upgraded => "upgraded",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
    };

    /// <summary>A point in time as the tables hold it.</summary>
    public static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
