using Assay.Text;

namespace Assay.Tests.Text;

public sealed class SourceMapTests
{
    /// <summary>"a &amp;amp; b" rendered as "a &amp; b", then an inserted blank without an original, then text from further on.</summary>
    private static readonly SourceMap s_map = new([new(0, 2, new(0, 2)), new(2, 1, new(2, 7)), new(3, 2, new(7, 9)), new(6, 3, new(20, 23))]);

    [Theory]
    [InlineData(0, 2, 0, 2)]
    [InlineData(1, 2, 1, 2)]
    [InlineData(2, 3, 2, 7)]
    [InlineData(1, 4, 1, 8)]
    [InlineData(4, 8, 8, 22)]
    [InlineData(0, 9, 0, 23)]
    public void ToSource_span_gives_smallest_original(int start, int end, int sourceStart, int sourceEnd) =>
        Assert.Equal(new TextSpan(sourceStart, sourceEnd), s_map.ToSource(new TextSpan(start, end)));

    [Theory]
    [InlineData(5, 6)]
    [InlineData(3, 3)]
    [InlineData(9, 12)]
    public void ToSource_without_original_is_null(int start, int end) => Assert.Null(s_map.ToSource(new TextSpan(start, end)));

    [Fact]
    public void Identity_maps_character_by_character() =>
        Assert.Equal(new TextSpan(12, 14), SourceMap.Identity(5, 10).ToSource(new TextSpan(2, 4)));

    [Fact]
    public void Shift_moves_a_span_and_keeps_its_length()
    {
        TextSpan span = new TextSpan(3, 7).Shift(-2);
        Assert.Equal((1, 5, 4), (span.Start, span.End, span.Length));
        Assert.Equal("bcde", span.Of("abcdefg").ToString());
    }
}
