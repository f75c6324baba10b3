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
}
