using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;
using Assay.Text;

namespace Assay.Tests.Retrieval.Reading;

public sealed class RenderedDocumentTests
{
    [Fact]
    public void Build_writes_blocks_apart_and_rows_of_one_table_together()
    {
        RenderedDocument rendered = Rendered();
        rendered.Heading(1, "Fees\nof today");
        rendered.Block(BlockKind.Paragraph, " What it costs. ");
        int table = rendered.NextGroup();
        rendered.Row(["plan", "price"], table, header: true);
        rendered.Row(["basic", "3\r\neuro"], table);
        rendered.Row([" ", ""], table);
        rendered.Block(BlockKind.Code, "  x = 1\n");
        Document document = rendered.Build(null, new DocumentProperties([], null));

        Assert.Equal("Fees of today\n\nWhat it costs.\n\nplan | price\nbasic | 3 euro\n\n  x = 1", document.Source);
        Assert.Equal("Fees of today", document.Title);
        Assert.Equal(["Paragraph: What it costs.", "TableHeader: plan | price", "TableRow: basic | 3 euro", "Code:   x = 1"], Reads.Lines(document));
        Reads.Check(document);
    }

    [Fact]
    public void Place_names_a_stretch_of_the_text()
    {
        RenderedDocument rendered = Rendered();
        TextSpan first = rendered.Block(BlockKind.Paragraph, "one");
        TextSpan second = rendered.Block(BlockKind.Paragraph, "two");
        rendered.Place("page 2", second);
        rendered.Place("page 1", first);
        rendered.Place("page 3", new TextSpan(0, 0));
        Document document = rendered.Build("t", new DocumentProperties([], null));
        Assert.Equal([("page 1", "one"), ("page 2", "two")], document.Places.Select(p => (p.Name, p.Span.Of(document.Source).ToString())));
    }

    [Fact]
    public void Properties_as_json_keep_the_last_of_a_name() =>
        Assert.Equal("""{"author":"ü","pages":"3"}""", new DocumentProperties([new("author", "ü"), new("pages", "2"), new("pages", "3")], null).ToJson());

    private static RenderedDocument Rendered() => new(Reads.File("docs/a.pdf", ".pdf", []));
}
