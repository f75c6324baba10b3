using Assay.Retrieval.Keyword;
using Assay.Retrieval.Search;
using Assay.Retrieval.Storage;
using Assay.Tests.Retrieval.Storage;

namespace Assay.Tests.Retrieval.Keyword;

public sealed class StoredKeywordIndexTests : IDisposable
{
    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Searches_follow_a_store_that_others_change(int seed)
    {
        KnowledgeStore store = folder.Open(), other = folder.Open();
        var random = new Random(seed);
        var search = new KeywordSearch(store);
        for (int i = 0; i < 120; i++)
        {
            KnowledgeStore writer = random.Next(2) == 0 ? store : other;
            string id = "d" + random.Next(12), another = "d" + random.Next(12);
            int action = random.Next(6);
            if (action == 0) writer.Remove(id);
            else if (action == 1) writer.Move(id, another);
            else StoreFolder.Put(writer, id, [.. Enumerable.Range(0, random.Next(4)).Select(_ => $"running words w{random.Next(30)} x{random.Next(5)}")]);
            if (random.Next(10) == 0) search.Refresh();
            if (random.Next(10) == 0) search = new KeywordSearch(store);
            Same(Expected(store, "running"), search.RankDocuments("running"));
            Same(Expected(store, "x1 w3"), search.RankDocuments("x1 w3"));
        }
    }

    [Fact]
    public void A_damaged_cut_or_foreign_file_is_made_again()
    {
        KnowledgeStore store = folder.Open();
        for (int i = 0; i < 40; i++) StoreFolder.Put(store, "d" + i, $"words number{i} shared", "more words");
        var search = new KeywordSearch(store);
        search.Refresh();
        byte[] whole = File.ReadAllBytes(search.IndexFile);
        Assert.NotNull(KeywordIndex.Open(search.IndexFile, "analysis 1", store.Instance));
        Assert.Null(KeywordIndex.Open(search.IndexFile, "analysis 0", store.Instance));
        Assert.Null(KeywordIndex.Open(search.IndexFile, "analysis 1", "another store"));
        var random = new Random(3);
        for (int i = 0; i < 60; i++)
        {
            byte[] broken = (byte[])whole.Clone();
            if (i % 3 == 0) broken = broken[..random.Next(broken.Length)];
            else if (i % 3 == 1) broken[random.Next(broken.Length)] ^= (byte)(1 << random.Next(8));
            else broken.AsSpan(random.Next(broken.Length - 100), 100).Fill((byte)random.Next(1, 255));
            if (broken.AsSpan().SequenceEqual(whole)) continue;
            File.WriteAllBytes(search.IndexFile, broken);
            Assert.Null(KeywordIndex.Open(search.IndexFile, "analysis 1", store.Instance));
        }

        Assert.Equal("d7", new KeywordSearch(store).Search("number7").Single().Chunk.DocumentId);
        Assert.NotNull(KeywordIndex.Open(search.IndexFile, "analysis 1", store.Instance));
    }

    [Fact]
    public void The_same_documents_give_the_same_file_whatever_their_order()
    {
        byte[] File(int seed)
        {
            using var fresh = new StoreFolder();
            KnowledgeStore store = fresh.Open();
            var made = new RandomDocuments(9);
            var random = new Random(seed);
            List<IndexedDocument> documents = [.. made.Many(200).OrderBy(_ => random.Next())], gone = [.. new RandomDocuments(10).Many(20).Select(d => d with { Key = d.Key + 1000 })];
            KeywordIndex index = KeywordIndex.Build(gone, 1);
            int generation = 2;
            foreach (IndexedDocument[] part in documents.Chunk(30 + seed)) index.Apply([], part, generation++);
            index.Apply([.. gone.Select(d => d.Key)], [], 100);
            string path = Path.Combine(fresh.Path, "k");
            index.Save(path, "f", "i");
            return System.IO.File.ReadAllBytes(path);
        }

        Assert.Equal(File(1), File(2));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_searched_all_the_same()
    {
        KnowledgeStore store = folder.Open();
        StoreFolder.Put(store, "a", "words");
        var search = new KeywordSearch(store);
        Directory.CreateDirectory(search.IndexFile);
        search.Refresh();
        Assert.Single(search.Search("words"));
    }

    [Fact]
    public void A_misspelled_word_finds_the_one_that_occurs()
    {
        KnowledgeStore store = folder.Open();
        StoreFolder.Put(store, "a", "The thermostat is broken");
        StoreFolder.Put(store, "b", "Something else");
        var search = new KeywordSearch(store);
        Assert.Equal("a", search.Search("thermstat").Single().Chunk.DocumentId);
        Assert.Equal("a", search.Search("termostatt").Single().Chunk.DocumentId);
        Assert.Empty(search.Search("unrelated"));
    }

    private static List<(string DocumentId, double Score)> Expected(KnowledgeStore store, string query)
    {
        KeywordIndex fresh = KeywordIndex.Build(
            store.Documents().Select(d => new IndexedDocument(d.Key, d.Id, d.AccessClass, d.Title, [.. store.Chunks(d.Id).Select(c => new IndexedChunk(c.Ordinal, c.HeadingPath, c.Text))])).ToList(), 1);
        return [.. fresh.Current.SearchDocuments(QueryParser.Parse(query), 1000).Select(h => (h.Id, h.Score))];
    }

    private static void Same(IReadOnlyList<(string DocumentId, double Score)> expected, IReadOnlyList<(string DocumentId, double Score)> found) => Assert.Equal(expected, found);
}
