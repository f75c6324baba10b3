using Assay.Text.Tokens;

namespace Assay.Tests.Text.Tokens;

public sealed class TokenEstimateTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData(" \n\t", 0)]
    [InlineData("cat", 1)]
    [InlineData("abcdef", 1)]
    [InlineData("abcdefg", 2)]
    [InlineData("the cat", 2)]
    [InlineData("123", 1)]
    [InlineData("1234567", 3)]
    [InlineData("abc123", 2)]
    [InlineData("Hi, Bob!", 4)]
    [InlineData("我爱你。", 4)]
    [InlineData("한국", 2)]
    [InlineData("\U0001F600", 1)]
    [InlineData("\U0001F600\U0001F601", 2)]
    [InlineData("Ünïcöd", 1)]
    [InlineData("e\u0301a", 1)]
    [InlineData("\u0301", 1)]
    public void Count_examples(string text, int expected) => Assert.Equal(expected, TokenEstimate.Count(text));

    [Fact]
    public void Count_of_half_a_surrogate_pair_is_one()
    {
        Assert.Equal(1, TokenEstimate.Count(['\uDE00']));
        Assert.Equal(1, TokenEstimate.Count(['\uD83D']));
        Assert.Equal(2, TokenEstimate.Count(['\uDE00', '\uDE00']));
    }

    [Fact]
    public void Count_of_parts_split_at_blanks_adds_up()
    {
        string[] words = ["alpha", "12345", "x,y", "我们", "internationalization"];
        Assert.Equal(words.Sum(w => TokenEstimate.Count(w)), TokenEstimate.Count(string.Join(' ', words)));
    }
}
