using System.Text.Json.Nodes;
using Assay.Evaluation.Answers;

namespace Assay.Tests.Evaluation.Answers;

public sealed class CitationMarkersTests
{
    [Theory]
    [InlineData("Yes [1].", "1")]
    [InlineData("Yes [1][3] and [2, 4,5].", "1 3 2 4 5")]
    [InlineData("[0] [99999999999]", "0 2147483647")]
    [InlineData("no [a] [] [1-2] [ 1", "")]
    public void Find_text_lists_numbers_in_order(string text, string expected) => Assert.Equal(expected, string.Join(' ', CitationMarkers.Find(text)));

    [Fact]
    public void Find_record_looks_into_strings_and_the_citations_field()
    {
        JsonObject record = (JsonObject)JsonNode.Parse("""{"answer":"x [2]","ids":[7],"citations":[1,"[3]",{"passage":4}],"nested":{"a":["y [5]"]}}""")!;
        Assert.Equal("2 1 3 4 5", string.Join(' ', CitationMarkers.Find(record)));
    }

    [Theory]
    [InlineData("The fee is 5 EUR [1].", "The fee is 5 EUR.")]
    [InlineData("[2] A [1, 2] b [3]", "A   b")]
    [InlineData(" as it is ", " as it is ")]
    public void Strip_removes_markers_only(string text, string expected) => Assert.Equal(expected, CitationMarkers.Strip(text));
}
