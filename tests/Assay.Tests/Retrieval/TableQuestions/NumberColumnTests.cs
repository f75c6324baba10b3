using Assay.Retrieval.TableQuestions;

namespace Assay.Tests.Retrieval.TableQuestions;

/// <summary>Which cells are numbers, and what is left alone because it cannot be known.</summary>
public sealed class NumberColumnTests
{
    [Theory]
    [InlineData("(500)", "1200", 700.0)]
    [InlineData("250-", "100", -150.0)]
    [InlineData("250.00- EUR", "100 EUR", -150.0)]
    [InlineData("−100", "50", -50.0)]
    [InlineData("100,-", "50,-", 150.0)]
    [InlineData("(100", "50", null)]
    [InlineData("-100-", "50", null)]
    public void Accounts_write_less_than_nothing_in_several_ways(string first, string second, object? sum)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("ledger.csv", $"Account,Kind,Balance\nA1,cost,\"{first}\"\nA2,income,\"{second}\"\n");
        Assert.Equal(sum, tables.Ask("What is the total balance?")?.Values[0].Value);
    }

    [Theory]
    [InlineData("How many accounts have a negative balance?", 2L)]
    [InlineData("How many accounts with a positive balance are there?", 1L)]
    [InlineData("What is the lowest balance?", -250.0)]
    [InlineData("What is the total balance of the cost accounts?", -350.0)]
    public void Signs_are_conditions(string question, object answer)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("ledger.csv", "Account,Kind,Balance\nA1,cost,250-\nA2,cost,(100)\nA3,income,900\n");
        Assert.Equal(answer, tables.Ask(question)?.Values[0].Value);
    }

    [Theory]
    [InlineData("Shop;Units;Revenue\nA;1.234;12,50\nB;800;1.000,25\nC;2.000;7,5\n", 4034.0)]
    [InlineData("Shop;Units\nA;1.234\nB;8,5\n", 1242.5)]
    [InlineData("Shop;Units\nA;1.234\nB;8.500\nC;2.000\n", null)]
    [InlineData("Shop;Units\nA;1,234\nB;8,500\n", null)]
    [InlineData("Shop;Units;Price\nA;1,234;2,5\nB;8,500;3,75\n", 9.734)]
    [InlineData("Shop,Units\nA,\"1,234\"\nB,\"8,500\"\n", 9734.0)]
    [InlineData("Shop,Units\nA,1.234\nB,8.500\n", 9.734)]
    [InlineData("Shop;Units\nA;12,5\nB;3.75\n", 16.25)]
    [InlineData("Shop;Units\nA;12,5\nB;3.75\nC;1.234\n", null)]
    public void Points_before_three_digits_are_read_by_what_stands_around_them(string csv, object? sum)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("sales.csv", csv);
        Assert.Equal(sum, tables.Ask("What is the sum of the units?")?.Values[0].Value);
        Assert.Equal((long)csv.Count(c => c == '\n') - 1, tables.Ask("How many shops are there?")!.Values[0].Value);
    }

    [Fact]
    public void Numbers_of_json_have_points_only()
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("sales.json", """[{"shop":"A","units":1.234},{"shop":"B","units":8.575}]""");
        Assert.Equal(9.809, (double)tables.Ask("What is the sum of the units?")!.Values[0].Value, 9);
    }

    [Theory]
    [InlineData("Hours", "37:30", "12:15", 49.75)]
    [InlineData("Time (h:mm)", "0:30", "1:15", 1.75)]
    [InlineData("Time", "37:30:00", "12:15:36", 49.76)]
    [InlineData("Time", "37:30", "12:15", null)]
    [InlineData("Start", "08:30", "14:15", null)]
    [InlineData("Opening hours", "08:30", "14:15", null)]
    public void Spans_of_time_are_hours_where_something_says_so(string header, string first, string second, object? sum)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("sheet.csv", $"Person,{header}\nAnn,{first}\nBob,{second}\n");
        Assert.Equal(sum, tables.Ask($"What is the sum of the {header.Split(" (")[0]}?")?.Values[0].Value);
        Assert.True(new TableAnswerer(tables.Store, TimeProvider.System).IsOverRows($"What is the sum of the {header}?", null));
    }

    [Theory]
    [InlineData("What is the total amount?")]
    [InlineData("What is the total amount of Ann?")]
    [InlineData("Which invoice has the highest amount?")]
    [InlineData("How many invoices are over 80?")]
    public void Amounts_of_two_currencies_are_not_added_up_nor_is_anything_else(string question)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("invoices.csv", "Invoice,Customer,Amount\n1,Ann,€100\n2,Bob,$200\n3,Ann,€50\n");
        Assert.Null(tables.Ask(question)?.Text);
        Assert.True(new TableAnswerer(tables.Store, TimeProvider.System).IsOverRows(question, null));
        Assert.Equal(2L, tables.Ask("How many invoices does Ann have?")!.Values[0].Value);
    }

    [Fact]
    public void A_column_of_numbers_that_only_tell_rows_apart_is_not_added_up()
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("list.csv", "Invoice,Customer\n1001,Ann\n1005,Bob\n1007,Ann\n");
        Assert.Equal(2L, tables.Ask("How many invoices does Ann have?")!.Values[0].Value);
        Assert.Null(tables.Ask("Which customer has the highest?"));
    }

    [Fact]
    public void Columns_of_one_name_are_told_apart_in_csv_too()
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("hours.csv", "Person,Hours,Hours\nAnn,3,4\nBob,5,6\n");
        Assert.Null(tables.Ask("What are the total hours?"));
        Assert.Equal(2L, tables.Ask("How many people are there?")!.Values[0].Value);
        Assert.Equal(8.0, tables.Ask("What is the total of hours 1?")!.Values[0].Value);
        Assert.True(new TableAnswerer(tables.Store, TimeProvider.System).IsHeader(["Person", "Hours", "Hours"], null));
        Assert.False(new TableAnswerer(tables.Store, TimeProvider.System).IsHeader(["Ann", "3", "4"], null));
    }

    [Fact]
    public void Two_equal_values_are_no_names()
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("answers.csv", "Ann,yes,yes\nBob,no,yes\nCid,no,no\n");
        Assert.Null(tables.Ask("How many people are there?"));
    }
}
