using System.Globalization;
using Assay.Text;
using Microsoft.Data.Sqlite;

namespace Assay.Retrieval.Storage;

/// <summary>The tables of a knowledge store and the check that a file holds them.</summary>
internal static class StoreSchema
{
    /// <summary>Version of the tables, kept in <c>user_version</c>. A change that older code cannot read raises it.</summary>
    public const int Version = 3;

    /// <summary>
    /// Bits of a chunk's row id that hold its ordinal; the bits above hold its document's key. Search thus knows document and
    /// order of a hit from the row id alone, without touching another table.
    /// </summary>
    public const int OrdinalBits = 20;

    /// <summary>Marks the file as ours ("ASSY"), so that some other program's database is not written into.</summary>
    private const int ApplicationId = 0x41535359;

    private const string Tables = """
        CREATE TABLE properties (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        INSERT INTO properties VALUES ('instance', lower(hex(randomblob(16)))), ('restricted', '0');
        CREATE TABLE access_classes (class INTEGER PRIMARY KEY, principals TEXT NOT NULL UNIQUE);
        INSERT INTO access_classes VALUES (0, ''), (1, 'everyone'), (2, 'nobody');
        CREATE TABLE access_members (
          principal TEXT NOT NULL,
          class INTEGER NOT NULL REFERENCES access_classes (class),
          PRIMARY KEY (principal, class)
        ) WITHOUT ROWID;
        CREATE TABLE documents (
          key INTEGER PRIMARY KEY AUTOINCREMENT,
          id TEXT NOT NULL UNIQUE,
          title TEXT NOT NULL,
          content_hash TEXT NOT NULL,
          settings TEXT NOT NULL,
          length_bytes INTEGER NOT NULL,
          chunk_count INTEGER NOT NULL,
          tokens INTEGER NOT NULL,
          access_class INTEGER NOT NULL REFERENCES access_classes (class),
          states_access INTEGER NOT NULL,
          given_access TEXT NOT NULL,
          language TEXT NOT NULL,
          updated TEXT,
          metadata TEXT NOT NULL
        );
        CREATE TABLE known_files (id TEXT PRIMARY KEY, length INTEGER NOT NULL, modified INTEGER NOT NULL, content_hash TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE chunks (
          rowid INTEGER PRIMARY KEY,
          document INTEGER NOT NULL REFERENCES documents (key),
          ordinal INTEGER NOT NULL,
          heading_path TEXT NOT NULL,
          slug TEXT NOT NULL,
          text TEXT NOT NULL,
          map BLOB NOT NULL,
          span_start INTEGER NOT NULL,
          span_end INTEGER NOT NULL,
          tokens INTEGER NOT NULL,
          places BLOB NOT NULL DEFAULT x'',
          CHECK (rowid = document << 20 | ordinal)
        );
        CREATE TABLE journal (
          entry INTEGER PRIMARY KEY,
          time TEXT NOT NULL,
          action TEXT NOT NULL CHECK (action IN ('added', 'updated', 'moved', 'deleted', 'failed', 'access', 'upgraded')),
          document TEXT NOT NULL,
          content_hash TEXT NOT NULL,
          detail TEXT NOT NULL,
          key INTEGER NOT NULL DEFAULT 0,
          replaced INTEGER NOT NULL DEFAULT 0,
          access_class INTEGER NOT NULL DEFAULT 0
        );
        CREATE INDEX journal_document ON journal (document, entry);
        """;

    // What the documents give again is dropped, the journal is taken over.
    private const string DropVersion1 = """
        DROP TABLE keywords;
        DROP VIEW searchable;
        DROP TABLE chunks;
        DROP TABLE documents;
        DROP INDEX journal_document;
        ALTER TABLE journal RENAME TO old_journal;
        """;

    private const string TakeJournal = """
        INSERT INTO journal (entry, time, action, document, content_hash, detail)
          SELECT entry, time, action, document, content_hash, detail FROM old_journal;
        DROP TABLE old_journal;
        """;

    // Documents stay as they are and can be searched; their places come when they are next read.
    private const string AddPlaces = "ALTER TABLE chunks ADD COLUMN places BLOB NOT NULL DEFAULT x''";

    private const string LogUpgrade = "INSERT INTO journal (time, action, document, content_hash, detail) VALUES ($time, 'upgraded', '', '', $detail)";

    /// <summary>Makes the tables in an empty file, brings those of an older version up to date, or checks that they are the ones this code knows.</summary>
    /// <param name="connection">The writer, outside a transaction.</param>
    /// <param name="path">Named in messages.</param>
    /// <param name="time">The clock of the journal.</param>
    /// <returns>Whether a file of an older version lost its documents, which are to be read again.</returns>
    /// <exception cref="AssayException">The file is some other database, or a newer Assay wrote it.</exception>
    public static bool Prepare(SqliteConnection connection, string path, TimeProvider time)
    {
        // In one transaction: another process may be making the tables between two reads.
        if (connection.InSnapshot(() => Found(connection, path)) == Version) return false;
        return connection.InTransaction(() =>
        {
            // Another process may have made them while this one waited for the lock.
            long found = Found(connection, path);
            if (found == Version) return false;
            if (found == 1) connection.Execute(DropVersion1);
            connection.Execute(found == 2 ? AddPlaces : Tables);
            if (found == 1) connection.Execute(TakeJournal);
            if (found > 0) connection.Execute(LogUpgrade, ("$time", time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)), ("$detail", string.Create(CultureInfo.InvariantCulture, $"format {found} to {Version}")));
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};"));
            return found == 1;
        });
    }

    // The version of the tables in the file; 0 for an empty file. Only inside a transaction.
    private static long Found(SqliteConnection connection, string path)
    {
        long application = Number(connection, "PRAGMA application_id"), version = Number(connection, "PRAGMA user_version");
        if (application == ApplicationId)
        {
            if (version > Version) throw new AssayException($"'{path}' was written by a newer Assay (format {version}, this one reads up to {Version}). Update Assay, or move the file away and run `assay ingest`.");
            return version > 0 ? version : throw new NotAKnowledgeBaseException(StoreErrors.NotAKnowledgeBase(path));
        }

        bool empty = application == 0 && version == 0 && Number(connection, "SELECT count(*) FROM sqlite_master") == 0;
        return empty ? 0 : throw new NotAKnowledgeBaseException(StoreErrors.NotAKnowledgeBase(path));
    }

    private static long Number(SqliteConnection connection, string sql) => (long)connection.Scalar(sql)!;
}
