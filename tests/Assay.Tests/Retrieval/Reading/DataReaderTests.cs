using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;

namespace Assay.Tests.Retrieval.Reading;

public sealed class DataReaderTests
{
    [Fact]
    public void Read_of_json_makes_sections_items_and_tables()
    {
        const string Text = """
            {
              "title": "Warehouse",
              "open": true,
              "stock": [ { "part": "Bolt", "qty": 12, "tags": ["m4", "steel"] }, { "part": "Nut", "qty": 7 } ],
              "contact": { "mail": "a@b.c", "phone": { "day": "1\u00e9", "night": "2" } },
              "rules": { "a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7, "h": 8, "i": "last" }
            }
            """;
        Document document = Reads.Text("a.json", ".json", Text);
        Assert.Equal("Warehouse", document.Title);
        Assert.Equal(["stock", "contact", "rules"], Reads.Sections(document.Root).Select(s => s.Heading));
        Assert.Equal(["ListItem: title: Warehouse", "ListItem: open: true", "TableHeader: part | qty | tags", "TableRow: Bolt | 12 | m4, steel", "TableRow: Nut | 7 |"], Reads.Lines(document)[..5]);
        Assert.Equal(["ListItem: mail: a@b.c", "ListItem: phone.day: 1é", "ListItem: phone.night: 2"], Reads.Lines(document)[5..8]);
        Block row = Reads.Blocks(document).First(b => b.Kind == BlockKind.TableRow);
        Assert.Equal("{ \"part\": \"Bolt\", \"qty\": 12, \"tags\": [\"m4\", \"steel\"] }", row.Span.Of(document.Source).ToString());
    }

    [Fact]
    public void Read_of_json_takes_no_access_from_its_fields() =>
        Assert.NotNull(Reads.Text("a.json", ".json", "{ \"access\": \"everyone or so\" }").Properties);

    [Theory]
    [InlineData("{ \"a\": 1 \"b\": 2 }", "line 1: expected ',' or '}'")]
    [InlineData("{\n\"a\": [1, 2\n", "line 3: expected ']' for the '[' of line 2")]
    [InlineData("{\"a\": nil}", "expected a value")]
    [InlineData("{\"a\": \"x\ny\"}", "closing quotation mark")]
    public void Read_of_broken_json_says_where(string text, string message) =>
        Assert.Contains(message, Assert.Throws<UnreadableDocumentException>(() => Reads.Text("a.json", ".json", text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(".json", "[")]
    [InlineData(".json", "{\"a\":")]
    [InlineData(".yaml", "[")]
    [InlineData(".yaml", "- ")]
    [InlineData(".yaml", "{a: ")]
    public void Read_refuses_10_000_levels(string format, string open) =>
        Assert.Contains("levels", Assert.Throws<UnreadableDocumentException>(() => Reads.Text("a", format, string.Concat(Enumerable.Repeat(open, 10_000)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_of_lines_of_json_leaves_out_what_is_none()
    {
        Document document = Reads.Text("a.jsonl", ".jsonl", "{\"q\":\"one\",\"a\":\"x\"}\n\nnot json\n{\"q\":\"two\",\"a\":\"y\"}\n");
        Assert.Equal(["TableHeader: q | a", "TableRow: one | x", "TableRow: two | y"], Reads.Lines(document));
        Assert.Equal(["line 1", "line 4"], document.Places.Select(p => p.Name));
        Assert.Contains("line 3", Assert.Single(document.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_yaml_makes_the_same_structure()
    {
        const string Text = "name: Deploy\nowner: 'Ann''s team'\nsteps:\n  - run: build\n    time: 5m\n  - run: test\n    time: 9m\nnotes: |\n  First line.\n  Second line.\nbase: &b {x: 1}\nother: *b\n";
        Document document = Reads.Text("a.yaml", ".yaml", Text);
        Assert.Equal("Deploy", document.Title);
        string[] lines = Reads.Lines(document);
        Assert.Contains("ListItem: owner: Ann's team", lines);
        Assert.Contains("TableRow: test | 9m", lines);
        Assert.Contains("ListItem: notes: First line.\\nSecond line.", lines);
        Assert.Contains("ListItem: other: *b", lines);
    }

    [Fact]
    public void Read_of_yaml_reads_every_document_of_a_file() =>
        Assert.Equal(["ListItem: kind: A", "ListItem: kind: B"], Reads.Lines(Reads.Text("a.yaml", ".yaml", "kind: A\n---\nkind: B\n")));

    [Fact]
    public void Read_of_an_interface_makes_a_section_for_each_operation()
    {
        const string Text = """
            openapi: 3.0.0
            info: { title: Pets, version: 1.2.0, description: All about pets. }
            paths:
              /pets/{id}:
                get:
                  summary: One pet
                  parameters:
                    - { name: id, in: path, required: true, schema: { type: string }, description: Its number }
                  responses:
                    '200': { description: The pet, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
            components:
              schemas:
                Pet:
                  required: [name]
                  properties:
                    name: { type: string, description: What it is called }
                    tags: { type: array, items: { type: string } }
            """;
        Document document = Reads.Text("api.yaml", ".yaml", Text);
        Assert.Equal("Pets", document.Title);
        Assert.Equal(["Pets", "GET /pets/{id}: One pet", "Schema Pet"], Reads.Sections(document.Root).Select(s => s.Heading));
        Assert.Contains("TableRow: id | path | string | yes | Its number", Reads.Lines(document));
        Assert.Contains("TableRow: 200 | The pet | application/json Pet", Reads.Lines(document));
        Assert.Contains("TableRow: tags | array of string | no |", Reads.Lines(document));
        Assert.Contains(document.Places, p => p.Name == "GET /pets/{id}");
    }
}
