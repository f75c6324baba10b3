using Assay.Retrieval.Storage;
using Assay.Retrieval.TableQuestions;

namespace Assay.Tests.Retrieval.TableQuestions;

/// <summary>What a sheet keeps counts, what it shows is cited.</summary>
public sealed class SheetValueTests
{
    [Fact]
    public void Sums_add_up_the_numbers_that_a_sheet_rounds()
    {
        using TableStoreFolder tables = Book(["0"], ["Task", "Effort"], ["Mow", (0.4, 1)], ["Rake", (0.4, 1)], ["Sow", (0.4, 1)]);

        TableAnswer sum = tables.Ask("What is the sum of the effort?")!;

        Assert.Equal(1.2, (double)sum.Values[0].Value, 12);
        Assert.Equal("1.2", sum.Text);
        Assert.Contains("Mow | 0\n", sum.Passages[0].Text, StringComparison.Ordinal);
        Assert.Equal(0L, tables.Ask("How many tasks have an effort of more than 0.4?")!.Values[0].Value);
        Assert.Equal(3L, tables.Ask("How many tasks have an effort of at least 0.4?")!.Values[0].Value);
    }

    [Fact]
    public void Percentages_are_worked_out_as_kept_and_cited_as_shown()
    {
        using TableStoreFolder tables = Book(["0%"], ["City", "Rate"], ["Berlin", (0.125, 1)], ["Bonn", (0.07, 1)]);

        TableAnswer rate = tables.Ask("What is the rate of Berlin?")!;

        Assert.Equal(12.5, rate.Values[0].Value);
        Assert.Contains("Berlin | 13%", rate.Passages[0].Text, StringComparison.Ordinal);
        Assert.Equal(19.5, (double)tables.Ask("What is the sum of the rate?")!.Values[0].Value, 12);
        Assert.Equal(2L, tables.Ask("How many cities have a rate of at least 7 %?")!.Values[0].Value);
    }

    [Theory]
    [InlineData("0.0,,\" M\"", 12_340_000.0, 24_680_000.0)]
    [InlineData("#,##0.00 \"€\"", 1234.5678, 2469.1356)]
    [InlineData("0,", 12_345.0, 24.69)]
    [InlineData("General", 3.14159265358979, 6.28318530717958)]
    public void Formats_do_not_change_what_is_added_up(string format, double kept, double sum)
    {
        using TableStoreFolder tables = Book([format], ["Item", "Turnover"], ["A", (kept, 1)], ["B", (kept, 1)]);
        Assert.Equal(sum, (double)tables.Ask("What is the total turnover?")!.Values[0].Value, 6);
    }

    [Fact]
    public void A_zero_that_is_shown_as_a_dash_is_a_zero()
    {
        using TableStoreFolder tables = Book(["#,##0;-#,##0;\"-\""], ["Account", "Balance"], ["A", (0.0, 1)], ["B", (4.0, 1)], ["C", null]);
        Assert.Equal(2.0, tables.Ask("What is the average balance?")!.Values[0].Value);
    }

    [Fact]
    public void Codes_that_a_format_fills_up_stay_texts()
    {
        using TableStoreFolder tables = Book(["00000"], ["City", "Zip"], ["Dresden", (1067.0, 1)], ["Halle", (6108.0, 1)]);
        Assert.Equal("01067", tables.Ask("What is the zip of Dresden?")!.Values[0].Value);
    }

    [Fact]
    public void Rows_as_shown_go_with_their_document()
    {
        using TableStoreFolder tables = Book(["0"], ["Task", "Effort"], ["Mow", (0.4, 1)], ["Rake", (0.4, 1)]);
        Assert.Equal(2L, tables.Store.Read(c => c.Scalar("SELECT count(*) FROM data_shown")));
        Assert.True(tables.Store.Remove("plan.xlsx"));
        Assert.Equal(0L, tables.Store.Read(c => c.Scalar("SELECT count(*) FROM data_shown")));
    }

    [Fact]
    public void Headings_in_two_rows_name_columns_together()
    {
        byte[] book = Workbooks.Of([],
            [["Region", "2025", null, "2026", null], [null, "Q1", "Q2", "Q1", "Q2"], ["North", 1.0, 2.0, 3.0, 4.0], ["South", 10.0, 20.0, 30.0, 40.0]],
            "A1:A2", "B1:C1", "D1:E1");
        using TableStoreFolder tables = new TableStoreFolder().Add("plan.xlsx", book);

        Assert.Equal(["Region", "2025 Q1", "2025 Q2", "2026 Q1", "2026 Q2"], TableStoreFolder.Read("plan.xlsx", book)[0].Columns.Select(c => c.Name));
        Assert.Equal(11.0, tables.Ask("What is the sum of 2025 Q1?")!.Values[0].Value);
        Assert.Equal(33.0, tables.Ask("What is the total of Q1 2026?")!.Values[0].Value);
        Assert.Equal(20.0, tables.Ask("What is the 2025 Q2 of South?")!.Values[0].Value);
        Assert.Equal("South", tables.Ask("Which region has the highest 2026 Q2?")!.Values[0].Value);
        Assert.Null(tables.Ask("What is the sum of Q1?"));
    }

    [Fact]
    public void Titles_over_all_columns_are_no_headings()
    {
        byte[] book = Workbooks.Of([], [["Plan of the year", null, null], ["Task", "Person", "Hours"], ["Mow", "Ann", 2.0], ["Sow", "Bob", 3.0]], "A1:C1");
        Assert.Equal(["Task", "Person", "Hours"], TableStoreFolder.Read("plan.xlsx", book)[0].Columns.Select(c => c.Name));
    }

    private static TableStoreFolder Book(string[] formats, params object?[][] rows) => new TableStoreFolder().Add("plan.xlsx", Workbooks.Of(formats, rows));
}
