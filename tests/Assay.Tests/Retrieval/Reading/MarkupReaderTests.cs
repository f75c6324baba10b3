using Assay.Retrieval.Documents;

namespace Assay.Tests.Retrieval.Reading;

public sealed class MarkupReaderTests
{
    [Fact]
    public void Read_of_rst_finds_titles_lists_code_and_tables()
    {
        const string Text = """
            ======
            Pumps
            ======
            :Author: Ann
            :Date: 2024-03-01

            .. _target:

            First ``code`` and *text* with a `link <http://x.y>`_ and :ref:`a title <there>`.

            Setup
            -----

            - one
              goes on
            - two

              * inner

            Example::

                a = 1
                  b = 2

            .. note:: Mind **this**.

            +------+-----+
            | Part | Qty |
            +======+=====+
            | Bolt | 12  |
            | long |     |
            +------+-----+

            ====  ====
            Name  Size
            ====  ====
            Nut   M4
            Bolt  M5
            ====  ====

            .. list-table:: Prices
               :header-rows: 1

               * - Item
                 - Price
               * - Nut
                 - 3

            .. csv-table::
               :header: "A", "B"

               "1", "x, y"

            .. code-block:: python

               def f(): pass
            """;
        Document document = Reads.Text("a.rst", ".rst", Text);
        Assert.Equal("Pumps", document.Title);
        Assert.Equal([1, 2], Reads.Sections(document.Root).Select(s => s.Level));
        Assert.Equal(2024, document.Properties!.Updated!.Value.Year);
        string[] lines = Reads.Lines(document);
        Assert.Contains("Paragraph: First code and text with a link and a title.", lines);
        Assert.Contains("ListItem: one goes on", lines);
        Assert.Contains("ListItem: inner", lines);
        Assert.Contains("Paragraph: Example:", lines);
        Assert.Contains("Code: a = 1\\n  b = 2", lines);
        Assert.Contains("Paragraph: Mind this.", lines);
        Assert.Contains("TableHeader: Part | Qty", lines);
        Assert.Contains("TableRow: Bolt long | 12", lines);
        Assert.Contains("TableHeader: Name | Size", lines);
        Assert.Contains("TableRow: Bolt | M5", lines);
        Assert.Contains("TableHeader: Item | Price", lines);
        Assert.Contains("TableRow: Nut | 3", lines);
        Assert.Contains("TableHeader: A | B", lines);
        Assert.Contains("TableRow: 1 | x, y", lines);
        Assert.Contains("Code: def f(): pass", lines);
    }

    [Fact]
    public void Read_of_restructured_text_keeps_what_a_table_directive_holds_that_is_no_table() =>
        Assert.Equal(["Paragraph: Before.", "Paragraph: T", "Paragraph: 1, 2", "Paragraph: 3, 4", "Paragraph: After."], Reads.Lines(Reads.Text("a.rst", ".rst", "Before.\n\n.. table:: T\n\n   1, 2\n\n   3, 4\n\nAfter.\n")));

    [Fact]
    public void Read_of_asciidoc_finds_titles_lists_listings_and_tables()
    {
        const string Text = """
            = Pumps
            Ann Writer <ann@example.com>
            :revdate: 2024-03-01

            A *bold* word, `code`, and https://example.com[a link].

            == Setup

            * one
            goes on
            ** inner
            . first

            [source,python]
            ----
            a = 1
              b = 2
            ----

            NOTE: Mind this.

            .Stock
            [options="header"]
            |===
            |Part |Qty

            |Bolt
            |12
            2+|Nothing else
            |===

            // a comment
            """;
        Document document = Reads.Text("a.adoc", ".adoc", Text);
        Assert.Equal("Pumps", document.Title);
        Assert.Equal(["Pumps", "Setup"], Reads.Sections(document.Root).Select(s => s.Heading));
        Assert.Contains(document.Properties!.Fields, f => f.Key == "author" && f.Value.StartsWith("Ann", StringComparison.Ordinal));
        Assert.Equal(
            ["Paragraph: A bold word, code, and a link.", "ListItem: one goes on", "ListItem: inner", "ListItem: first", "Code: a = 1\\n  b = 2", "Paragraph: Mind this.", "Paragraph: Stock", "TableHeader: Part | Qty", "TableRow: Bolt | 12", "TableRow: Nothing else"],
            Reads.Lines(document));
    }

    [Fact]
    public void Read_of_a_notebook_keeps_headings_over_the_cells_below()
    {
        const string Text = """
            {"cells": [{"cell_type": "markdown", "source": ["# Analysis\n", "Some *text*."]},
              {"cell_type": "code", "source": "x = 1\nprint(x)", "outputs": [{"output_type": "stream", "text": ["1\n"]}, {"data": {"image/png": "AAAA", "text/plain": ["<Figure>"]}}]},
              {"cell_type": "markdown", "source": "## Result\n\nDone."}], "metadata": {"language_info": {"name": "python"}}}
            """;
        Document document = Reads.Text("a.ipynb", ".ipynb", Text);
        Assert.Equal("Analysis", document.Title);
        Assert.Equal(["Paragraph: Some text.", "Code: x = 1\\nprint(x)", "Code: 1", "Code: <Figure>", "Paragraph: Done."], Reads.Lines(document));
        Assert.Equal(["cell 1", "cell 2", "cell 3"], document.Places.Select(p => p.Name));
    }

    [Fact]
    public void Read_of_subtitles_makes_paragraphs_of_what_is_said()
    {
        Document srt = Reads.Text("a.srt", ".srt", "1\n00:00:01,000 --> 00:00:02,500\n<i>We tested</i> the pump\n\n2\n00:00:02,500 --> 00:00:04,000\nfor three hours and it did not leak at any time, which is a good result for all of us here.\n\n3\n00:00:04,100 --> 00:00:05,000\nThen we stopped.\n");
        Assert.Equal(["Paragraph: We tested the pump for three hours and it did not leak at any time, which is a good result for all of us here.", "Paragraph: Then we stopped."], Reads.Lines(srt));
        Assert.Equal("00:00:01,000 to 00:00:04,000", srt.Places[0].Name);
        Document vtt = Reads.Text("a.vtt", ".vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hello there.\n\n00:02.000 --> 00:03.000\n<v Bob>Hi.\n");
        Assert.Equal(["Paragraph: Ann: Hello there.", "Paragraph: Bob: Hi."], Reads.Lines(vtt));
    }
}
