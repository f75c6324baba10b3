using Assay.Text.Citations;

namespace Assay.Tests.Text.Citations;

public sealed class CitationMarkersTests
{
    [Theory]
    [InlineData("Yes [1].", "1")]
    [InlineData("Yes [1][3] and [2, 4;5].", "1 3 2 4 5")]
    [InlineData("See [2-4] and [5–4].", "2 3 4 5 4")]
    [InlineData("In [2024] or [0]", "0")]
    [InlineData("no [a] [] [ 1", "")]
    public void Find_lists_numbers_in_order(string text, string expected) => Assert.Equal(expected, string.Join(' ', CitationMarkers.Find(text).Select(c => c.Number)));

    [Fact]
    public void Find_numbers_of_one_bracket_share_its_marker()
    {
        const string text = "Yes [1, 2].";

        Assert.All(CitationMarkers.Find(text), c => Assert.Equal("[1, 2]", c.Marker.Of(text).ToString()));
    }

    [Theory]
    [InlineData("The fee is 5 EUR [1].", "The fee is 5 EUR.")]
    [InlineData("[2] A [1, 2] b [3]", "A   b")]
    [InlineData("Built in [2024].", "Built in [2024].")]
    [InlineData(" as it is ", " as it is ")]
    public void Strip_removes_markers_only(string text, string expected) => Assert.Equal(expected, CitationMarkers.Strip(text));
}
