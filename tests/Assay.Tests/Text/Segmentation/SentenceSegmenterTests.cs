using Assay.Text;
using Assay.Text.Segmentation;
using FsCheck;
using FsCheck.Fluent;

namespace Assay.Tests.Text.Segmentation;

public sealed class SentenceSegmenterTests
{
    /// <summary>Each case is written with ¦ where a sentence ends.</summary>
    [Theory]
    [InlineData("One. ¦Two! ¦Three? ¦Four")]
    [InlineData("Tools, e.g. Git or i.e. a VCS, help. ¦They do.")]
    [InlineData("Dr. Smith met Mrs. Jones and Prof. Lee. ¦All left.")]
    [InlineData("He moved to the U.S. Army base. ¦It was big.")]
    [InlineData("She lives in the U.S. ¦The rest is history.")]
    [InlineData("It opens at 5 p.m. ¦The bar closes at 2 a.m. sharp.")]
    [InlineData("See No. 5 and Fig. 3 on p. 12. ¦Good.")]
    [InlineData("She said no. ¦Then she left.")]
    [InlineData("Books by J. K. Rowling sell. ¦Others do not.")]
    [InlineData("Apples, pears, etc. are fruit. ¦We sell apples, pears, etc. ¦Nuts too.")]
    [InlineData("Acme Inc. bought Foo Ltd. ¦The price was 3.5 million.")]
    [InlineData("It was Smith vs. Jones again. ¦Jones won on Jan. 5.")]
    [InlineData("Version 1.2.3 is out. ¦Use 3.5 instead of 2.0.")]
    [InlineData("Open appsettings.json or https://example.com/a.html?x=1. ¦Then save.")]
    [InlineData("Wait... ¦What was that? well, he thought... and slept… ¦Night.")]
    [InlineData("\"Stop!\" he cried. ¦\"Why?\" ¦She ran. ¦(It was late.) ¦Done.")]
    [InlineData("He said “No.” ¦Then he left.[12] ¦It rained.")]
    [InlineData("1. Open the box. ¦2. Close it.\n¦a. Not much.")]
    [InlineData("It was discovered in 1. ¦Next came 2.")]
    [InlineData("Smith et al. (2010) showed it. ¦Nobody knew.")]
    [InlineData("It costs $5. ¦iPhone prices rose. ¦eBay fell.")]
    [InlineData("我爱你。¦你好吗？¦好！")]
    [InlineData("彼は「はい。」¦と言った。¦終わり。")]
    [InlineData("The stock was split 2:1 by Yahoo! in 2000. ¦Good.")]
    [InlineData("A line\nthat wraps goes on here. ¦Next")]
    [InlineData("A title\n\n¦Body text")]
    [InlineData("A title\r\n \r\n¦Body text\r\nwraps")]
    [InlineData("Buy:\n¦- milk\n¦- bread and\nbutter\n¦1. eggs\n¦(b) ham")]
    [InlineData("Name | Price\n¦Tea | 3\n¦Milk | 4\n¦after the table")]
    [InlineData("Reset the router\n¦Wait two minutes\n¦Call support")]
    [InlineData("The quick brown fox jumps over the lazy dog and then visits New\nYork to see the many sights there, and stays for a week.")]
    [InlineData("One page\f¦Another page")]
    [InlineData("")]
    [InlineData(" \n ")]
    public void Segment_examples_split_where_marked(string marked)
    {
        string text = marked.Replace("¦", "", StringComparison.Ordinal);
        string[] expected = marked.Split('¦').Select(s => s.Trim()).Where(s => s.Length > 0).ToArray();
        Assert.Equal(expected, SentenceSegmenter.Segment(text).Select(s => s.Of(text).ToString()));
    }

    [Fact]
    public void Segment_any_text_orders_spans_and_covers_visible_characters()
    {
        Gen<string> texts = Gen.ArrayOf(Gen.Elements("a", "Dr", "No", "U.S", "The", "1", "2.5", ".", "!", "?", "…", "。", " ", " ", "\n", "\r\n", "\n\n", "|", " | ", "-", "\"", ")", "[1]", "é", "\U0001F600", "\t", "\f", "'", "(", ","))
            .Select(string.Concat);
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            int at = 0;
            foreach (TextSpan span in SentenceSegmenter.Segment(text))
            {
                Assert.True(span.Start >= at && span.Length > 0, text);
                Assert.True(text.AsSpan(at, span.Start - at).IsWhiteSpace(), text);
                Assert.False(char.IsWhiteSpace(text[span.Start]) || char.IsWhiteSpace(text[span.End - 1]), text);
                at = span.End;
            }

            Assert.True(text.AsSpan(at).IsWhiteSpace(), text);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(". ")]
    [InlineData("a\n")]
    [InlineData("A.")]
    [InlineData("[")]
    [InlineData("x | y\n")]
    [InlineData("\n")]
    public void Segment_of_a_million_characters_is_linear(string unit)
    {
        string text = string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        SentenceSegmenter.Segment(text);
        // Quadratic time would be hours; the limit is generous for a busy machine.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), watch.Elapsed.ToString());
    }
}
