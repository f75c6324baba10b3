using Assay.Retrieval.Search;
using Assay.Text.Languages;

namespace Assay.Tests.Retrieval.Search;

public class QueryParserTests
{
    [Theory]
    [InlineData("How do I reset the router?", "reset|router")]
    [InlineData("error FL-4012 on key-ring", "error|fl4012|fl|4012|keyr|key|ring")]
    [InlineData("\"busy timeout\" in config", "busi timeout|config")]
    [InlineData("“busy timeout” config", "busi timeout|config")]
    [InlineData("\"the FL-4012 error\"", "the fl 4012 error")]
    [InlineData("an open \"quote here", "open|quot")]
    [InlineData("\"single\" word", "singl|word")]
    [InlineData("what is it", "what|is|it")]
    [InlineData("Reset reset RESET", "reset")]
    [InlineData("NEAR(a b) OR * ^x NOT y:z", "near|b|x|y|z")]
    [InlineData("naïve cafe\u0301", "naiv|cafe")]
    [InlineData("a\0b c\0", "b|c")]
    [InlineData("😀 -- ... \" \"\"", "")]
    [InlineData("", "")]
    public void Terms_of_a_query_are_its_words_phrases_and_identifiers(string query, string expected) =>
        Assert.Equal(expected, string.Join('|', QueryParser.Parse(query).Terms.Select(t => t.Text)));

    [Fact]
    public void Terms_are_at_most_64() =>
        Assert.Equal(64, QueryParser.Parse(string.Join(' ', Enumerable.Range(0, 10_000).Select(i => $"w{i}"))).Terms.Length);

    [Fact]
    public void A_query_is_read_in_the_likeliest_language_of_the_documents()
    {
        static string Terms(string query, params ReadOnlySpan<Language> languages) => string.Join('|', QueryParser.Parse(query, [.. languages]).Terms.Select(t => t.Text));
        Assert.Equal("haus|running", Terms("Häuser running", Language.German));
        Assert.Equal("hous|run", Terms("houses running", Language.English));
        Assert.Equal("mitglied|haus", Terms("Wie werden die Mitglieder des Hauses gewählt", Language.English, Language.German)[..13]);
    }
}
