using Assay.Retrieval.Answering;

namespace Assay.Tests.Retrieval.Answering;

public sealed class PassageFrequenciesTests
{
    private static readonly string[] Texts = ["Pumps are pumped.", "A pump and a valve.", "Nothing here."];

    [Fact]
    public void Of_counts_a_stem_once_a_passage()
    {
        PassageFrequencies frequencies = PassageFrequencies.Of(Texts);

        Assert.Equal(3, frequencies.Count);
        Assert.Equal(Math.Log(1 + (4 / 2.5)), frequencies.Rarity("pump"), 12);
        Assert.Equal(Math.Log(1 + (4 / 1.5)), frequencies.Rarity("valv"), 12);
    }

    [Fact]
    public void Rarity_falls_with_the_number_of_passages()
    {
        PassageFrequencies frequencies = PassageFrequencies.Of(Texts);

        Assert.True(frequencies.Rarity("absent") > frequencies.Rarity("valv"));
        Assert.True(frequencies.Rarity("valv") > frequencies.Rarity("pump"));
        Assert.True(frequencies.Rarity("pump") > 0);
    }

    [Fact]
    public void Of_order_of_passages_does_not_matter() =>
        Assert.Equal(PassageFrequencies.Of(Texts).Rarity("pump"), PassageFrequencies.Of(Texts.Reverse()).Rarity("pump"));

    [Fact]
    public void Of_nothing_makes_every_word_equally_rare() => Assert.Equal(PassageFrequencies.Of([]).Rarity("a"), PassageFrequencies.Of([]).Rarity("b"));

    [Fact]
    public void Answer_gold_passage_alone_is_not_withheld_when_the_corpus_is_known()
    {
        string gold = "The Halden mill was rebuilt by Karin Moe after the fire.";
        string[] others = [.. Enumerable.Range(0, 50).Select(i => $"Page {i} tells of a mill near river {i}, built and run by its owner.")];
        const string question = "By whom was the mill in Halden rebuilt following the blaze?";

        ExtractiveAnswer? known = new ExtractiveReader(corpus: PassageFrequencies.Of([gold, .. others])).Answer(question, [new ReaderPassage("", "", gold)]);
        ExtractiveAnswer? unknown = new ExtractiveReader(new ExtractiveReaderOptions { AbstainBelow = 0 }).Answer(question, [new ReaderPassage("", "", gold)]);

        Assert.NotNull(known);
        Assert.True(known.Confidence > unknown!.Confidence);
    }
}
