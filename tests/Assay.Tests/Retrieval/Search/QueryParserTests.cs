using Assay.Retrieval.Search;

namespace Assay.Tests.Retrieval.Search;

public class QueryParserTests
{
    [Theory]
    [InlineData("How do I reset the router?", "reset|router")]
    [InlineData("error FL-4012 on key-ring", "error|FL 4012|FL|4012|key ring|key|ring")]
    [InlineData("\"busy timeout\" in config", "busy timeout|config")]
    [InlineData("“busy timeout” config", "busy timeout|config")]
    [InlineData("an open \"quote here", "open|quote")]
    [InlineData("\"single\" word", "single|word")]
    [InlineData("what is it", "what|is|it")]
    [InlineData("Reset reset RESET", "Reset")]
    [InlineData("max_page_count = 3.14", "max page count|max|page|count|3 14|3|14")]
    [InlineData("NEAR(a b) OR * ^x NOT y:z", "NEAR|b|x|y z|y|z")]
    [InlineData("the user's don't 'quoted'", "user's|quoted")]
    [InlineData("naïve cafe\u0301 日本", "naïve|cafe\u0301|日本")]
    [InlineData("a\0b c\0", "b|c")]
    [InlineData("😀 -- ... \" \"\"", "")]
    [InlineData("", "")]
    public void Terms_of_a_query_are_its_words_phrases_and_identifiers(string query, string expected) =>
        Assert.Equal(expected, string.Join('|', QueryParser.Terms(query)));

    [Fact]
    public void Terms_are_at_most_64() =>
        Assert.Equal(64, QueryParser.Terms(string.Join(' ', Enumerable.Range(0, 10_000).Select(i => $"w{i}"))).Count);

    [Fact]
    public void Build_quotes_every_term() => Assert.Equal("\"reset\" OR \"FL 4012\" OR \"FL\" OR \"4012\"", QueryParser.Build("reset FL-4012"));

    [Fact]
    public void Build_of_nothing_searchable_is_null() => Assert.Null(QueryParser.Build("?! \ud800"));
}
