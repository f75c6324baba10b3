using Assay.Retrieval.Chunking;
using Assay.Retrieval.Search;
using Assay.Retrieval.Search.Reranking;
using Assay.Retrieval.Storage;
using Assay.Tests.Retrieval.Storage;

namespace Assay.Tests.Retrieval.Search.Reranking;

public sealed class RerankFeaturesTests : IDisposable
{
    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Features_of_a_chunk_that_matches_in_every_field_are_exact()
    {
        KnowledgeStore store = folder.Open();
        Put(store, "a", "red pump", "pump E42", "blue red pump valve E42");
        Put(store, "b", "other", "other", "red paint and then some words before the pump");
        Put(store, "c", "nothing", "nothing", "grey lamp");
        RerankCandidates found = Candidates(store, "red pump E42");
        Assert.Equal<string>(["a", "b"], found.Documents);
        Dictionary<string, double> a = Named(found.Features[0]), b = Named(found.Features[1]);

        Assert.Equal(1, a["score"]);
        Assert.Equal(1, a["own_terms"]);
        Assert.Equal(0, a["added_terms"]);
        Assert.Equal(1, a["coverage"], 9);
        Assert.Equal(1, a["body_coverage"], 9);
        Assert.Equal(1, a["term_share"], 9);
        Assert.True(a["title_coverage"] is > 0 and < 1 && a["heading_coverage"] is > 0 and < 1);
        Assert.Equal(1, a["title_share"]);
        Assert.Equal(1, a["first_chunk"]);
        Assert.Equal(1, a["document_score"]);
        Assert.Equal(0, a["document_chunks"]);
        Assert.Equal(1, a["identifiers"], 9);
        Assert.True(b["score"] < 1 && b["coverage"] < 1 && b["identifiers"] == 0 && b["title_share"] == 0);
        Assert.True(b["window"] < a["window"]);
        Assert.Equal(0, b["phrase"]);
        Assert.Equal(0, b["ordered_pairs"]);
        Assert.Equal(0, b["near_pairs"]);
    }

    [Fact]
    public void Ordered_pairs_and_phrase_tell_order_from_nearness()
    {
        KnowledgeStore store = folder.Open();
        Put(store, "inorder", "x", "x", "green red pump");
        Put(store, "reverse", "x", "x", "green pump red");
        Put(store, "c", "nothing", "nothing", "grey lamp");
        RerankCandidates found = Candidates(store, "red pump");
        Dictionary<string, double> inOrder = Named(found.Features[found.Documents.IndexOf("inorder")]), reverse = Named(found.Features[found.Documents.IndexOf("reverse")]);
        Assert.Equal((1.0, 1.0, 1.0), (inOrder["ordered_pairs"], inOrder["near_pairs"], inOrder["phrase"]));
        Assert.Equal((0.0, 1.0, 0.0), (reverse["ordered_pairs"], reverse["near_pairs"], reverse["phrase"]));
        Assert.Equal(1.0, reverse["window"], 9);
        Assert.Equal(1 / (1 + (1 / 16.0)), reverse["early"], 9);
    }

    [Fact]
    public void All_features_lie_between_zero_and_one()
    {
        KnowledgeStore store = folder.Open();
        var random = new Random(11);
        string[] words = ["red", "pump", "valve", "e42", "lamp", "a", "pressure"];
        string Text(int n) => string.Join(' ', Enumerable.Range(0, n).Select(_ => words[random.Next(words.Length)]));
        foreach (int i in Enumerable.Range(0, 60)) store.Put(StoreFolder.Document($"d{i}"), [.. StoreFolder.Chunks($"d{i}", Text(random.Next(1, 30)), Text(random.Next(1, 30))).Select(c => c with { Title = Text(3), HeadingPath = Text(2) })]);
        foreach (string query in (string[])["red pump", "pressure valve e42 lamp", "\"red pump\" valve", "e42"])
        {
            RerankCandidates found = Candidates(store, query);
            Assert.NotEmpty(found.Features);
            Assert.All(found.Features, row => Assert.All(row, value => Assert.InRange(value, 0, 1)));
        }
    }

    private static RerankCandidates Candidates(KnowledgeStore store, string query) =>
        new Searcher(new KeywordSearch(store), new SearchProfile { Feedback = new() { Weight = 0 }, Support = new() { Weight = 0 } }).Candidates(query, 50);

    private static Dictionary<string, double> Named(double[] row) => RerankFeatures.Names.Select((n, i) => (n, row[i])).ToDictionary(x => x.n, x => x.Item2);

    private static void Put(KnowledgeStore store, string id, string title, string heading, string text)
    {
        Chunk chunk = StoreFolder.Chunks(id, text)[0] with { Title = title, HeadingPath = heading };
        store.Put(StoreFolder.Document(id) with { Title = title }, [chunk]);
    }
}
