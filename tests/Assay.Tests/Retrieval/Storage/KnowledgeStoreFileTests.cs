using System.Globalization;
using Assay.Retrieval.Storage;
using Assay.Text;
using Microsoft.Data.Sqlite;

namespace Assay.Tests.Retrieval.Storage;

public sealed class KnowledgeStoreFileTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Open_makes_missing_folders()
    {
        string path = Path.Combine(folder.Path, "a", "b", "k.db");
        using KnowledgeStore store = KnowledgeStore.Open(path);
        Assert.Equal(path, store.Path);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void Many_that_open_a_file_at_once_while_it_is_made_all_open_it()
    {
        for (int round = 0; round < 30; round++)
        {
            string path = Path.Combine(folder.Path, round.ToString(CultureInfo.InvariantCulture), "k.db");
            using var start = new Barrier(4);
            string[] instances = new string[4];
            Thread[] openers = [.. instances.Select((_, i) => new Thread(() =>
            {
                start.SignalAndWait();
                try
                {
                    using KnowledgeStore store = KnowledgeStore.Open(path);
                    instances[i] = store.Instance;
                }
                catch (AssayException error)
                {
                    instances[i] = error.Message;
                }
            }))];
            foreach (Thread opener in openers) opener.Start();
            foreach (Thread opener in openers) opener.Join();
            Assert.Matches("^[0-9a-f]{32}$", Assert.Single(instances.Distinct()));
        }
    }

    [Fact]
    public void Open_of_a_newer_format_says_so()
    {
        folder.Open().Dispose();
        folder.OpenRaw().Execute("PRAGMA user_version = 99");
        Assert.Contains("written by a newer Assay (format 99", Assert.ThrowsAny<AssayException>(() => folder.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_of_a_text_file_says_it_is_no_knowledge_base()
    {
        File.WriteAllText(folder.File, string.Concat(Enumerable.Repeat("Not a database at all. ", 100)));
        AssertNotOurs();
        Assert.StartsWith("Not a database", File.ReadAllText(folder.File), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_of_a_database_of_another_program_leaves_it_alone()
    {
        using (SqliteConnection other = folder.OpenRaw()) other.Execute("CREATE TABLE bookmarks (url TEXT)");
        AssertNotOurs();
        Assert.Equal(1L, folder.OpenRaw().Scalar("SELECT count(*) FROM sqlite_master"));
    }

    [Fact]
    public void Open_of_our_file_without_a_version_says_it_is_no_knowledge_base()
    {
        folder.Open().Dispose();
        folder.OpenRaw().Execute("PRAGMA user_version = 0");
        AssertNotOurs();
    }

    [Fact]
    public void Open_of_a_folder_says_what_to_check()
    {
        Directory.CreateDirectory(folder.File);
        Assert.Contains("cannot be opened", Assert.ThrowsAny<AssayException>(() => folder.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_below_a_file_says_that_the_folder_cannot_be_made()
    {
        string file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");
        Assert.Contains("cannot be made", Assert.ThrowsAny<AssayException>(() => KnowledgeStore.Open(Path.Combine(file, "k.db"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Put_while_another_process_writes_gives_up_after_the_busy_timeout()
    {
        KnowledgeStore store = folder.Open(Short);
        StoreFolder.Put(store, "a", "old");
        SqliteConnection other = folder.OpenRaw();
        other.Execute("BEGIN IMMEDIATE");
        Assert.Contains("is in use", Assert.ThrowsAny<AssayException>(() => StoreFolder.Put(store, "a", "new")).Message, StringComparison.Ordinal);
        other.Execute("COMMIT");
        Assert.True(StoreFolder.Put(store, "a", "new"));
    }

    [Fact]
    public void Open_and_reading_work_while_another_process_writes()
    {
        using (KnowledgeStore first = folder.Open()) StoreFolder.Put(first, "a", "text");
        folder.OpenRaw().Execute("BEGIN IMMEDIATE");
        Assert.Equal(1, folder.Open(Short).Totals().Documents);
    }

    [Fact]
    public void Open_of_a_new_file_that_another_process_has_locked_gives_up()
    {
        folder.OpenRaw().Execute("BEGIN EXCLUSIVE");
        Assert.Contains("is in use", Assert.ThrowsAny<AssayException>(() => folder.Open(Short)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_a_killed_process_hold_the_last_committed_version()
    {
        KnowledgeStore store = folder.Open();
        StoreFolder.Put(store, "a", "old one", "old two");
        SqliteConnection dying = folder.OpenRaw();

        // A cache of one page makes SQLite write uncommitted pages to the log, which is what a killed process leaves behind.
        dying.Execute("PRAGMA cache_size = 1; BEGIN IMMEDIATE; DELETE FROM chunks; DELETE FROM documents;");
        for (int i = 0; i < 50; i++) dying.Execute("INSERT INTO journal (time, action, document, content_hash, detail) VALUES ('', 'added', 'x', '', $text)", ("$text", new string('x', 4000)));
        using var copy = new StoreFolder();
        foreach (string suffix in (string[])["", "-wal"]) File.Copy(folder.File + suffix, copy.File + suffix);

        Assert.True(new FileInfo(copy.File + "-wal").Length > 50 * 4000, "Nothing uncommitted was in the log.");
        Assert.Equal(["old one", "old two"], copy.Open().Chunks("a").Select(c => c.Text));
    }

    [Fact]
    public void Dispose_in_the_middle_of_a_change_undoes_it()
    {
        using (KnowledgeStore store = folder.Open())
        {
            StoreFolder.Put(store, "a", "old");
            store.Writer.Execute("BEGIN IMMEDIATE; DELETE FROM chunks; DELETE FROM documents;");
        }

        Assert.Equal("old", folder.Open().Chunks("a").Single().Text);
    }

    [Fact]
    public void Put_on_a_full_disk_changes_nothing_and_says_what_to_do()
    {
        KnowledgeStore store = folder.Open();
        StoreFolder.Put(store, "a", "old");
        long pages = (long)store.Writer.Scalar("PRAGMA page_count")!;
        store.Writer.Scalar($"PRAGMA max_page_count = {pages + 3}");
        string[] big = [.. Enumerable.Range(0, 100).Select(i => string.Join(' ', Enumerable.Range(i * 100, 100).Select(n => $"word{n}")))];
        Assert.Contains("Free some disk space", Assert.ThrowsAny<AssayException>(() => StoreFolder.Put(store, "a", big)).Message, StringComparison.Ordinal);
        Assert.Equal("old", store.Chunks("a").Single().Text);
        Assert.Single(store.Journal());

        store.Writer.Scalar("PRAGMA max_page_count = 1000000");
        Assert.True(StoreFolder.Put(store, "a", big));
        Assert.Equal("ok", store.Writer.Scalar("PRAGMA integrity_check"));
    }

    [Fact]
    public void Readers_during_a_replace_see_one_version_whole()
    {
        KnowledgeStore store = folder.Open();
        string[] old = [.. Enumerable.Repeat("alpha", 9)], young = [.. Enumerable.Repeat("beta", 5)];
        StoreFolder.Put(store, "a", old);
        using var stop = new CancellationTokenSource();
        int seen = 0;
        var reader = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                string[] texts = [.. store.Chunks("a").Select(c => c.Text)];
                if (!texts.SequenceEqual(old) && !texts.SequenceEqual(young)) seen = int.MinValue;
                seen++;
            }
        });
        reader.Start();
        for (int i = 0; i < 150 || Volatile.Read(ref seen) is >= 0 and < 20; i++) StoreFolder.Put(store, "a", i % 2 == 0 ? young : old);
        stop.Cancel();
        reader.Join();
        Assert.True(seen > 0, "A reader saw half a document.");
    }

    [Fact]
    public void A_snapshot_does_not_see_what_is_committed_meanwhile()
    {
        KnowledgeStore store = folder.Open();
        StoreFolder.Put(store, "a", "old");
        long chunks = store.Read(c =>
        {
            c.Scalar("SELECT count(*) FROM chunks");
            StoreFolder.Put(store, "a", "new", "newer");
            return (long)c.Scalar("SELECT count(*) FROM chunks")!;
        });
        Assert.Equal(1, chunks);
        Assert.Equal(2, store.Totals().Chunks);
    }

    [Fact]
    public void A_damaged_source_map_is_reported_with_the_file()
    {
        KnowledgeStore store = folder.Open();
        StoreFolder.Put(store, "a", "text");
        store.Writer.Execute("UPDATE chunks SET map = x'80'");
        Assert.Equal(StoreErrors.Damaged(folder.File), Assert.ThrowsAny<AssayException>(() => store.Chunks("a")).Message);
    }

    [Theory]
    [InlineData(5, "is in use")]
    [InlineData(6, "is in use")]
    [InlineData(8, "cannot be written")]
    [InlineData(10, "Check the disk")]
    [InlineData(11, "is damaged")]
    [InlineData(13, "No space left")]
    [InlineData(14, "cannot be opened")]
    [InlineData(26, "is not a knowledge base; move it away and run `assay ingest`")]
    [InlineData(1, "reported an error")]
    public void Translate_of_a_result_code_names_file_and_remedy(int code, string expected)
    {
        string message = StoreErrors.Translate(new SqliteException("details", code), "k.db").Message;
        Assert.StartsWith(code == 13 ? "No space left for 'k.db'" : code == 10 ? "Reading or writing 'k.db'" : "'k.db'", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_without_a_busy_timeout_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => folder.Open(TimeSpan.Zero));

    private void AssertNotOurs() => Assert.Equal(
        $"'{folder.File}' is not a knowledge base; move it away and run `assay ingest`.", Assert.ThrowsAny<AssayException>(() => folder.Open()).Message);
}
