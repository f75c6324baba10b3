using Assay.Retrieval.Permissions;
using Assay.Retrieval.Search;
using Assay.Retrieval.Search.Expansion;
using Assay.Retrieval.Storage;
using Assay.Retrieval.Tracing;
using Assay.Tests.Retrieval.Storage;

namespace Assay.Tests.Retrieval.Search;

public sealed class ExpandedSearchTests : IDisposable
{
    private readonly StoreFolder folder = new();
    private readonly KnowledgeStore store;
    private readonly Searcher searcher;

    public ExpandedSearchTests()
    {
        store = folder.Open();
        Put("a", "money returned to buyers", AccessList.Everyone);
        Put("b", "refund forms", AccessList.Everyone);
        Put("closed", "money returned money returned secretly", AccessList.Of(["group:board"]));
        searcher = new Searcher(new KeywordSearch(store));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_variant_finds_what_the_question_does_not_and_says_so()
    {
        var trace = new TraceBuilder("refund", TimeProvider.System);
        Assert.Equal(["b"], Found(null));
        Assert.Equal(["b", "a"], searcher.Search("refund", new SearchOptions { Expanded = Expanded("money returned") }, trace).Select(p => p.Chunk.DocumentId));

        SearchTrace built = trace.Build();
        Assert.Contains(built.Terms, t => t is { Origin: TermOrigin.Expansion, Source: "money returned", Text: "money", Weight: 0.5 });
        StageTrace stage = built.Stages.Single(s => s.Name == "expansion");
        Assert.Equal(("by a model", 2), (stage.Note, stage.Found));
    }

    [Fact]
    public void The_variants_of_a_kind_together_count_less_than_the_question() =>
        Assert.Equal("b", Found(Expanded("money", "returned", "money returned"))[0]);

    [Fact]
    public void A_closed_document_is_not_found_by_a_variant_either()
    {
        Assert.DoesNotContain("closed", Found(Expanded("money returned secretly")));
        Assert.Contains("closed", searcher.Search("refund", new SearchOptions { Expanded = Expanded("money returned secretly"), Principal = Principal.Parse("group:board") }).Select(p => p.Chunk.DocumentId));
        Assert.Equal(["b"], searcher.Search("refund", new SearchOptions { Expanded = Expanded("money"), Documents = ["b"] }).Select(p => p.Chunk.DocumentId));
        Assert.DoesNotContain("closed", searcher.RankDocuments("refund", 10, new SearchOptions { Expanded = Expanded("secretly") }).Select(d => d.DocumentId));
    }

    [Fact]
    public void A_kind_of_weight_zero_and_a_reply_without_variants_change_nothing_and_are_noted()
    {
        var off = searcher.With(new SearchProfile { Expansion = new ExpansionOptions { MultiQuery = 0 } });
        foreach ((Searcher search, ExpandedQuery expanded) in new[] { (off, Expanded("money")), (searcher, ExpandedQuery.Without(QueryExpansion.Hyde, ExpansionOutcome.TimedOut, "too slow")) })
        {
            var trace = new TraceBuilder("refund", TimeProvider.System);
            IReadOnlyList<Passage> found = search.Search("refund", new SearchOptions { Expanded = expanded }, trace);
            Assert.Equal(search.Search("refund").Select(p => (p.Chunk.DocumentId, p.Score)), found.Select(p => (p.Chunk.DocumentId, p.Score)));
            Assert.NotEmpty(trace.Build().Stages.Single(s => s.Name == "expansion").Note);
        }
    }

    [Fact]
    public void The_same_variants_give_the_same_ranking_every_time()
    {
        ExpandedQuery expanded = Expanded("money", "returned to buyers");
        (string, double)[] Once() => [.. searcher.RankDocuments("refund forms", 10, new SearchOptions { Expanded = expanded })];
        Assert.Equal(Once(), Once());
    }

    private string[] Found(ExpandedQuery? expanded) => [.. searcher.Search("refund", new SearchOptions { Expanded = expanded }).Select(p => p.Chunk.DocumentId)];

    private static ExpandedQuery Expanded(params string[] texts) =>
        new(QueryExpansion.MultiQuery, ExpansionOutcome.Expanded, [.. texts.Select(t => new QueryVariant(t, 1, QueryExpansion.MultiQuery))], "by a model");

    private void Put(string id, string text, AccessList access) => store.Put(StoreFolder.Document(id), StoreFolder.Chunks(id, text), given: access);
}
