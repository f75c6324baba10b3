using Assay.Retrieval.Documents;

namespace Assay.Tests.Retrieval.Reading;

public sealed class MarkdownReaderTests
{
    [Fact]
    public void Read_builds_the_section_tree_with_slugs()
    {
        Document document = Reads.Markdown("intro\n\n# A *b*\n\none\n\n## C & D!\n\ntwo\n\n# Set\n\n## C & D!\n\n#\n");
        Assert.Equal("A b", document.Title);
        Assert.Equal(["A b|a-b|1", "C & D!|c--d|2", "Set|set|1", "C & D!|c--d-1|2"], Reads.Sections(document.Root).Select(s => $"{s.Heading}|{s.Slug}|{s.Level}"));
        Section first = document.Root.Sections[0];
        Assert.Equal("# A *b*\n\none\n\n## C & D!\n\ntwo", first.Span.Of(document.Source).ToString());
        Assert.Equal("intro", document.Root.Blocks[0].Text);
    }

    [Fact]
    public void Read_removes_inline_markup_and_keeps_the_text()
    {
        Document document = Reads.Markdown("Use **bold _it_** and `co de` [li*nk*](u \"t\") ![alt t](x) <b>html</b> &amp; \\* <http://a.b> x&nbsp;y<br>z[^1] 2 * 3\r\nsoft  \r\nhard\n\n[^1]: The note.\n\n[ref]: http://x\n");
        Assert.Equal(["Paragraph: Use bold it and co de link alt t html & * http://a.b x y\\nz 2 * 3 soft\\nhard", "Paragraph: The note."], Reads.Lines(document));
        Block block = document.Root.Blocks[0];
        int amp = block.Text.IndexOf('&', StringComparison.Ordinal);
        Assert.Equal("&amp;", block.Map.ToSource(new(amp, amp + 1))!.Value.Of(document.Source).ToString());
        int link = block.Text.IndexOf("link", StringComparison.Ordinal);
        Assert.Equal("li*nk", block.Map.ToSource(new(link, link + 4))!.Value.Of(document.Source).ToString());
    }

    [Fact]
    public void Read_gives_each_list_item_its_own_block()
    {
        Document document = Reads.Markdown("- a\n  b\n\n  second\n  - [x] nested\n    1. deep\n\n  after\n\n  ```\n  code\n  ```\n- last\n\n* other\n\nTerm\n: def\n");
        Assert.Equal(["ListItem: a b\\nsecond", "ListItem: nested", "ListItem: deep", "ListItem: after", "Code: code", "ListItem: last", "ListItem: other", "ListItem: Term\\ndef"], Reads.Lines(document));
        Assert.Equal([0, 0, 0, 0, -1, 0, 1, 2], Reads.Blocks(document).Select(b => b.Group));
    }

    [Fact]
    public void Read_gives_each_table_row_its_own_block()
    {
        Document document = Reads.Markdown("| A | `b|c` |\n|---|---|\n| c **d** | e\\|f |\n| g | |\n| | |\n\n+---+---+\n| G | H |\n+===+===+\n| 1 | 2 |\n| x | y |\n+---+---+\n");
        Assert.Equal(["TableHeader: A | b|c", "TableRow: c d | e|f", "TableRow: g |", "TableHeader: G | H", "TableRow: 1 x | 2 y"], Reads.Lines(document));
        Assert.Equal([0, 0, 0, 1, 1], Reads.Blocks(document).Select(b => b.Group));
    }

    [Fact]
    public void Read_keeps_code_verbatim_with_and_without_tabs()
    {
        Document document = Reads.Markdown("```cs\r\n  if (a)\r\n\tb();\r\n\r\n&amp; *x*\r\n```\r\n\r\n- item\r\n\r\n  ```\r\n\t\ttab\r\n  ```\r\n\r\n    indented *c*\r\n");
        string[] code = [.. Reads.Blocks(document).Where(b => b.Kind == BlockKind.Code).Select(b => b.Text)];
        Assert.Equal("  if (a)\n\tb();\n\n&amp; *x*", code[0]);
        Assert.Equal("\ttab", code[1].TrimStart(' '));
    }

