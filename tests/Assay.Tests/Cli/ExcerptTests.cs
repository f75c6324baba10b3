using Assay.Cli.Terminal;

namespace Assay.Tests.Cli;

public sealed class ExcerptTests
{
    private static readonly string Filler = string.Concat(Enumerable.Repeat("lorem ipsum dolor ", 40));

    [Fact]
    public void Of_shows_the_part_with_the_words()
    {
        string shown = Excerpt.Of($"{Filler}refund\n {Filler} the refunds are paid within\tfive days. {Filler}", "When is a refund paid?");
        Assert.Contains("the refunds are paid within five days.", shown, StringComparison.Ordinal);
        Assert.StartsWith("…", shown, StringComparison.Ordinal);
        Assert.EndsWith("…", shown, StringComparison.Ordinal);
        Assert.InRange(shown.Length, 100, Excerpt.Length + 2);
    }

    [Theory]
    [InlineData("short text", "text", "short text")]
    [InlineData("", "text", "")]
    public void Of_short_text_is_all_of_it(string text, string query, string expected) => Assert.Equal(expected, Excerpt.Of(text, query));

    [Fact]
    public void Of_text_without_a_word_begins_at_its_beginning() => Assert.Equal(Filler[..Excerpt.Length] + "…", Excerpt.Of(Filler, "zeppelin"));

    [Fact]
    public void Of_text_with_the_word_at_its_end_shows_the_end() => Assert.EndsWith("the last refund", Excerpt.Of(Filler + "the last refund", "refund"), StringComparison.Ordinal);
}
