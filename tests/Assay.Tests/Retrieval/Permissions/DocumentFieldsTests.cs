using System.Text.Json;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Reading;

namespace Assay.Tests.Retrieval.Permissions;

public sealed class DocumentFieldsTests
{
    [Theory]
    [InlineData("access: [group:support, user:ann@example.com]", "group:support\nuser:ann@example.com")]
    [InlineData("title: A\naccess:\n  - user:ann\n  - group:b", "group:b\nuser:ann")]
    [InlineData("allow: group:b, user:ann", "group:b\nuser:ann")]
    [InlineData("\"Access\" : everyone", "everyone")]
    [InlineData("access: []", "nobody")]
    [InlineData("access: [ \"group:Vertrieb Süd\" ]", "group:Vertrieb Süd")]
    [InlineData("title: nothing said", null)]
    [InlineData("nested: { access: everyone }", null)]
    [InlineData("", null)]
    public void Access_is_read_from_front_matter(string fields, string? expected)
    {
        Assert.Equal(expected, Of($"---\n{fields}\n---\n# Page\n").Access?.Canonical);
        Assert.Equal(expected, Of($"\uFEFF\r\n---  \r\n{fields.ReplaceLineEndings("\r\n")}\r\n...\r\n# Page\r\n").Access?.Canonical);
    }

    [Theory]
    [InlineData("access: support", 2)]
    [InlineData("access:", 2)]
    [InlineData("access: ~", 2)]
    [InlineData("access: { group: support }", 2)]
    [InlineData("a: 1\naccess:\n  - user:ann\n  - group: b", 5)]
    [InlineData("a: 1\naccess: [user:ann, bob]", 3)]
    [InlineData("access: everyone\nallow: everyone", 3)]
    [InlineData("access: everyone\naccess: everyone", 3)]
    [InlineData("title: a: b\naccess: [user:ann]", 2)]
    [InlineData("access: [user:ann", 3)]
    [InlineData("x: &x 1\naccess: *x", 3)]
    [InlineData("access: [user:]", 2)]
    public void Access_that_is_not_understood_names_its_line(string fields, int line)
    {
        var error = Assert.Throws<UnclearAccessException>(() => Of($"---\n{fields}\n---\ntext"));
        Assert.StartsWith($"docs/a.md({line}): ", error.Message, StringComparison.Ordinal);
        Assert.Contains("Nobody can read the document", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Front_matter_without_an_end_that_speaks_of_access_is_refused()
    {
        Assert.StartsWith("docs/a.md(3): ", Assert.Throws<UnclearAccessException>(() => Of("---\ntitle: x\naccess: [user:ann]\n\n# Page\n")).Message, StringComparison.Ordinal);
        Assert.Null(Of("---\n\nA rule and text.\n").Access);
    }

    [Fact]
    public void Words_in_the_text_are_no_statement() => Assert.Null(Of("# Page\n\naccess: [user:ann]\n").Access);

    [Fact]
    public void Front_matter_that_is_no_yaml_is_no_metadata() => Assert.Equal("{}", Of("---\ntitle: a: b\n---\ntext").Metadata);

    [Fact]
    public void Metadata_keeps_structure_and_a_date_is_found()
    {
        DocumentFields fields = Of("---\ntitle: \"Ä & <b>\"\ntags: [a, 1]\nowner: { name: Ann }\nms.date: 03/04/2025\ndate: unknown\n---\ntext");
        JsonElement json = JsonDocument.Parse(fields.Metadata).RootElement;
        Assert.Equal("Ä & <b>", json.GetProperty("title").GetString());
        Assert.Equal(["a", "1"], json.GetProperty("tags").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal("Ann", json.GetProperty("owner").GetProperty("name").GetString());
        Assert.Equal(new DateTimeOffset(2025, 3, 4, 0, 0, 0, TimeSpan.Zero), fields.Updated);
    }

    [Fact]
    public void Hostile_front_matter_is_refused_or_left_out()
    {
        Assert.Equal("{}", Of("---\na: " + new string('[', 100_000) + "\n---\n").Metadata);
        Assert.Throws<UnclearAccessException>(() => Of("---\naccess: " + new string('[', 100_000) + "\n---\n"));
        Assert.Equal("{}", Of("---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n").Metadata);
    }

    private static DocumentFields Of(string text) => DocumentFields.Of(text, "docs/a.md");
}
