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
    [InlineData("access: everyone\napi: { access: read }", "everyone")]
    [InlineData("", null)]
    public void Access_is_read_from_front_matter(string fields, string? expected)
    {
        Assert.Equal(expected, Of($"---\n{fields}\n---\n# Page\n").Access?.Canonical);
        Assert.Equal(expected, Of($"<!-- SPDX-License-Identifier: MIT\n--> <!---->\n\n---\n{fields}\n---\n# Page\n").Access?.Canonical);
        Assert.Equal(expected, Of($"---\r{fields.ReplaceLineEndings("\r")}\r---\r# Page\r").Access?.Canonical);
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
    [InlineData("acces: [user:ann]", 2)]
    [InlineData("title: a\nAlow : everyone", 3)]
    [InlineData("meta: { access: [user:ann] }", 2)]
    [InlineData("meta:\n  - deep:\n      allow: everyone", 4)]
    [InlineData("title: [a\naccess: [user:ann]", 2)]
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

    [Theory]
    [InlineData("access = [\"group:hr\"]", "group:hr")]
    [InlineData("title = \"A\"\nallow = [\n  'user:ann',\n  \"group:b\",\n] # who\n[params]\nx = 1", "group:b\nuser:ann")]
    [InlineData("access = 'everyone'", "everyone")]
    [InlineData("access = []", "nobody")]
    [InlineData("title = \"A\"", null)]
    public void Access_is_read_from_toml(string fields, string? expected)
    {
        Assert.Equal(expected, Of($"+++\n{fields}\n+++\n# Page\n").Access?.Canonical);
        Assert.Equal(expected, Of($"+++\r\n{fields.ReplaceLineEndings("\r\n")}\r\n+++\r\n# Page\r\n").Access?.Canonical);
    }

    [Theory]
    [InlineData("+++\nx = 1\n[params]\naccess = [\"group:hr\"]\n+++\n", 4)]
    [InlineData("+++\nparams = { access = [\"group:hr\"] }\n+++\n", 2)]
    [InlineData("+++\nparams.access = [\"group:hr\"]\n+++\n", 2)]
    [InlineData("+++\n[access]\nread = [\"group:hr\"]\n+++\n", 2)]
    [InlineData("+++\nacces = [\"group:hr\"]\n+++\n", 2)]
    [InlineData("+++\naccess = [group:hr]\n+++\n", 2)]
    [InlineData("+++\naccess = \"hr\"\n+++\n", 2)]
    [InlineData("+++\naccess = \"everyone\"\nallow = \"everyone\"\n+++\n", 3)]
    [InlineData("+++\naccess = [\"group:hr\"]\n\n# Page\n", 2)]
    [InlineData("----\naccess: [group:hr]\n----\n", 2)]
    [InlineData("\n----\naccess: [group:hr]\n---\n", 3)]
    [InlineData("{\n  \"title\": \"A\",\n  \"access\": [\"group:hr\"]\n}\n", 3)]
    public void Access_in_another_notation_closes_and_names_its_line(string text, int line) =>
        Assert.StartsWith($"docs/a.md({line}): ", Assert.Throws<UnclearAccessException>(() => Of(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("----\nA rule and text about access.\n----\n")]
    [InlineData("{ \"name\": \"x\" }\n")]
    [InlineData("---\ntitle: a\n---\n\naccess: [group:hr]\n")]
    [InlineData("---\nalways: 1\nexcess: 2\n---\n")]
    public void Heads_that_do_not_speak_of_access_say_nothing(string text) => Assert.Null(Of(text).Access);

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
