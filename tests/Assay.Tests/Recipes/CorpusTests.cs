using Assay.Benchmarks.Models;
using Assay.Benchmarks.Models.Embedding;
using Assay.Tuning.FromScratch;

namespace Assay.Tests.Recipes;

public sealed class CorpusTests : IDisposable
{
    private const string Known = "The quick inspection of every lower valve must be finished before the seventh day of the month, says the rule.";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_models_are_measured_on_is_left_out_and_reported()
    {
        RecipeScene scene = new(folder.Path);
        scene.Page("a.md", $"# Valves\n\n{RecipeScene.Prose(1)}\n\nAs a note: {Known.ToLowerInvariant()}\n\n{RecipeScene.Prose(2)}");
        scene.Evaluation("xquad/xquad.en.json", System.Text.Json.JsonSerializer.Serialize(new { data = new[] { new { context = Known } } }));

        scene.Build();

        string text = Assert.Single(CorpusBuilder.Documents(scene.Work, "pages")).Text;
        Assert.DoesNotContain("inspection", text, StringComparison.Ordinal);
        Assert.Contains(RecipeScene.Prose(1), text, StringComparison.Ordinal);
        Assert.Contains("xquad 1", File.ReadAllText(Path.Combine(scene.Work, "leaks.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_paragraph_is_kept_once()
    {
        RecipeScene scene = new(folder.Path);
        scene.Page("a.md", $"# One\n\n{RecipeScene.Prose(1)}\n\n{RecipeScene.Prose(2)}");
        scene.Page("b.md", $"# Two\n\n{RecipeScene.Prose(1)}\n\n{RecipeScene.Prose(3)}\n\n{RecipeScene.Prose(4)}");

        scene.Build();

        Assert.Equal(1, CorpusBuilder.Documents(scene.Work, "pages").Count(d => d.Text.Contains(RecipeScene.Prose(1), StringComparison.Ordinal)));
    }

    [Fact]
    public void A_run_is_found_whatever_stands_between_its_words()
    {
        var set = new ShingleSet(5);
        set.Add("One two three four five six", 3);
        Assert.Equal(3, set.Find("… ONE-two, (three)\nfour: five!"));
        Assert.Equal(-1, set.Find("one two three four six"));
        Assert.Equal(-1, set.Find("two three four five"));
    }

    [Theory]
    [InlineData("# A<a name=\"x\"></a>\n\nSee [the *guide*](g.md) for `x`\\.", "# A\n\nSee the guide for x.")]
    [InlineData("---\ntitle: T\n---\n# A ##\n+ one\n+ two", "# A\n\n- one\n- two")]
    [InlineData("```\na\n```\n\nb", "a\n\nb")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n| 1 | 2 |")]
    public void Markdown_becomes_paragraphs(string markdown, string text) => Assert.Equal(text, CorpusText.OfMarkdown(markdown));

    [Fact]
    public void A_book_is_without_what_its_editors_added() =>
        Assert.Equal("It was a dark night.\n\nThe end.", CorpusText.OfGutenberg("Licence\n*** START OF THIS PROJECT GUTENBERG EBOOK X ***\nIt was\na _dark_ night.\n\nThe end.\n*** END OF THIS PROJECT GUTENBERG EBOOK X ***\nmore"));

    [Fact]
    public void A_textbook_becomes_headings_paragraphs_and_terms() => Assert.Equal(
        "# Sleep\n\nWe sleep a third of our lives.\n\n- one\n- two\n\nRebound: falling asleep sooner",
        TextbookText.Of("""
            <document xmlns="http://cnx.rice.edu/cnxml" xmlns:m="http://www.w3.org/1998/Math/MathML"><title>Sleep</title><metadata><title>Not this</title></metadata><content>
            <para>We sleep a <term>third</term>
              of our lives.</para><para>Energy is <m:math><m:mi>E</m:mi></m:math>.</para><section><list><item>one</item><item>two</item></list><exercise><problem><para>Why?</para></problem></exercise></section></content>
            <glossary><definition><term>rebound</term><meaning>falling asleep sooner</meaning></definition></glossary></document>
            """));

    [Fact]
    public void What_is_no_textbook_has_no_text() => Assert.Equal("", TextbookText.Of("<document><para>not closed"));

    [Fact]
    public void A_recipe_with_an_unknown_setting_is_refused_by_line()
    {
        string path = Path.Combine(folder.Path, "r.json");
        File.WriteAllText(path, "{\n  \"name\": \"x\",\n  \"sead\": 1\n}");
        Assert.Contains("sead", Assert.Throws<Assay.Text.InputException>(() => ModelRecipe.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_recipes_of_the_repository_are_read()
    {
        string folder = Path.Combine(Conventions.Repository.Root, "eng", "models");
        ModelRecipe decoder = ModelRecipe.Read(Path.Combine(folder, "assay-tiny-en-1.json"));
        Assert.All(decoder.Sources, s => Assert.NotEqual("", s.Licence));
        Assert.NotEqual(new ScratchShape(), decoder.Shape);
        Assert.True(File.Exists(Path.Combine(folder, ModelRecipe.Read<EmbedderRecipe>(Path.Combine(folder, "assay-embed-en.json")).Corpus)));
    }
}
