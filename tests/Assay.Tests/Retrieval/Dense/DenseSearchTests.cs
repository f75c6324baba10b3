using Assay.Retrieval.Dense;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Search;
using Assay.Retrieval.Storage;
using Assay.Tests.Retrieval.Storage;
using Assay.Text;

namespace Assay.Tests.Retrieval.Dense;

public sealed class DenseSearchTests : IDisposable
{
    private readonly StoreFolder folder = new();
    private readonly KnowledgeStore store;
    private readonly WordVectors model = new();
    private readonly DenseSearch search;

    public DenseSearchTests()
    {
        store = folder.Open();
        search = Search();
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_change_of_the_store_is_seen_by_the_next_search()
    {
        Assert.Empty(await search.SearchAsync("apples", 5));
        StoreFolder.Put(store, "a", "red apples", "green pears");
        Assert.Empty(await search.SearchAsync("apples", 5));
        await EmbedAsync();
        Assert.Equal(["red apples", "green pears"], await FoundAsync("red apples"));
        StoreFolder.Put(store, "a", "green pears", "blue plums");
        Assert.Empty(await FoundAsync("red apples"));
        await EmbedAsync();
        Assert.Equal("blue plums", (await FoundAsync("blue plums"))[0]);
        store.Move("a", "z");
        Assert.Equal("blue plums", (await FoundAsync("blue plums"))[0]);
        store.Remove("z");
        Assert.Empty(await FoundAsync("blue plums"));
    }

    [Fact]
    public async Task Change_of_access_is_seen_by_the_next_search()
    {
        StoreFolder.Put(store, "a", "red apples");
        await EmbedAsync();
        var everybody = new ChunkFilter([store.Find("a")!.AccessClass], null);
        Assert.Single(await search.SearchAsync("apples", 5, everybody));
        store.SetAccess("a", AccessList.Of(["user:ann"]));
        Assert.Empty(await search.SearchAsync("apples", 5, everybody));
        Assert.Single(await search.SearchAsync("apples", 5, new ChunkFilter([store.Find("a")!.AccessClass], null)));
    }

    [Fact]
    public async Task A_query_is_embedded_once()
    {
        StoreFolder.Put(store, "a", "red apples");
        await EmbedAsync();
        int before = model.Requests;
        await search.SearchAsync("apples", 5);
        await search.SearchAsync("apples", 3);
        Assert.Equal(before + 1, model.Requests);
    }

    [Fact]
    public async Task Many_queries_are_embedded_together_and_known_from_then_on()
    {
        Assert.Null(search.Queries.Of("query 1"));
        await search.Queries.EmbedAsync([.. Enumerable.Range(0, 100).Select(i => $"query {i}"), "query 7"]);
        Assert.Equal(2, model.Requests);
        Assert.Equal(100, model.Texts.Count);
        Assert.Equal(model.Of("query 7"), search.Queries.Of("query 7")!.Value.ToArray());
        await search.Queries.EmbedAsync(["query 7", "another"]);
        Assert.Equal("another", model.Texts[^1]);
        Assert.Equal(101, model.Texts.Count);
    }

    [Fact]
    public async Task Query_vectors_of_another_length_are_refused()
    {
        StoreFolder.Put(store, "a", "red apples");
        await EmbedAsync();
        model.Dimension = 5;
        AssayException error = await Assert.ThrowsAsync<AssayException>(() => search.SearchAsync("apples", 5));
        Assert.Contains("5 values", error.Message);
    }

    [Fact]
    public async Task Result_does_not_depend_on_the_order_of_ingestion()
    {
        string[] ids = [.. Enumerable.Range(0, 30).Select(i => $"d{i}")];
        using var other = new StoreFolder();
        KnowledgeStore backwards = other.Open();
        foreach (string id in ids) StoreFolder.Put(store, id, "same words here", $"other {id}");
        foreach (string id in ids.Reverse()) StoreFolder.Put(backwards, id, "same words here", $"other {id}");
        await EmbedAsync();
        await new ChunkEmbedder(backwards, model, "m").EmbedAsync(null, default);
        var second = new DenseSearch(backwards, model, new DenseSearchOptions { Embedder = "m" });
        foreach (string query in (string[])["other d7", "d3 d4", "other"])
        {
            Assert.Equal(await ScoredAsync(search, store, query), await ScoredAsync(second, backwards, query));
        }
    }

    [Fact]
    public async Task Snapshot_spares_the_work_and_is_believed_only_when_it_belongs_to_the_store()
    {
        string path = Path.Combine(folder.Path, "dense.index");
        for (int d = 0; d < 22; d++) StoreFolder.Put(store, $"d{d}", [.. Enumerable.Range(0, 510).Select(i => $"d{d} text number {i}")]);
        await EmbedAsync();
        DenseSearch first = Search(path);
        IReadOnlyList<DenseHit> expected = await first.SearchAsync("d7 text number 77", 10);
        Assert.True(first.Save());
        Assert.False(first.Save());
        byte[] saved = File.ReadAllBytes(path);
        long removed = store.Find("d7")!.Key;

        Assert.Equal(expected, await Search(path).SearchAsync("d7 text number 77", 10));
        store.Remove("d7");
        StoreFolder.Put(store, "new", "brand new words");
        await EmbedAsync();
        DenseSearch later = Search(path);
        Assert.DoesNotContain(await later.SearchAsync("d7 text number 77", 10_000), h => h.Row >> 20 == removed);
        Assert.Single((await later.SearchAsync("brand new words", 1)).Take(1));
        Assert.True(later.Save());
        Assert.NotEqual(saved, File.ReadAllBytes(path));

        File.WriteAllBytes(path, [.. saved[..^1], (byte)(saved[^1] ^ 1)]);
        IReadOnlyList<DenseHit> rebuilt = await Search(path).SearchAsync("d7 text number 77", 10_000);
        Assert.True(rebuilt.Count >= 10_000);
        Assert.DoesNotContain(rebuilt, h => h.Row >> 20 == removed);
    }

    [Fact]
    public async Task Purge_leaves_no_vector_of_removed_documents_in_the_file()
    {
        string path = Path.Combine(folder.Path, "dense.index");
        StoreFolder.Put(store, "gone", "a secret that has to go");
        for (int d = 0; d < 22; d++) StoreFolder.Put(store, $"d{d}", [.. Enumerable.Range(0, 510).Select(i => $"d{d} text number {i}")]);
        await EmbedAsync();
        DenseSearch dense = Search(path);
        await dense.SearchAsync("text", 1);
        Assert.True(dense.Save());
        store.Remove("gone");
        dense.Purge();
        using DenseIndex? left = DenseSnapshot.Load(path, new DenseIndexOptions { Dimension = 48 }, _ => true, out _);
        Assert.NotNull(left);
        Assert.Equal(22 * 510, left.Count);
        Assert.Equal(0, left.RemovedShare);
    }

    private DenseSearch Search(string? path = null) => new(store, model, new DenseSearchOptions { Embedder = "m", SnapshotPath = path });

    private Task<EmbedReport> EmbedAsync() => new ChunkEmbedder(store, model, "m").EmbedAsync(null, default);

    private async Task<string[]> FoundAsync(string query)
    {
        IReadOnlyList<DenseHit> hits = await search.SearchAsync(query, 5);
        return store.Snapshot(s => hits.Select(h => s.Chunk(h.Row)!.Text).ToArray());
    }

    private static async Task<string[]> ScoredAsync(DenseSearch search, KnowledgeStore store, string query)
    {
        IReadOnlyList<DenseHit> hits = await search.SearchAsync(query, 60);
        return [.. store.Snapshot(s => hits.Select(h => (Chunk: s.Chunk(h.Row)!, h.Score)).OrderByDescending(h => h.Score).ThenBy(h => h.Chunk.DocumentId, StringComparer.Ordinal).ThenBy(h => h.Chunk.Ordinal)
            .Select(h => $"{h.Chunk.DocumentId} {h.Chunk.Ordinal} {h.Score:R}").ToArray())];
    }
}
