using System.Text;
using Assay.Retrieval.Tables;

namespace Assay.Tests.Retrieval.TableQuestions;

public sealed class TableExtractorTests
{
    [Fact]
    public void Columns_have_types_units_and_names()
    {
        DataTable table = Assert.Single(Read("t.csv", "Name;Price (EUR);delay_minutes;Since;Active;Zip\nA;\"1.234,50\";3;28.05.2024;yes;01067\nB;\"20,00\";-;01.06.2024;no;10115\n"));

        Assert.Equal(
            [("Name", ColumnType.Text, ""), ("Price", ColumnType.Number, "eur"), ("delay", ColumnType.Number, "minutes"), ("Since", ColumnType.Date, ""), ("Active", ColumnType.Boolean, ""), ("Zip", ColumnType.Text, "")],
            table.Columns.Select(c => (c.Name, c.Type, c.Unit)));
        Assert.Equal(["A", 1234.5, 3.0, "2024-05-28", 1.0, "01067"], table.Rows.First().Values.ToArray());
        Assert.Null(table.Rows.Last().Values[2]);
    }

    [Theory]
    [InlineData("1,234", 1234.0)]
    [InlineData("1,234.50", 1234.5)]
    [InlineData("€1,234.50", 1234.5)]
    [InlineData("12 km", 12.0)]
    [InlineData("(5)", -5.0)]
    [InlineData("-3.5", -3.5)]
    [InlineData("45 %", 45.0)]
    public void Numbers_are_read_as_tables_write_them(string cell, double expected) =>
        Assert.Equal(expected, Assert.Single(Read("t.tsv", $"Name\tValue\nA\t{cell}\nB\t{cell}\n")).Rows.First().Values[1]);

    [Theory]
    [InlineData("3/4/2024", "5/6/2024", ColumnType.Text)]
    [InlineData("3/14/2024", "5/6/2024", ColumnType.Date)]
    [InlineData("14/3/2024", "5/6/2024", ColumnType.Date)]
    public void Days_and_months_that_cannot_be_told_apart_stay_text(string first, string second, ColumnType expected) =>
        Assert.Equal(expected, Assert.Single(Read("t.csv", $"Name,When\nA,{first}\nB,{second}\n")).Columns[1].Type);

    [Fact]
    public void Cells_keep_their_columns_whatever_stands_in_them()
    {
        DataTable csv = Assert.Single(Read("t.csv", "A,B,C\n,x | y,\nz,,w\n"));
        DataTable markdown = Assert.Single(Read("t.md", "| A | B | C |\n|---|---|---|\n|  | x | |\n| z |  | w |\n"));

        Assert.Equal([null, "x | y", null], csv.Rows.First().Values.ToArray());
        Assert.Equal(["z", null, "w"], csv.Rows.Last().Values.ToArray());
        Assert.Equal([null, "x", null], markdown.Rows.First().Values.ToArray());
        Assert.Equal(["z", null, "w"], markdown.Rows.Last().Values.ToArray());
    }

    [Fact]
    public void Tables_of_pages_are_called_by_their_caption_heading_and_title()
    {
        DataTable table = Assert.Single(Read("shop/prices.html", "<html><head><title>Shop</title></head><body><h1>Prices</h1><p>Text.</p><table><caption>Lamps</caption><tr><th>Lamp</th><th>Price</th></tr><tr><td>One</td><td>5</td></tr></table></body></html>"));

        Assert.Equal("Lamps", table.Name);
        Assert.Equal(["Prices", "Shop"], table.OtherNames.ToArray());
    }

    [Fact]
    public void A_number_of_a_cell_over_several_rows_counts_once()
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("budget.xlsx", Workbooks.Merged());

        Assert.Equal(900.0, tables.Ask("What is the sum of the budget?")!.Values[0].Value);
        Assert.Equal(2L, tables.Ask("How many rows have team Red?")!.Values[0].Value);
    }

    private static IReadOnlyList<DataTable> Read(string id, string content) => TableStoreFolder.Read(id, Encoding.UTF8.GetBytes(content));
}
