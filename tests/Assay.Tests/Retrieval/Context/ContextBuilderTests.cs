using System.Collections.Immutable;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Context;
using Assay.Retrieval.Search;
using Assay.Text;

namespace Assay.Tests.Retrieval.Context;

public class ContextBuilderTests
{
    private const string Source = "The quick brown fox jumps over the lazy dog. Then it sleeps. And it dreams of rabbits.";

    [Fact]
    public void Build_numbers_passages_in_rank_order()
    {
        ImmutableArray<ContextPassage> context = Build(1000, At("a", 5, 0, 9), At("b", 2, 10, 19));
        Assert.Equal([(1, "a"), (2, "b")], context.Select(p => (p.Number, p.DocumentId)));
        Assert.Equal("[1] T > H\nThe quick\n\n[2] T > H\nbrown fox", ContextText.Render(context));
        Assert.Equal("", ContextText.Render([]));
    }

    [Fact]
    public void Build_drops_a_text_that_is_there_already() =>
        Assert.Equal("a", Assert.Single(Build(1000, At("a", 5, 0, 9), At("b", 2, 0, 9))).DocumentId);

    [Fact]
    public void Build_merges_neighbours_in_reading_order_at_the_better_rank()
    {
        ImmutableArray<ContextPassage> context = Build(1000, At("a", 3, 45, 60), At("b", 1, 0, 9), At("a", 2, 10, 19), At("a", 4, 61, 74));
        Assert.Equal([(1, "brown fox\n\nThen it sleeps.\n\nAnd it dreams"), (2, "The quick")], context.Select(p => (p.Number, p.Text)));
        Assert.Equal(new TextSpan(10, 74), context[0].Span);
        Assert.Equal(100, context[0].Score);
    }

    [Fact]
    public void Build_joins_two_groups_when_the_chunk_between_them_comes()
    {
        ImmutableArray<ContextPassage> context = Build(1000, At("a", 1, 0, 9), At("a", 3, 20, 30), At("a", 2, 10, 19));
        Assert.Equal("The quick\n\nbrown fox\n\njumps over", Assert.Single(context).Text);
    }

    [Fact]
    public void Build_keeps_neighbours_under_different_headings_apart()
    {
        Passage other = At("a", 2, 10, 19);
        ImmutableArray<ContextPassage> context = Build(1000, At("a", 1, 0, 9), other with { Chunk = other.Chunk with { Slug = "other" } });
        Assert.Equal(2, context.Length);
    }

    [Theory]
    [InlineData(0, 19, 10, 30)]
    [InlineData(0, 9, 10, 19)]
    [InlineData(0, 40, 4, 80)]
    public void Map_of_a_merged_passage_points_at_the_same_characters(int start, int end, int nextStart, int nextEnd)
    {
        ContextPassage merged = Assert.Single(Build(1000, At("a", 1, start, end), At("a", 2, nextStart, nextEnd)));
        int mapped = 0;
        for (int i = 0; i < merged.Text.Length; i++)
        {
            if (merged.Map.ToSource(new TextSpan(i, i + 1)) is not { } span) continue;
            Assert.Equal(merged.Text[i], Source[span.Start]);
            mapped++;
        }

        Assert.Equal(nextEnd - start - (nextStart > end ? nextStart - end : 0), mapped);
    }

    [Fact]
    public void Build_keeps_an_entity_that_the_shared_text_ends_in()
    {
        var whole = new SourceMap([new SourceMap.Run(0, 4, new TextSpan(10, 30))]);
        Passage first = At("a", 1, 0, 9), next = At("a", 2, 4, 13);
        next = next with { Chunk = next.Chunk with { Text = "ck X", Map = whole, Span = new TextSpan(7, 30) } };
        ContextPassage merged = Assert.Single(Build(1000, first, next));
        Assert.Equal("The quick X", merged.Text);
        Assert.Equal(new TextSpan(10, 30), merged.Map.ToSource(new TextSpan(10, 11)));
    }

    [Fact]
    public void Build_stops_at_the_budget()
    {
        Passage[] passages = [At("a", 1, 0, 9), At("b", 1, 10, 19), At("c", 1, 20, 25)];
        int two = ContextText.Render(Build(1000, passages)[..2]).Length + 2;
        Assert.Equal(2, Build(two, passages).Length);
        Assert.Equal(["a"], Build(new ContextOptions { MaxTokens = two - 1, SkipsOversized = false }, passages).Select(p => p.DocumentId));
        Assert.Equal(["a", "c"], Build(two - 1, passages).Select(p => p.DocumentId));
        Assert.Empty(Build(0, passages));
        Assert.Empty(Build(100));
    }

    private static ImmutableArray<ContextPassage> Build(int budget, params Passage[] passages) =>
        Build(new ContextOptions { MaxTokens = budget }, passages);

    private static ImmutableArray<ContextPassage> Build(ContextOptions options, params Passage[] passages) =>
        ContextBuilder.Build([.. passages.Select((p, i) => p with { Score = 100 - i })], options, t => t.Length);

    private static Passage At(string id, int ordinal, int start, int end)
    {
        string text = Source[start..end];
        return new Passage(new Chunk(id, ordinal, "T", "H", "h", text, SourceMap.Identity(text.Length, start), new TextSpan(start, start + text.Length), 1), 1);
    }
}
