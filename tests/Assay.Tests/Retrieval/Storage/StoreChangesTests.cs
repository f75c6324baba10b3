using Assay.Retrieval.Permissions;
using Assay.Retrieval.Storage;

namespace Assay.Tests.Retrieval.Storage;

public sealed class StoreChangesTests : IDisposable
{
    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Keys_are_never_used_again()
    {
        KnowledgeStore store = folder.Open();
        StoreFolder.Put(store, "a", "one");
        StoreFolder.Put(store, "a", "two");
        store.Remove("a");
        StoreFolder.Put(store, "a", "three");
        Assert.Equal(3, store.Find("a")!.Key);
        store.Remove("a");
        store.Dispose();
        store = folder.Open();
        StoreFolder.Put(store, "b", "four");
        Assert.Equal(4, store.Find("b")!.Key);
    }

    [Fact]
    public void Changes_name_each_key_once_with_what_it_is_now()
    {
        KnowledgeStore store = folder.Open();
        Assert.Equal(0, store.Generation);
        StoreFolder.Put(store, "a", "one");
        StoreFolder.Put(store, "b", "two");
        StoreFolder.Put(store, "c", "three");
        long before = store.Generation;
        Assert.Empty(store.ChangesSince(before).Documents);

        StoreFolder.Put(store, "a", "one again");
        store.Move("b", "d");
        store.SetAccess("d", AccessList.Everyone);
        store.Fail("c", "h", "broken");
        store.Fail("c", "h2", "still broken");
        StoreChanges changes = store.ChangesSince(before);

        Assert.Equal([(1, null), (2, "d"), (3, null), (4, "a")], changes.Documents.Select(c => (c.Key, c.Now?.Id)));
        Assert.Equal(AccessClasses.Everyone, changes.Documents[1].Now!.AccessClass);
        Assert.Equal(store.Generation, changes.Generation);
        Assert.Empty(store.ChangesSince(changes.Generation).Documents);
        Assert.Empty(store.ChangesSince(changes.Generation + 5).Documents);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_copy_kept_up_by_changes_is_the_store(int seed)
    {
        KnowledgeStore store = folder.Open(), other = folder.Open();
        var random = new Random(seed);
        var copy = new Dictionary<long, StoredDocument>();
        long generation = 0;
        for (int i = 0; i < 300; i++)
        {
            string id = "d" + random.Next(10), to = "d" + random.Next(10);
            switch (random.Next(6))
            {
                case 0: store.Remove(id); break;
                case 1: store.Move(id, to); break;
                case 2: store.SetAccess(id, AccessList.Of(["group:g" + random.Next(3)])); break;
                case 3: store.Fail(id, "h" + i, "broken"); break;
                default: StoreFolder.Put(store, id, "text " + i); break;
            }

            if (random.Next(4) > 0) continue;
            StoreChanges changes = other.ChangesSince(generation);
            foreach (DocumentChange change in changes.Documents)
            {
                if (change.Now is null) copy.Remove(change.Key);
                else copy[change.Key] = change.Now;
            }

            generation = changes.Generation;
            Assert.Equal(store.Documents(), copy.Values.OrderBy(d => d.Id, StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Language_date_and_metadata_come_back()
    {
        KnowledgeStore store = folder.Open();
        StoredDocument document = StoreFolder.Document("a") with
        {
            Language = "de", Updated = new DateTimeOffset(2025, 1, 2, 0, 0, 0, TimeSpan.Zero), Metadata = """{"owner":"Ann"}""", ChunkCount = 1,
        };
        store.Put(document, StoreFolder.Chunks("a", "x"));
        Assert.Equal(document with { Key = 1 }, store.Find("a"));
    }

    [Fact]
    public void Two_stores_made_alike_have_different_instances()
    {
        using var second = new StoreFolder();
        KnowledgeStore store = folder.Open();
        Assert.NotEqual(store.Instance, second.Open().Instance);
        Assert.Equal(store.Instance, folder.Open().Instance);
    }
}
