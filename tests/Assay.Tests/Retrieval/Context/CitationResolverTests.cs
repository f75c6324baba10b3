using System.Collections.Immutable;
using Assay.Retrieval.Context;
using Assay.Text;

namespace Assay.Tests.Retrieval.Context;

public class CitationResolverTests
{
    private static readonly ImmutableArray<ContextPassage> Passages =
        [.. Enumerable.Range(1, 3).Select(n => new ContextPassage(n, $"d{n}", "T", "H", "h", "text", SourceMap.Identity(4), new TextSpan(0, 4), 1))];

    [Theory]
    [InlineData("It is so [1].", "1")]
    [InlineData("It is so [1][3], and [2].", "1 3 2")]
    [InlineData("[1, 2] [ 2;3 ]", "1 2 2 3")]
    [InlineData("[1-3] [1–2] [3-1]", "1 2 3 1 2 3 1")]
    [InlineData("[4] [0] [999]", "4? 0? 999?")]
    [InlineData("In [2024], [^1], [a], [], [1,], [1 2], (1)", "")]
    [InlineData("[[2]] and [3](x.md)", "2 3")]
    [InlineData("", "")]
    public void Resolve_finds_every_number_and_marks_those_without_passage(string answer, string expected) =>
        Assert.Equal(expected, string.Join(' ', CitationResolver.Resolve(answer, Passages).Select(c => c.Passage is { } passage ? $"{passage.Number}" : $"{c.Number}?")));

    [Fact]
    public void Resolve_gives_the_span_of_the_marker_and_the_passage()
    {
        const string answer = "Yes [2, 9].";
        ImmutableArray<Citation> citations = CitationResolver.Resolve(answer, Passages);
        Assert.All(citations, c => Assert.Equal("[2, 9]", c.Marker.Of(answer).ToString()));
        Assert.Equal("d2", citations[0].Passage?.DocumentId);
        Assert.Null(citations[1].Passage);
    }
}
