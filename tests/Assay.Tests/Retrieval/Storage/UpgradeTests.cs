using System.Globalization;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Storage;
using Assay.Text;
using Microsoft.Data.Sqlite;

namespace Assay.Tests.Retrieval.Storage;

/// <summary>Files that an older version wrote.</summary>
public sealed class UpgradeTests : IDisposable
{
    private const string Version1 = """
        CREATE TABLE documents (
          key INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE,
          title TEXT NOT NULL,
          content_hash TEXT NOT NULL,
          settings TEXT NOT NULL,
          length_bytes INTEGER NOT NULL,
          chunk_count INTEGER NOT NULL,
          tokens INTEGER NOT NULL
        );
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
          CHECK (rowid = document << 20 | ordinal)
        );
        CREATE TABLE journal (
          entry INTEGER PRIMARY KEY,
          time TEXT NOT NULL,
          action TEXT NOT NULL CHECK (action IN ('added', 'updated', 'moved', 'deleted', 'failed')),
          document TEXT NOT NULL,
          content_hash TEXT NOT NULL,
          detail TEXT NOT NULL
        );
        CREATE INDEX journal_document ON journal (document, entry);
        CREATE VIEW searchable (rowid, title, heading_path, body) AS
          SELECT c.rowid, d.title, c.heading_path, c.text FROM chunks c JOIN documents d ON d.key = c.document;
        CREATE VIRTUAL TABLE keywords USING fts5 (
          title, heading_path, body, content = 'searchable', content_rowid = 'rowid', tokenize = 'porter unicode61 remove_diacritics 2');
        INSERT INTO documents VALUES (1, 'a', 'A', 'h', 's', 1, 1, 1);
        INSERT INTO chunks VALUES (1048576, 1, 0, '', '', 'text', x'', 0, 4, 1);
        INSERT INTO keywords (rowid, title, heading_path, body) VALUES (1048576, 'A', '', 'text');
        INSERT INTO journal VALUES (1, '2025-03-04T05:06:07.0000000+00:00', 'failed', 'b', 'h0', 'was broken'), (2, '2025-03-05T05:06:07.0000000+00:00', 'added', 'a', 'h', '');
        PRAGMA application_id = 1095979865; PRAGMA user_version = 1; PRAGMA journal_mode = WAL;
        """;

    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_of_version_1_loses_its_documents_and_keeps_its_journal()
    {
        using (SqliteConnection old = folder.OpenRaw()) old.Execute(Version1);
        KnowledgeStore store = folder.Open();
        Assert.True(store.Upgraded);
        Assert.Empty(store.Documents());
        Assert.Equal(
            [(JournalAction.Upgraded, ""), (JournalAction.Added, "a"), (JournalAction.Failed, "b")], store.Journal().Select(j => (j.Action, j.DocumentId)));
        Assert.Equal("was broken", store.Journal()[2].Detail);
        Assert.Equal(DateTimeOffset.Parse("2025-03-05T05:06:07Z", CultureInfo.InvariantCulture), store.Journal()[1].Time);
        Assert.Equal(3, store.Generation);
        Assert.Empty(store.ChangesSince(0).Documents);

        StoreFolder.Put(store, "a", "text");
        Assert.Equal("text", store.Chunks("a").Single().Text);
        Assert.False(folder.Open().Upgraded);
    }

    [Fact]
    public void A_file_of_version_1_that_is_being_written_stays_as_it_is()
    {
        SqliteConnection old = folder.OpenRaw();
        old.Execute(Version1);
        old.Execute("BEGIN IMMEDIATE");
        Assert.Contains("is in use", Assert.Throws<Assay.Text.AssayException>(() => folder.Open(TimeSpan.FromMilliseconds(100))).Message, StringComparison.Ordinal);
        old.Execute("COMMIT");
        Assert.Equal(1L, old.Scalar("SELECT count(*) FROM documents"));
        Assert.True(folder.Open().Upgraded);
    }

    [Fact]
    public void A_file_of_version_2_keeps_its_documents_and_learns_places()
    {
        using (KnowledgeStore made = KnowledgeStore.Open(folder.File, new KnowledgeStoreOptions { Time = TimeProvider.System })) StoreFolder.Put(made, "a", "text");
        using (SqliteConnection old = folder.OpenRaw()) old.Execute("ALTER TABLE chunks DROP COLUMN places; PRAGMA user_version = 2");
        KnowledgeStore store = folder.Open();
        Assert.False(store.Upgraded);
        Assert.Equal("text", store.Chunks("a").Single().Text);
        Assert.Empty(store.Chunks("a").Single().Places);
        Assert.Equal(("format 2 to 3", JournalAction.Upgraded), (store.Journal()[0].Detail, store.Journal()[0].Action));

        Chunk placed = StoreFolder.Chunks("b", "more")[0] with { Places = [new Place("page 7", new TextSpan(0, 4))] };
        store.Put(StoreFolder.Document("b"), [placed]);
        Assert.Equal("page 7", folder.Open().Chunks("b").Single().Place);
    }
}
