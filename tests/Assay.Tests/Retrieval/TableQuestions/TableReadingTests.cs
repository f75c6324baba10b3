using System.Text;
using Assay.Retrieval.TableQuestions;
using Assay.Retrieval.Tables;

namespace Assay.Tests.Retrieval.TableQuestions;

/// <summary>How words of a question are taken, and what is left unanswered instead.</summary>
public sealed class TableReadingTests
{
    private const string Closed = "Ticket,Subject,Customer,Status\nT1,Printer jam,Open Door Ltd,Closed\nT2,Door does not open,Acme Corp,Closed\nT3,Printer offline,Acme Corp,Pending\n";

    [Theory]
    [InlineData("How many tickets are open?")]
    [InlineData("How many tickets are Open?")]
    [InlineData("How many open tickets are there?")]
    [InlineData("How many tickets are not open?")]
    [InlineData("How many tickets are still open?")]
    [InlineData("Which tickets are open?")]
    public void A_status_that_no_row_has_any_more_is_not_sought_in_names(string question)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("tickets.csv", Closed);
        Assert.Null(tables.Ask(question));
        Assert.Equal(2L, tables.Ask("How many tickets are closed?")!.Values[0].Value);
    }

    [Theory]
    [InlineData("How many tickets does Open Door Ltd have?", 1L)]
    [InlineData("How many tickets does Open Door have?", 1L)]
    [InlineData("How many tickets does customer Open have?", 1L)]
    [InlineData("How many tickets does Acme have?", 2L)]
    [InlineData("How many tickets does customer acme have?", 2L)]
    [InlineData("How many printer tickets are there?", 2L)]
    public void A_part_of_a_name_is_one_where_the_question_says_so(string question, long count)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("tickets.csv", Closed);
        Assert.Equal(count, tables.Ask(question)!.Values[0].Value);
    }

    [Theory]
    [InlineData("How many orders were placed on 2026-03-01?", 1L)]
    [InlineData("How many orders are there since 2026-03?", 3L)]
    [InlineData("How many orders were there in 2026-03?", 2L)]
    [InlineData("How many orders since 2026-03-02?", 2L)]
    [InlineData("How many orders were placed before 2026-03-01?", 2L)]
    [InlineData("How many orders were placed after 2026-03-31?", 1L)]
    [InlineData("How many orders were placed between 2026-01-01 and 2026-03-31?", 4L)]
    [InlineData("How many orders were placed between 2026-01 and 2026-03?", 4L)]
    [InlineData("How many orders were placed from 2026-02-01 to 2026-03-01?", 2L)]
    public void Dates_are_read_as_iso_writes_them(string question, long count)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("orders.csv", "Order,Date,Amount\nO1,2026-01-15,5\nO2,2026-02-01,6\nO3,2026-03-01,7\nO4,2026-03-31,8\nO5,2026-04-02,9\n");
        Assert.Equal(count, tables.Ask(question)!.Values[0].Value);
    }

    [Fact]
    public void Months_that_are_texts_are_found_as_such()
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("months.csv", "Month,Revenue\n2026-01,5\n2026-02,6\n2026-03,7\n");
        Assert.Equal(6.0, tables.Ask("What is the revenue of 2026-02?")!.Values[0].Value);
    }

    [Theory]
    [InlineData("umsatz.csv", "Which Händler has the lowest Umsatz?", "Süd")]
    [InlineData("haendler.csv", "Which Händler has the highest Umsatz?", "Nord")]
    [InlineData("umsatz.csv", "What Händler has the lowest Umsatz?", "Süd")]
    public void The_column_that_is_asked_for_is_shown(string file, string question, string expected)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add(file, "Händler;Umsatz\nNord;120,5\nSüd;80,2\nWest;99,9\n");
        Assert.Equal(expected, tables.Ask(question)!.Values[0].Value);
    }

    [Theory]
    [InlineData("How many items are there?", 4L)]
    [InlineData("How many items are there in Berlin?", 3L)]
    [InlineData("How many different items are there?", 2L)]
    [InlineData("What is the total quantity?", 10.0)]
    [InlineData("How many units are there in Berlin?", 6.0)]
    public void Items_are_rows_unless_different_ones_or_a_quantity_are_asked_for(string question, object expected)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("stock.csv", "Item,Store,Quantity\nLamp,Berlin,1\nLamp,Berlin,2\nDesk,Berlin,3\nDesk,Bonn,4\n");
        Assert.Equal(expected, tables.Ask(question)!.Values[0].Value);
    }

    [Theory]
    [InlineData("How many tickets are escalated?", true)]
    [InlineData("What is the average effort of escalated tickets?", true)]
    [InlineData("Which ticket has the highest effort of all escalated ones?", true)]
    [InlineData("How much effort is ticket T1 when it is escalated?", false)]
    [InlineData("Who escalated T1?", false)]
    [InlineData("How many seats does the team have?", false)]
    public void Questions_over_rows_are_known_where_a_word_is_not(string question, bool expected)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("tickets.csv", "Ticket,Person,Effort\nT1,Ann,3\nT2,Bob,4\n");
        Assert.Null(tables.Ask(question));
        Assert.Equal(expected, new TableAnswerer(tables.Store, TimeProvider.System).IsOverRows(question, null));
    }

    [Theory]
    [InlineData("2k", "1M", 1_002_000.0)]
    [InlineData("1.5k", "2 million", 2_001_500.0)]
    [InlineData("3 Mio", "500", 3_000_500.0)]
    public void Thousands_and_millions_may_be_letters(string first, string second, double sum)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("views.csv", $"Page,Views\nHome,{first}\nShop,{second}\n");
        Assert.Equal(sum, tables.Ask("What is the total of the views?")!.Values[0].Value);
    }

    [Fact]
    public void Means_and_shares_are_shown_with_two_decimals_and_kept_exactly()
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("tasks.csv", "Task,Status,Rate\nA,Done,10 %\nB,Late,20 %\nC,Late,40 %\n");
        TableAnswer mean = tables.Ask("What is the average rate?")!, share = tables.Ask("What percentage of tasks are late?")!;
        Assert.Equal(("23.33 %", "66.67 %"), (mean.Text, share.Text));
        Assert.Equal(70.0 / 3, (double)mean.Values[0].Value, 12);
    }

    [Theory]
    [InlineData("Prices of all lamps", "Prices of all lamps")]
    [InlineData("These prices hold until further notice.", "Lamps")]
    [InlineData("Here is what our lamps cost:", "Lamps")]
    public void A_sentence_above_a_table_is_not_its_name(string above, string name) =>
        Assert.Equal(name, Assert.Single(TableStoreFolder.Read("shop.md", Encoding.UTF8.GetBytes($"# Lamps\n\n{above}\n\n| Lamp | Price |\n|---|---|\n| One | 5 |\n"))).Name);

    [Fact]
    public void Cells_behind_the_header_are_kept_wherever_they_begin()
    {
        var csv = new StringBuilder("Name,Hours\n");
        for (int i = 0; i < 300; i++) csv.Append("A,1\n");
        DataTable table = Assert.Single(TableStoreFolder.Read("hours.csv", Encoding.UTF8.GetBytes(csv.Append("B,2,late\n").ToString())));
        Assert.Equal(["B", 2.0, "late"], table.Rows.Last().Values.ToArray());
    }
}
