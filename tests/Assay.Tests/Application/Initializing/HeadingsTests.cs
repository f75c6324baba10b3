using Assay.Initializing;
using Assay.Tests.Retrieval.Reading;

namespace Assay.Tests.Application.Initializing;

public sealed class HeadingsTests
{
    [Theory]
    [InlineData("# Set up\n\n## Step 1: *install* & run\n\n## Step 1: install & run ##\n\n### `assay init`\n")]
    [InlineData("# Foo\n\n# Foo-1\n\n# Foo\n\n# Foo\n\n#\n\n# !?\n")]
    [InlineData("# See [the _guide_](a.md#x), v2.0_beta\n\n## A &amp; B <b>bold</b>\n\n## Überblick – naïve 日本\n\n## snake_case and **strong**\n")]
    [InlineData("<!--\n# hidden\n-->\n\n```\n# code\n```\n\n## Shown  twice  over\n\ntext\n")]
    public void Anchors_are_the_slugs_of_the_markdown_reader(string markdown)
    {
        string[] slugs = [.. Reads.Sections(Reads.Markdown(markdown).Root).Select(s => s.Slug)];
        Assert.NotEmpty(slugs);
        Assert.Equal(slugs.Order(StringComparer.Ordinal), Headings.Anchors(markdown).Order(StringComparer.Ordinal));
    }
}
