using System.Diagnostics;
using System.Text;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;
using Assay.Text.Tokens;

namespace Assay.Tests.Retrieval.Reading;

public sealed class DelimitedReaderTests
{
    [Theory]
    [InlineData("name,qty\nBolt,12\nNut,7\n")]
    [InlineData("name;qty\r\nBolt;12\r\nNut;7")]
    [InlineData("name\tqty\nBolt\t12\nNut\t7\n")]
    [InlineData("name|qty\nBolt|12\nNut|7\n")]
    [InlineData("sep=;\r\nname;qty\r\nBolt;12\r\nNut;7\r\n")]
    [InlineData("\"name\",\"qty\"\n\"Bolt\",\"12\"\n\"Nut\",\"7\"\n")]
    public void Read_finds_delimiter_header_and_rows(string text) =>
        Assert.Equal(["TableHeader: name | qty", "TableRow: Bolt | 12", "TableRow: Nut | 7"], Reads.Lines(Reads.Text("a.csv", ".csv", text)));

    [Fact]
    public void Read_undoes_quotation_marks_and_keeps_where_cells_stand()
    {
        Document document = Reads.Text("a.csv", ".csv", "id,text\n1,\"He said \"\"no\"\", then\nleft; twice\"\n2,\"a,b\"\n");
        Block[] rows = [.. Reads.Blocks(document)];
        Assert.Equal("1 | He said \"no\", then left; twice", rows[1].Text);
        Assert.Equal("2 | a,b", rows[2].Text);
        int word = rows[1].Text.IndexOf("twice", StringComparison.Ordinal);
        Assert.Equal("twice", rows[1].Map.ToSource(new(word, word + 5))!.Value.Of(document.Source).ToString());
        Assert.Equal(["row 1", "row 2", "row 3"], document.Places.Select(p => p.Name));
    }

    [Fact]
    public void Read_of_a_file_without_header_has_rows_only() =>
        Assert.Equal(["TableRow: 1 | 2.5", "TableRow: 2 | 3.5"], Reads.Lines(Reads.Text("a.csv", ".csv", "1,2.5\n2,3.5\n")));

    [Fact]
    public void Read_takes_years_as_names_of_columns() =>
        Assert.StartsWith("TableHeader: region | 2023 | 2024", Reads.Lines(Reads.Text("a.csv", ".csv", "region,2023,2024\nNorth,10,11\nSouth,7,8\n"))[0], StringComparison.Ordinal);

    [Fact]
    public void Read_takes_lines_above_the_table_as_paragraphs() => Assert.Equal(
        ["Paragraph: Sales by region", "TableHeader: region | total", "TableRow: North | 10", "TableRow: South | 7"],
        Reads.Lines(Reads.Text("a.csv", ".csv", "Sales by region\n\nregion,total\nNorth,10\nSouth,7\n")));

    [Fact]
    public void Read_names_the_columns_of_a_wide_table_in_every_row()
    {
        string header = string.Join(',', Enumerable.Range(1, 40).Select(i => $"field{i}")), row = string.Join(',', Enumerable.Range(1, 40).Select(i => i == 7 ? "" : $"v{i}"));
        string line = Assert.Single(Reads.Lines(Reads.Text("a.csv", ".csv", $"{header}\n{row}\n")));
        Assert.StartsWith("TableRow: field1: v1 | field2: v2", line, StringComparison.Ordinal);
        Assert.DoesNotContain("field7", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_says_the_types_of_columns()
    {
        Document document = Reads.Text("a.csv", ".csv", "zip,price,day,ok,note\n01234,\"1,299.00\",2024-05-01,true,x\n99999,5,2024-05-02,false,y\n");
        Assert.Equal("zip (text), price (number), day (date), ok (boolean), note (text)", document.Properties!.Fields.First(f => f.Key == "columns").Value);
    }

    [Fact]
    public void Read_says_which_rows_have_more_or_fewer_cells_than_the_header()
    {
        Document document = Reads.Text("a.csv", ".csv", "name,city,qty\nBolt,\"New\nYork\",12\nNut,Rome\nGear,Bern,7,x\nCog,Oslo,3,\n");
        string warning = Assert.Single(document.Warnings);
        Assert.StartsWith("2 of 4 rows have more or fewer cells than the 3 of the header: line 4 has 2, line 5 has 4.", warning, StringComparison.Ordinal);
        Assert.Equal("TableRow: Gear | Bern | 7 | x", Reads.Lines(document)[3]);
        Assert.Empty(Reads.Text("a.csv", ".csv", "name,qty,\nBolt,12,\nNut,7\n").Warnings);
    }

    [Fact]
    public void Read_of_a_quotation_mark_that_is_never_closed_keeps_the_rows() =>
        Assert.Equal(4, Reads.Blocks(Reads.Text("a.csv", ".csv", "a,b\n1,\"x\n2,y\n3,z\n")).Count());

    [Fact]
    public void Read_refuses_a_row_of_100_000_columns_at_once()
    {
        var watch = Stopwatch.StartNew();
        string text = string.Join('\n', Enumerable.Repeat(string.Join(',', Enumerable.Repeat("x", 100_000)), 20));
        var error = Assert.Throws<UnreadableDocumentException>(() => Reads.Text("a.csv", ".csv", text));
        Assert.Contains("4096 cells", error.Message, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Chunks_of_a_long_table_repeat_its_header()
    {
        var text = new StringBuilder("part,qty\n");
        for (int i = 0; i < 500; i++) text.Append("part number ").Append(i).Append(',').Append(i).Append('\n');
        var chunks = Chunker.Chunk(Reads.Text("a.csv", ".csv", text.ToString()), new ChunkingOptions(), TokenCounter.Estimate);
        Assert.True(chunks.Length > 5);
        Assert.All(chunks, c => Assert.StartsWith("part | qty\n", c.Text, StringComparison.Ordinal));
    }
}
