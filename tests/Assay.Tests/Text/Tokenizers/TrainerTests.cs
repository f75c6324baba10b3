using System.Text.Json;
using Assay.Text.Tokenizers;
using Assay.Text.Tokenizers.Training;

namespace Assay.Tests.Text.Tokenizers;

public sealed class TrainerTests
{
    private static readonly string[] Texts = [.. Enumerable.Range(0, 60).Select(i => $"The tokenizer learns lower, lowest, newer and newest words; low {i}. Übermut in Köln, 東京 é\u0301 👋")];

    [Fact]
    public void The_most_frequent_pair_is_merged_first_and_ties_go_by_id()
    {
        // ab is seen three times, the others twice; the space has the least id.
        string json = VocabularyTrainer.TrainByteLevelBpe(["ab ab ab cd cd"], new TrainingOptions { VocabularySize = 259 });
        using JsonDocument parsed = JsonDocument.Parse(json);
        string[] merges = [.. parsed.RootElement.GetProperty("model").GetProperty("merges").EnumerateArray().Select(m => $"{m[0]} {m[1]}")];
        Assert.Equal(["a b", "Ġ c", "Ġ ab"], merges);
    }

    [Fact]
    public void A_byte_level_vocabulary_gives_every_text_back()
    {
        Tokenizer tokenizer = Tokenizer.Parse(VocabularyTrainer.TrainByteLevelBpe(Texts, new TrainingOptions { VocabularySize = 400, SpecialTokens = ["<s>", "</s>"] }));
        foreach (string text in Texts.Append("something new: Ωμέγα \u0000 𝒳")) Assert.Equal(text, tokenizer.Decode([.. tokenizer.IdsOf(text)]));
        Assert.True(tokenizer.IdsOf(Texts[0]).Length < Texts[0].Length / 2);
        Assert.Equal([0, 1], tokenizer.SpecialIds.ToArray());
        Assert.InRange(tokenizer.VocabularySize, 300, 400);
    }

    [Fact]
    public void A_WordPiece_vocabulary_spells_known_words()
    {
        Tokenizer tokenizer = Tokenizer.Parse(VocabularyTrainer.TrainWordPiece(Texts, new TrainingOptions { VocabularySize = 150, SpecialTokens = ["[PAD]", "[CLS]"] }));
        Assert.DoesNotContain(tokenizer.IdOf("[UNK]"), tokenizer.IdsOf("The lowest learner"));
        Assert.Equal([tokenizer.IdOf("[UNK]")], tokenizer.IdsOf("Щ").ToArray());
        Assert.Equal("newest words", tokenizer.Decode([.. tokenizer.IdsOf("newest words")]));
    }

    [Fact]
    public void The_order_of_the_texts_does_not_matter()
    {
        var options = new TrainingOptions { VocabularySize = 350 };
        Assert.Equal(VocabularyTrainer.TrainByteLevelBpe(Texts, options), VocabularyTrainer.TrainByteLevelBpe(Texts.Reverse(), options));
        Assert.Equal(VocabularyTrainer.TrainWordPiece(Texts, options), VocabularyTrainer.TrainWordPiece(Texts.Reverse(), options));
    }

    [Fact]
    public void Options_that_make_no_sense_are_all_named()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => VocabularyTrainer.TrainByteLevelBpe(Texts, new TrainingOptions { VocabularySize = 100, LeastFrequency = 0, SpecialTokens = ["", "ab", "ab"] }));
        foreach (string part in new[] { "VocabularySize", "LeastFrequency", "characters each", "differ" }) Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }
}
