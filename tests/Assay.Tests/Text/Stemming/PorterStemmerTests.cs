using Assay.Text.Stemming;

namespace Assay.Tests.Text.Stemming;

public sealed class PorterStemmerTests
{
    /// <summary>The examples of the 1980 paper, each carried through all steps (the paper shows single steps).</summary>
    [Theory]
    [InlineData("caresses caress ponies poni ties ti caress caress cats cat")]
    [InlineData("feed feed agreed agre plastered plaster bled bled motoring motor sing sing")]
    [InlineData("conflated conflat troubled troubl sized size hopping hop tanned tan falling fall hissing hiss fizzed fizz failing fail filing file")]
    [InlineData("happy happi sky sky")]
    [InlineData("relational relat conditional condit rational ration valenci valenc hesitanci hesit digitizer digit conformabli conform radicalli radic")]
    [InlineData("differentli differ vileli vile analogousli analog vietnamization vietnam predication predic operator oper feudalism feudal")]
    [InlineData("decisiveness decis hopefulness hope callousness callous formaliti formal sensitiviti sensit sensibiliti sensibl")]
    [InlineData("triplicate triplic formative form formalize formal electriciti electr electrical electr hopeful hope goodness good")]
    [InlineData("revival reviv allowance allow inference infer airliner airlin gyroscopic gyroscop adjustable adjust defensible defens irritant irrit")]
    [InlineData("replacement replac adjustment adjust dependent depend adoption adopt homologou homolog communism commun activate activ angulariti angular")]
    [InlineData("homologous homolog effective effect bowdlerize bowdler")]
    [InlineData("probate probat rate rate cease ceas controll control roll roll")]
    [InlineData("generalizations gener oscillators oscil connect connect connected connect connecting connect connection connect connections connect")]
    [InlineData("toy toi say sai syzygy syzygi yes ye by by is is")]
    public void Stem_published_examples_match(string pairs)
    {
        foreach (string[] pair in pairs.Split(' ').Chunk(2)) Assert.Equal($"{pair[0]} {pair[1]}", $"{pair[0]} {PorterStemmer.Stem(pair[0])}");
    }

    [Fact]
    public void Stem_follows_1980_and_not_the_later_departures()
    {
        Assert.Equal("archaeologi", PorterStemmer.Stem("archaeology"));
        Assert.Equal("possibli", PorterStemmer.Stem("possibly"));
    }

    [Theory]
    [InlineData("fl-4012")]
    [InlineData("größe")]
    [InlineData("a")]
    [InlineData("")]
    public void Stem_other_than_english_letters_is_unchanged(string word) => Assert.Equal(word, PorterStemmer.Stem(word));

    [Fact]
    public void Stem_of_a_very_long_word_is_unchanged()
    {
        string word = new string('y', 100_000) + "ing";
        Assert.Same(word, PorterStemmer.Stem(word));
    }
}
