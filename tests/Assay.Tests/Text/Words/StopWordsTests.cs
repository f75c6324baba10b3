using Assay.Text.Languages;
using Assay.Text.Words;

namespace Assay.Tests.Text.Words;

public sealed class StopWordsTests
{
    [Theory]
    [InlineData("the", true)]
    [InlineData("which", true)]
    [InlineData("password", false)]
    [InlineData("The", true)]
    [InlineData("wouldn't", true)]
    [InlineData("May", false)]
    [InlineData("", false)]
    public void Contains_function_words_only(string word, bool expected) => Assert.Equal(expected, StopWords.Contains(word));

    [Theory]
    [InlineData(Language.German, "nicht", "rechnung")]
    [InlineData(Language.Spanish, "también", "factura")]
    [InlineData(Language.French, "être", "facture")]
    [InlineData(Language.Italian, "perché", "fattura")]
    [InlineData(Language.Chinese, "什么", "北京")]
    [InlineData(Language.Japanese, "です", "東京")]
    [InlineData(Language.Korean, "무엇", "서울")]
    [InlineData(Language.English, "the", "invoice")]
    public void For_each_language_has_its_function_words(Language language, string yes, string no)
    {
        Assert.Contains(yes, StopWords.For(language));
        Assert.DoesNotContain(no, StopWords.For(language));
    }

    [Fact]
    public void For_lists_hold_each_word_once_in_lower_case()
    {
        foreach (string list in (string[])[StopWordLists.German, StopWordLists.Spanish, StopWordLists.French, StopWordLists.Italian, StopWordLists.Chinese, StopWordLists.Japanese, StopWordLists.Korean])
        {
            string[] words = list.Split(' ');
            Assert.Empty(words.GroupBy(w => w).Where(g => g.Count() > 1).Select(g => g.Key));
            Assert.All(words, w => Assert.Equal(w.ToLowerInvariant(), w));
            Assert.DoesNotContain("", words);
        }
    }

    [Fact]
    public void For_an_unknown_language_is_empty() => Assert.Empty(StopWords.For(Language.Unknown));
}
