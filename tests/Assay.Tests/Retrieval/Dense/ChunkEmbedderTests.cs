using Assay.Retrieval.Dense;
using Assay.Retrieval.Storage;
using Assay.Tests.Retrieval.Storage;
using Assay.Text;

namespace Assay.Tests.Retrieval.Dense;

public sealed class ChunkEmbedderTests : IDisposable
{
    private readonly StoreFolder folder = new();
    private readonly KnowledgeStore store;
    private readonly WordVectors model = new();

    public ChunkEmbedderTests() => store = folder.Open();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_text_is_sent_once_with_its_title()
    {
        StoreFolder.Put(store, "a", "red apples", "green pears", "red apples");
        StoreFolder.Put(store, "b");
        Assert.Equal(3, new VectorStore(store).CountMissing("m"));
        EmbedReport report = await EmbedAsync();
        Assert.Equal(new EmbedReport(3, 2, 2, 0), report);
        Assert.Equal(["Title of a\nred apples", "Title of a\ngreen pears"], model.Texts);
        Assert.Equal(0, new VectorStore(store).CountMissing("m"));
        Assert.Equal(new EmbedReport(0, 0, 0, 0), await EmbedAsync());
        Assert.Equal(1, model.Requests);
    }

    [Fact]
    public async Task New_version_of_a_document_pays_only_for_what_changed()
    {
        StoreFolder.Put(store, "a", "one", "two", "three");
        await EmbedAsync();
        StoreFolder.Put(store, "a", "one", "three", "four");
        Assert.Equal(new EmbedReport(3, 1, 1, 1), await EmbedAsync());
        Assert.Equal("Title of a\nfour", model.Texts[^1]);
        StoreFolder.Put(store, "a", "two");
        Assert.Equal(new EmbedReport(1, 1, 1, 3), await EmbedAsync());
    }

    [Fact]
    public async Task Vectors_go_with_their_document()
    {
        StoreFolder.Put(store, "a", "one", "two");
        StoreFolder.Put(store, "b", "three");
        await EmbedAsync();
        var vectors = new VectorStore(store);
        store.Remove("a");
        Assert.Equal(2, vectors.Prune());
        Assert.Equal(0, vectors.Prune());
        StoreFolder.Put(store, "c", "three");
        Assert.Equal(1, vectors.CountMissing("m"));
    }

    [Fact]
    public async Task What_was_embedded_before_a_failure_is_kept()
    {
        StoreFolder.Put(store, "a", [.. Enumerable.Range(0, 200).Select(i => $"text {i}")]);
        model.FailsAt = 2;
        await Assert.ThrowsAsync<AssayException>(() => EmbedAsync());
        Assert.Equal(72, new VectorStore(store).CountMissing("m"));
        model.FailsAt = -1;
        var seen = new List<EmbedProgress>();
        EmbedReport report = await new ChunkEmbedder(store, model, "m").EmbedAsync(new Told(seen), default);
        Assert.Equal(72, report.Embedded);
        Assert.Equal(200, model.Texts.Distinct().Count());
        Assert.Equal(200, model.Texts.Count);
        Assert.Equal([new EmbedProgress(64, 72), new EmbedProgress(72, 72)], seen);
    }

    [Fact]
    public async Task Cancelled_embedding_sends_nothing_more()
    {
        StoreFolder.Put(store, "a", "one");
        await Assert.ThrowsAsync<OperationCanceledException>(() => new ChunkEmbedder(store, model, "m").EmbedAsync(null, new CancellationToken(true)));
        Assert.Empty(model.Texts);
    }

    [Fact]
    public async Task Models_do_not_share_vectors_and_do_not_disturb_each_other()
    {
        StoreFolder.Put(store, "a", "one", "two");
        await EmbedAsync();
        var other = new WordVectors(7);
        Assert.Equal(2, (await new ChunkEmbedder(store, other, "other").EmbedAsync(null, default)).Embedded);
        Assert.Equal(0, new VectorStore(store).CountMissing("m"));
        Assert.Equal(0, new VectorStore(store).CountMissing("other"));
        Assert.Equal(2, new VectorStore(store).CountMissing("third"));
    }

    [Fact]
    public async Task Estimate_counts_each_text_to_be_sent_once()
    {
        StoreFolder.Put(store, "a", "one two three", "one two three", "four");
        var embedder = new ChunkEmbedder(store, model, "m");
        Assert.Equal(6 + 4, embedder.EstimateTokens(t => t.Split([' ', '\n']).Length));
        await EmbedAsync();
        Assert.Equal(0, embedder.EstimateTokens(_ => 1));
    }

    [Fact]
    public async Task Model_that_changes_its_length_is_refused()
    {
        StoreFolder.Put(store, "a", "one");
        await EmbedAsync();
        StoreFolder.Put(store, "b", "two");
        model.Dimension = 9;
        AssayException error = await Assert.ThrowsAsync<AssayException>(() => EmbedAsync());
        Assert.Contains("9 values", error.Message);
        Assert.Contains("assay clean", error.Message);
        Assert.Equal(1, new VectorStore(store).CountMissing("m"));
    }

    private Task<EmbedReport> EmbedAsync() => new ChunkEmbedder(store, model, "m").EmbedAsync(null, default);

    private sealed class Told(List<EmbedProgress> seen) : IProgress<EmbedProgress>
    {
        public void Report(EmbedProgress value) => seen.Add(value);
    }
}
