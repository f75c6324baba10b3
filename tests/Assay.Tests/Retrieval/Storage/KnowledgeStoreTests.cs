using System.Collections.Immutable;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Storage;
using Assay.Text;

namespace Assay.Tests.Retrieval.Storage;

public sealed class KnowledgeStoreTests : IDisposable
{
    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Chunks_after_reopening_are_what_was_put()
    {
        var map = new SourceMap([new SourceMap.Run(0, 3, new TextSpan(5, 8)), new SourceMap.Run(4, 1, new TextSpan(9, 14))]);
        ImmutableArray<Chunk> chunks =
        [
            new("docs/ä 😀.md", 0, "A title", "Setup", "setup", "two \0 & \u2028", map, new TextSpan(5, 14), 7),
            new("docs/ä 😀.md", 1, "A title", "Setup > Keys", "keys", "", new SourceMap([]), new TextSpan(20, 20), 0),
        ];
        using (KnowledgeStore store = folder.Open())
        {
            Assert.False(store.Put(new StoredDocument("docs/ä 😀.md", "A title", "abc", "set", 1L << 40, -1), chunks));
        }

        KnowledgeStore again = folder.Open();
        ImmutableArray<Chunk> read = again.Chunks("docs/ä 😀.md");
        Assert.Equal(chunks.Select(c => c with { Map = chunks[0].Map }), read.Select(c => c with { Map = chunks[0].Map }));
        Assert.Equal(chunks.Select(c => c.Map.Runs.ToArray()), read.Select(c => c.Map.Runs.ToArray()));
        Assert.Equal(new StoredDocument("docs/ä 😀.md", "A title", "abc", "set", 1L << 40, 2) { Key = 1 }, again.Find("docs/ä 😀.md"));
        Assert.Equal(new StoreTotals(1, 2, 7), again.Totals());
    }

    [Fact]
    public void Put_of_a_stored_document_replaces_it()
    {
        KnowledgeStore store = folder.Open();
        Assert.False(StoreFolder.Put(store, "a", "one", "two", "three"));
        Assert.True(StoreFolder.Put(store, "a", "four"));
        Assert.Equal("four", Assert.Single(store.Chunks("a")).Text);
        Assert.Equal([JournalAction.Updated, JournalAction.Added], store.Journal().Select(j => j.Action));
    }

    [Fact]
    public void Put_of_a_chunk_of_another_document_throws()
    {
        KnowledgeStore store = folder.Open();
        Assert.Throws<ArgumentException>(() => store.Put(StoreFolder.Document("a"), StoreFolder.Chunks("b", "text")));
        Assert.Throws<ArgumentException>(() => store.Put(StoreFolder.Document("a"), StoreFolder.Chunks("a", "x", "y").RemoveAt(0)));
        Assert.Equal(default, store.Totals());
    }

    [Fact]
    public void Remove_and_move_say_whether_they_did_something()
    {
        KnowledgeStore store = folder.Open();
        StoreFolder.Put(store, "a", "one");
        StoreFolder.Put(store, "b", "two");
        Assert.False(store.Move("a", "b"));
        Assert.False(store.Move("missing", "c"));
        Assert.True(store.Move("a", "c"));
        Assert.True(store.Remove("b"));
        Assert.False(store.Remove("b"));
        Assert.Equal(["c"], store.Documents().Select(d => d.Id));
        Assert.Equal("c", store.Chunks("c")[0].DocumentId);
        Assert.Empty(store.Chunks("a"));
        Assert.Null(store.Find("a"));
    }

    [Fact]
    public void Fail_removes_the_old_version_and_logs_each_failure_once()
    {
        KnowledgeStore store = folder.Open();
        StoreFolder.Put(store, "a", "old text");
        Assert.True(store.Fail("a", "h2", "broken"));
        Assert.False(store.Fail("a", "h2", "broken"));
        Assert.False(store.Fail("a", "h3", "broken"));
        Assert.Empty(store.Documents());
        Assert.Equal(["h3", "h2", "h"], store.Journal().Select(j => j.ContentHash));
    }

    [Fact]
    public void Journal_has_the_time_of_the_clock_and_is_newest_first()
    {
        KnowledgeStore store = folder.Open(time: new FixedTime());
        StoreFolder.Put(store, "a", "x");
        store.Move("a", "b");
        Assert.Equal(new JournalEntry(FixedTime.Now, JournalAction.Moved, "b", "h", "a") { Key = 1 }, Assert.Single(store.Journal(1)));
        Assert.Equal(new JournalEntry(FixedTime.Now, JournalAction.Added, "a", "h", "") { Key = 1 }, store.Journal()[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => store.Journal(0));
    }

    [Fact]
    public void Documents_are_ordered_ordinally_and_ids_keep_their_case()
    {
        KnowledgeStore store = folder.Open();
        string[] ids = ["b", "B", "a-b", "a/b", "ä", "\uffee", "😀"];
        foreach (string id in ids) StoreFolder.Put(store, id, "x");
        Assert.Equal(ids.Order(StringComparer.Ordinal), store.Documents().Select(d => d.Id));
    }

    [Fact]
    public void Fingerprint_depends_on_contents_and_not_on_history()
    {
        KnowledgeStore store = folder.Open();
        StoreFolder.Put(store, "a", "x");
        StoreFolder.Put(store, "b", "y");
        string fingerprint = store.Fingerprint();
        store.Remove("a");
        Assert.NotEqual(fingerprint, store.Fingerprint());
        StoreFolder.Put(store, "c", "z");
        StoreFolder.Put(store, "a", "x");
        store.Remove("c");
        Assert.Equal(fingerprint, store.Fingerprint());
        store.Put(StoreFolder.Document("a", "other"), []);
        Assert.NotEqual(fingerprint, store.Fingerprint());
        store.Put(StoreFolder.Document("a") with { Settings = "other" }, []);
        Assert.NotEqual(fingerprint, store.Fingerprint());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Keyword_index_agrees_with_the_chunks_after_any_history(int seed)
    {
        KnowledgeStore store = folder.Open();
        var random = new Random(seed);
        for (int i = 0; i < 200; i++)
        {
            string id = "d" + random.Next(12), other = "d" + random.Next(12);
            int action = random.Next(5);
            if (action == 0) store.Remove(id);
            else if (action == 1) store.Move(id, other);
            else StoreFolder.Put(store, id, [.. Enumerable.Range(0, random.Next(4)).Select(_ => $"running words {random.Next(30)} für {random.Next(5)}")]);
        }

        Assert.Equal("ok", store.Writer.Scalar("PRAGMA integrity_check"));
    }

    [Fact]
    public void Use_after_dispose_throws()
    {
        KnowledgeStore store = folder.Open();
        store.Dispose();
        store.Dispose();
        Assert.Throws<ObjectDisposedException>(() => store.Totals());
        Assert.Throws<ObjectDisposedException>(() => store.Remove("a"));
    }

    private sealed class FixedTime : TimeProvider
    {
        public static readonly DateTimeOffset Now = new(2025, 3, 4, 5, 6, 7, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
