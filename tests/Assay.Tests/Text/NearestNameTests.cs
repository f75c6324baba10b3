using Assay.Text;

namespace Assay.Tests.Text;

public sealed class NearestNameTests
{
    private static readonly string[] Names = ["answers", "answerable", "documents", "as", "id"];

    [Theory]
    [InlineData("answer", "answers")]
    [InlineData("Answers", "answers")]
    [InlineData("answerble", "answerable")]
    [InlineData("docuemnts", "documents")]
    [InlineData("di", "id")]
    [InlineData("budget", null)]
    [InlineData("", null)]
    [InlineData("x", null)]
    public void Find_typing_error_names_what_was_meant(string given, string? expected) => Assert.Equal(expected, NearestName.Find(given, Names));

    [Fact]
    public void Find_very_long_name_gives_up() => Assert.Null(NearestName.Find(new string('a', 1_000_000), Names));
}