    [Fact]
    public void Read_takes_title_and_description_from_front_matter()
    {
        Document document = Reads.Markdown("---\ntitle: \"It's \\\"X\\\"\"\nauthor: me\ndescription: 'A ''fine'' one\n  on two lines' \n---\n## Only\n\ntext\n");
        Assert.Equal("It's \"X\"", document.Title);
        Assert.Equal("A 'fine' one on two lines", document.Root.Blocks[0].Text);
        Assert.StartsWith("description: 'A", document.Root.Blocks[0].Span.Of(document.Source).ToString(), StringComparison.Ordinal);
        Assert.Equal("Folded text here", Reads.Markdown("---\ntitle: >-\n  Folded\n  text here\nx: 1\n---\n").Title);
        Assert.Equal("Plain", Reads.Markdown("---\r\ntitle: Plain # note\r\ndescription:\r\n---\r\n").Title);
        Assert.Equal("Top", Reads.Markdown("---\ntitle: x\n---\n# Top\n").Title);
        Assert.Equal("a", Reads.Markdown("---\nother: x\n---\n").Title);
    }

    [Fact]
    public void Read_drops_constructs_of_site_generators()
    {
        Document document = Reads.Markdown("""
            > [!NOTE]
            > In [!INCLUDE [prod_short](includes/prod_short.md)], use [!INCLUDE[Business Central](x.md)].

            [!INCLUDE[footer-include](includes/footer.md)]

            :::image type="content" source="a.png" alt-text="The *Sales* page":::

            > [!VIDEO https://example.org/v]

            1. Step
                :::image type="content" source="b.png" alt-text="Indented":::

            See [the page]({% page "/x/" %}) and [home]({{ site.url }}).

            ```
            [!INCLUDE[prod_short](x.md)] ::: {% raw %}
            ```

                :::row-end:::
            """);
        Assert.Equal(
            ["Paragraph: In , use Business Central.", "Paragraph: The Sales page", "ListItem: Step Indented", "Paragraph: See the page and home.",
             "Code: [!INCLUDE[prod_short](x.md)] ::: {% raw %}"],
            Reads.Lines(document));
    }

    [Fact]
    public void Read_takes_the_text_out_of_raw_html()
    {
        Document document = Reads.Markdown("<details>\n<summary>More &lt;info&gt;</summary>\n<script>var x;</script>\n</details>\n\n> <div>\n> quoted\n> html\n> </div>\n\n<!-- no -->\n\n<h2>Heading</h2>\n\ntext `a\nb` and\n> `c\n> d`\n");
        Assert.Equal(["Paragraph: More <info>", "Paragraph: quoted html", "Paragraph: text a b and", "Paragraph: c d"], Reads.Lines(document));
        Assert.Equal("Heading", document.Root.Sections[0].Heading);
    }

    [Fact]
    public void Read_prefers_the_title_given_from_outside()
    {
        SourceFile file = Reads.File("a.md", ".md", "# Own"u8.ToArray()) with { Title = " Given " };
        Assert.Equal("Given", Assay.Retrieval.Reading.DocumentReaders.Read(file, new(), default).Title);
    }

    [Fact]
    public void Read_keeps_the_structure_of_a_long_table()
    {
        Document document = Reads.Markdown("# T\r\n\r\n|a|b|\r\n|-|-|\r\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"| *r{i}* | [b](c) `x` &amp; |\r\n")) + "\r\nafter\r\n");
        Block[] blocks = [.. Reads.Blocks(document)];
        Assert.Equal(3002, blocks.Length);
        Assert.Equal(Enumerable.Range(0, 3000).Select(i => $"r{i} | b x &"), blocks[1..^1].Select(b => b.Text));
        Assert.All(blocks[1..^1], b => Assert.Equal((BlockKind.TableRow, blocks[0].Group), (b.Kind, b.Group)));
        Assert.Equal("*r2999* | [b](c) `x` &amp;", blocks[^2].Span.Of(document.Source).ToString().Trim());
    }

    [Fact]
    public void Read_leaves_a_long_table_inside_code_alone()
    {
        string table = "|a|\n|-|\n" + string.Concat(Enumerable.Repeat("|x|\n", 400));
        Assert.Equal("Code: " + table.Trim().Replace("\n", "\\n", StringComparison.Ordinal), Assert.Single(Reads.Lines(Reads.Markdown("```\n" + table + "```\n"))));
        Document oddCells = Reads.Markdown("|a|\n|-|\n" + string.Concat(Enumerable.Repeat("|" + new string('[', 90) + "|\n", 400)));
        Assert.Contains("[[[", Reads.Blocks(oddCells).Last().Text, StringComparison.Ordinal);
    }
}
