using Assay.Initializing;

namespace Assay.Tests.Application.Initializing;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("**Yes**, _you_ can: use `x_y` and a*b.", "Yes, you can: use x_y and a*b.")]
    [InlineData("A [link](x.md \"t\"), ![image](i.png) and [ref][1].", "A link, and ref.")]
    [InlineData("Press <kbd>Ctrl</kbd>+C &mdash; or \\*not\\*.", "Press Ctrl+C — or *not*.")]
    [InlineData("one <!-- hidden\nwords --> two\n> three", "one two three")]
    [InlineData("[!INCLUDE[gone](includes/gone.md)] stays. [!INCLUDE [a b](~/x/y.md \"t\")]", "stays.")]
    [InlineData("", "")]
    public void Line_markup_is_removed(string markdown, string expected) => Assert.Equal(expected, PlainText.Line(markdown));

    [Theory]
    [InlineData("30 days", "30 days")]
    [InlineData("Yes. It does so by itself. More.", "Yes. It does so by itself.")]
    [InlineData("**Where it works**\n\nIt works in every country.", "It works in every country.")]
    [InlineData("- - Nested items are answers too.", "Nested items are answers too.")]
    [InlineData("- *Limits*\n- There are no limits at all.", "There are no limits at all.")]
    [InlineData("Do you mean this? It works as you expect.", "It works as you expect.")]
    [InlineData("Do the following:\n\n1. Open the page.", null)]
    [InlineData("Learn more at [x](x.md).", null)]
    [InlineData("Yes. For more information, see [x](x.md).", "Yes.")]
    [InlineData("#### Heading here\n\nThe text below it counts.", "The text below it counts.")]
    [InlineData("```\ncode here.\n```\n", null)]
    public void FirstSentence_gives_what_answers(string markdown, string? expected) => Assert.Equal(expected, PlainText.FirstSentence(markdown));

    [Fact]
    public void FirstSentence_longer_than_40_words_is_none()
    {
        Assert.NotNull(PlainText.FirstSentence(string.Join(' ', Enumerable.Repeat("word", 40)) + "."));
        Assert.Null(PlainText.FirstSentence(string.Join(' ', Enumerable.Repeat("word", 41)) + "."));
    }
}
