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

    [Fact]
    public void Count_of_random_text_is_that_of_the_definition()
    {
        var random = new Random(1);
        const string pool = "abcXYZé0123  \n.,-()\u0301\u0308жΩ世界あ\u00A0\u3000\uD83D\uDE00\uD83D\u0590\u05D0٣";
        for (int n = 0; n < 2000; n++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pool[random.Next(pool.Length)]));
            Assert.Equal(ByDefinition(text), TokenEstimate.Count(text));
            string other = string.Concat(Enumerable.Range(0, random.Next(10)).Select(_ => pool[random.Next(pool.Length)]));
            Assert.Equal(TokenEstimate.Count(text) + TokenEstimate.Count(other), TokenEstimate.Count(text + "\n" + other));
        }

        for (int c = 0; c <= char.MaxValue; c++) Assert.Equal(ByDefinition($"a{(char)c}1"), TokenEstimate.Count($"a{(char)c}1"));
    }

    /// <summary>A token per started 6 letters and 3 digits, one for any other visible character, none for accents of letters and digits and the second half of a pair.</summary>
    private static int ByDefinition(string text)
    {
        int tokens = 0, letters = 0, digits = 0;
        bool pairOpen = false;
        foreach (char c in text)
        {
            if (c is >= '\u0300' and <= '\u036F' && (letters > 0 || digits > 0)) continue;
            bool letter = c < '\u0590' && char.IsLetter(c), digit = char.IsAsciiDigit(c), second = pairOpen && char.IsLowSurrogate(c);
            if (letter ? letters++ % 6 == 0 : digit ? digits++ % 3 == 0 : !char.IsWhiteSpace(c) && !second) tokens++;
            letters = letter ? letters : 0;
            digits = digit ? digits : 0;
            pairOpen = char.IsHighSurrogate(c);
        }

        return tokens;
    }
}
