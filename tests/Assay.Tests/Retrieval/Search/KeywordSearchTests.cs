using System.Collections.Immutable;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Search;
using Assay.Retrieval.Storage;
using Assay.Tests.Retrieval.Storage;
using Assay.Text;

namespace Assay.Tests.Retrieval.Search;

public sealed class KeywordSearchTests : IDisposable
{
    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Search_finds_stems_and_ignores_accents_and_case()
    {
        KeywordSearch search = Index(("a", ["Running the CAFÉ machines"]), ("b", ["Unrelated text"]));
        Assert.Equal("a", Assert.Single(search.Search("run cafe machine")).Chunk.DocumentId);
    }

    [Fact]
    public void Search_ranks_the_rarer_term_first_and_returns_whole_chunks()
    {
        KeywordSearch search = Index(("a", ["common words here"]), ("b", ["common words rare"]), ("c", ["common words there"]), ("d", ["other"]), ("e", ["filler"]), ("f", ["more"]), ("g", ["even more"]));
        IReadOnlyList<Passage> found = search.Search("rare common");
        Assert.Equal(["b", "a", "c"], found.Select(p => p.Chunk.DocumentId));
        Assert.True(found[0].Score > found[1].Score && found[1].Score == found[2].Score);
        Assert.Equal("Title of b", found[0].Chunk.Title);
        Assert.Equal(new SourceMap.Run(0, 17, new TextSpan(0, 17)), Assert.Single(found[0].Chunk.Map.Runs));
    }

    [Fact]
    public void Search_weighs_title_heading_and_body()
    {
        KnowledgeStore store = folder.Open();
        Chunk Of(string id, string title, string heading, string text) => StoreFolder.Chunks(id, "")[0] with { Title = title, HeadingPath = heading, Text = text };
        foreach (Chunk chunk in (Chunk[])[Of("t", "printer", "x", "y"), Of("h", "x", "printer", "y"), Of("b", "x", "y", "printer"), Of("n", "x", "y", "z"), Of("m", "x", "y", "z"), Of("o", "x", "y", "z"), Of("p", "x", "y", "z")])
        {
            store.Put(StoreFolder.Document(chunk.DocumentId) with { Title = chunk.Title }, [chunk]);
        }

        string First(double title, double heading, double body) =>
            new KeywordSearch(store).Search("printer", new SearchOptions { K = 1, TitleWeight = title, HeadingWeight = heading, BodyWeight = body }).Single().Chunk.DocumentId;
        Assert.Equal(["t", "h", "b"], [First(3, 1, 1), First(1, 3, 1), First(1, 1, 3)]);
    }

    [Fact]
    public void Ties_are_ordered_by_document_and_position_whatever_the_insertion_order()
    {
        string[] ids = [.. Enumerable.Range(0, 20).Select(i => $"doc{i}"), "doc😀", "doc\uffee"];
        string[] expected = [.. ids.Order(StringComparer.Ordinal)];
        var random = new Random(5);
        for (int round = 0; round < 4; round++)
        {
            using var fresh = new StoreFolder();
            KnowledgeStore store = fresh.Open();
            foreach (string id in ids.OrderBy(_ => random.Next())) store.Put(StoreFolder.Document(id) with { Title = "T" }, [.. StoreFolder.Chunks(id, "same words", "same words").Select(c => c with { Title = "T" })]);
            var search = new KeywordSearch(store);
            Assert.Equal(expected, search.RankDocuments("same", 100).Select(d => d.DocumentId));
            Assert.Equal(expected[..7], search.RankDocuments("same", 7).Select(d => d.DocumentId));
            Assert.Equal(
                [(expected[0], 0), (expected[0], 1), (expected[1], 0)],
                search.Search("same", new SearchOptions { K = 3 }).Select(p => (p.Chunk.DocumentId, p.Chunk.Ordinal)));
        }
    }

    [Fact]
    public void RankDocuments_takes_the_best_chunk_of_each()
    {
        KeywordSearch search = Index(("a", ["nothing", "solar panel solar panel", "solar"]), ("b", ["solar panel and many other words that dilute it"]), ("c", ["x"]), ("d", ["y"]), ("e", ["z"]));
        IReadOnlyList<(string DocumentId, double Score)> ranked = search.RankDocuments("solar panel");
        Assert.Equal(["a", "b"], ranked.Select(r => r.DocumentId));
        Assert.Equal(search.Search("solar panel", new SearchOptions { K = 1 })[0].Score, ranked[0].Score);
    }

