using System.Collections.Immutable;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Context;
using Assay.Retrieval.Search;
using Assay.Retrieval.Storage;
using Assay.Tests.Retrieval.Reading;
using Assay.Text.Tokens;

namespace Assay.Tests.Retrieval.Context;

public sealed class PassageExpanderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly KnowledgeStore store;
    private readonly ImmutableArray<Chunk> chunks;

    public PassageExpanderTests()
    {
        store = KnowledgeStore.Open(Path.Combine(folder.Path, "k.db"));
        string text = "# T\n\n## A\n\n" + string.Concat(Enumerable.Range(0, 6).Select(i => $"{(char)('p' + i)} a a a a a a a\n\n")) + "## B\n\n" + string.Concat(Enumerable.Range(0, 3).Select(i => $"{(char)('p' + i)} b b b b b b b\n\n"));
        chunks = Chunker.Chunk(Reads.Markdown(text), new ChunkingOptions { MaxTokens = 8, MinTokens = 0 }, TokenCounter.Estimate);
        Assert.Equal(9, chunks.Length);
        store.Put(new StoredDocument("docs/a.md", "T", "h", "s", 1, chunks.Length), chunks);
    }

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Expand_to_a_section_takes_nearest_first_within_heading_and_budget()
    {
        Assert.Equal([2, 3, 1, 4, 0, 5], Expand(PassageExpansion.Section, 1000, 2));
        Assert.Equal([2, 3, 1], Expand(PassageExpansion.Section, 24, 2));
        Assert.Equal([2], Expand(PassageExpansion.Section, 8, 2));
        Assert.Equal([6, 7, 8], Expand(PassageExpansion.Section, 1000, 6));
    }

    [Fact]
    public void Expand_to_a_window_takes_so_many_neighbours_and_hits_come_first()
    {
        Assert.Equal([2, 8, 3, 1, 7], Expand(PassageExpansion.Window, 1000, 2, 8));
        Assert.Equal([2, 3, 1, 4], Expand(PassageExpansion.Window, 1000, 2, 3));
    }

    [Fact]
    public void Expand_makes_one_passage_of_a_hit_and_its_section()
    {
        var expander = new PassageExpander(store, new PassageExpansionOptions { Kind = PassageExpansion.Section });
        ImmutableArray<ContextPassage> context = ContextBuilder.Build(expander.Expand([new Passage(chunks[7], 2)]), new ContextOptions { MaxTokens = 1000 }, t => t.Length);
        Assert.Equal("p b b b b b b b\n\nq b b b b b b b\n\nr b b b b b b b", Assert.Single(context).Text);
    }

    [Fact]
    public void Expand_leaves_a_document_that_changed_since_alone()
    {
        Passage stale = new(chunks[2] with { Text = "older text" }, 1), gone = new(chunks[2] with { DocumentId = "docs/b.md" }, 1);
        var expander = new PassageExpander(store, new PassageExpansionOptions { Kind = PassageExpansion.Section });
        Assert.Equal([stale, gone], expander.Expand([stale, gone]));
        Passage hit = new(chunks[2], 1);
        Assert.Same(hit, Assert.Single(new PassageExpander(store, new PassageExpansionOptions()).Expand([hit])));
    }

    [Fact]
    public void Options_out_of_range_are_refused_together()
    {
        var e = Assert.Throws<ArgumentException>(() => new PassageExpander(store, new PassageExpansionOptions { MaxTokens = 0, Neighbours = 33 }));
        Assert.Contains("MaxTokens must be 1 or more, found 0.", e.Message, StringComparison.Ordinal);
        Assert.Contains("Neighbours must be 1 to 32, found 33.", e.Message, StringComparison.Ordinal);
    }

    private int[] Expand(PassageExpansion kind, int maxTokens, params int[] hits)
    {
        var expander = new PassageExpander(store, new PassageExpansionOptions { Kind = kind, MaxTokens = maxTokens, Neighbours = 1 });
        IReadOnlyList<Passage> expanded = expander.Expand([.. hits.Select((o, i) => new Passage(chunks[o], 10 - i))]);
        Assert.All(expanded, p => Assert.True(p.Score > 0));
        return [.. expanded.Select(p => p.Chunk.Ordinal)];
    }
}
