using Assay.Text;
using Assay.Text.Segmentation;

namespace Assay.Tests.Text.Segmentation;

public sealed class WordSegmenterTests
{
    [Theory]
    [InlineData("The Cat sat.", "the cat sat")]
    [InlineData("I don’t, it's Rome's", "i don't it rome")]
    [InlineData("well-known FL-4012 covid-19 2024-01-31 10-20", "well known fl-4012 covid-19 2024-01-31 10 20")]
    [InlineData("1,190 3.5 1.2.0 $1,190.50 1,2 12,34,567", "1190 3.5 1.2.0 $1190.50 1,2 12,34,567")]
    [InlineData("$40 €5 50% 7‰ $x % $", "$40 €5 50% 7‰ x")]
    [InlineData("C# C++ F# a+b", "c# c++ f# a b")]
    [InlineData("appsettings.json my_var System.Text U.S. end.", "appsettings.json my_var system.text u.s end")]
    [InlineData("See https://example.com/a?b=1. Mail me@x.org, www.y.de!", "see https://example.com/a?b=1 mail me@x.org www.y.de")]
    [InlineData("Ünïcödé naïve Ärzte Ελλάδα", "ünïcödé naïve ärzte ελλάδα")]
    [InlineData("我爱 NLP カタカナ ひら", "我 爱 nlp カタカナ ひ ら")]
    [InlineData("and/or (a,b) -x- a@b", "and or a b x a b")]
    [InlineData("5½ x² e\u0301", "5½ x² e\u0301")]
    [InlineData("", "")]
    public void Segment_examples_give_normal_forms(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', WordSegmenter.Segment(text).Select(w => w.Normal)));

    [Fact]
    public void Segment_spans_hold_the_words_as_written()
    {
        const string Text = "Rome's 1,190 (FL-4012)";
        Assert.Equal(["Rome's", "1,190", "FL-4012"], WordSegmenter.Segment(Text).Select(w => w.Span.Of(Text).ToString()));
    }

    [Fact]
    public void Segment_of_a_part_stays_inside_it()
    {
        Word word = Assert.Single(WordSegmenter.Segment("one two-2 three", new TextSpan(4, 7)));
        Assert.Equal(new Word(new TextSpan(4, 7), "two"), word);
    }

    [Fact]
    public void Segment_random_text_gives_ordered_words_with_letters_or_digits()
    {
        var random = new Random(5);
        const string Alphabet = "aB1.-'’,$%@#+_ \n/:é我\uD83D\uDE00|";
        for (int round = 0; round < 2000; round++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(30)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            int at = 0;
            foreach (Word word in WordSegmenter.Segment(text))
            {
                Assert.True(word.Span.Start >= at && word.Span.Length > 0 && word.Normal.Length > 0, text);
                for (; at < word.Span.Start; at++) Assert.False(char.IsAsciiLetterOrDigit(text[at]), text);
                at = word.Span.End;
            }

            for (; at < text.Length; at++) Assert.False(char.IsAsciiLetterOrDigit(text[at]), text);
        }
    }

    [Theory]
    [InlineData("a-")]
    [InlineData("1-")]
    [InlineData("a@")]
    [InlineData("www.")]
    [InlineData("1,")]
    public void Segment_of_a_million_characters_is_linear(string unit)
    {
        string text = string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        WordSegmenter.Segment(text);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), watch.Elapsed.ToString());
    }
}