    [Fact]
    public void Search_can_be_held_to_some_documents()
    {
        KeywordSearch search = Index(("a", ["same words"]), ("b'\"; --", ["same words"]), ("c", ["same words"]));
        IEnumerable<string> Found(params string[] ids) => search.Search("same", new SearchOptions { Documents = [.. ids] }).Select(p => p.Chunk.DocumentId);
        Assert.Equal(["b'\"; --", "c"], Found("c", "b'\"; --", "not stored"));
        Assert.Empty(Found());
        Assert.Empty(search.Search("same", new SearchOptions { Documents = default(ImmutableArray<string>) }));
        Assert.Equal(["c"], search.RankDocuments("same", 10, new SearchOptions { Documents = ["c"] }).Select(r => r.DocumentId));
    }

    [Fact]
    public void Search_for_an_exact_code_does_not_find_its_neighbour_first()
    {
        KeywordSearch search = Index(("a", ["Code FL-4013 means a leak"]), ("b", ["Code FL-4012 means a jam"]), ("c", ["4012 and then FL"]), ("d", ["other"]), ("e", ["text"]));
        Assert.Equal("b", search.Search("What is FL-4012?")[0].Chunk.DocumentId);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("\"\"\"")]
    [InlineData("a\"b\"c\" OR")]
    [InlineData("NEAR(words, 2)")]
    [InlineData("* ^words words*")]
    [InlineData("body:words {heading_path body}:words -words")]
    [InlineData("words AND NOT OR ( )")]
    [InlineData("'; DROP TABLE chunks; --")]
    [InlineData("\0words\0")]
    [InlineData("😀👨‍👩‍👧 \ud800 words")]
    public void Hostile_queries_find_words_or_nothing(string query)
    {
        KeywordSearch search = Index(("a", ["words"]), ("b", ["text"]));
        Assert.InRange(search.Search(query).Count, 0, 1);
        Assert.Single(search.Search("words"));
    }

    [Fact]
    public void Long_and_random_queries_do_not_fail()
    {
        KeywordSearch search = Index(("a", ["words"]));
        search.Search(string.Join(' ', Enumerable.Range(0, 10_000).Select(i => $"w{i}")));
        search.Search(new string('x', 1_000_000));
        search.Search(string.Join('-', Enumerable.Range(0, 10_000)));
        var random = new Random(11);
        const string alphabet = "ab \"'*^():{}-+._/\\\0\n😀é日";
        for (int i = 0; i < 500; i++)
        {
            search.Search(string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => alphabet[random.Next(alphabet.Length)])));
        }
    }

    [Fact]
    public void Concurrent_searches_agree()
    {
        KeywordSearch search = Index([.. Enumerable.Range(0, 50).Select(i => ($"d{i}", new[] { $"shared words number {i}" }))]);
        string[] expected = [.. search.Search("shared number 7").Select(p => p.Chunk.DocumentId)];
        Parallel.For(0, 200, _ => Assert.Equal(expected, search.Search("shared number 7").Select(p => p.Chunk.DocumentId)));
    }

    [Fact]
    public void Options_out_of_range_are_all_reported()
    {
        var options = new SearchOptions { K = 0, TitleWeight = -1, HeadingWeight = double.NaN, BodyWeight = double.PositiveInfinity };
        Assert.Equal(4, options.Validate().Count);
        Assert.Equal(4, Assert.Throws<InputException>(() => Index().Search("x", options)).Problems.Count);
        Assert.Single(new SearchOptions { TitleWeight = 0, HeadingWeight = 0, BodyWeight = 0 }.Validate());
        Assert.Empty(new SearchOptions().Validate());
    }

    private KeywordSearch Index(params (string Id, string[] Texts)[] documents)
    {
        KnowledgeStore store = folder.Open();
        foreach ((string id, string[] texts) in documents) StoreFolder.Put(store, id, texts);
        return new KeywordSearch(store);
    }
}
