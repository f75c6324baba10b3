using Assay.Retrieval.TableQuestions;

namespace Assay.Tests.Retrieval.TableQuestions;

/// <summary>What a question names is worked out, or nothing.</summary>
public class AskedMeasureTests
{
    private const string Clients = "Client ID,Client Name,City\nK1,Alpha,Bonn\nK2,Bravo,Paris\nK3,Charlie,Bonn\nK4,Delta,Rome\n";
    private const string Sales = "Sale ID,Client ID,Product,Price (EUR),Quantity,Day\n9001,K1,Pen,2.50,10,2026-05-01\n9002,K1,Ink,7.00,1,2026-05-03\n9003,K2,Pen,2.50,4,2026-05-31\n9004,K3,Cap,9.00,2,2026-06-01\n";

    [Theory]
    [InlineData("What is the total cost?", 3399.5)]
    [InlineData("What is the total cost of team Red?", 3799.5)]
    [InlineData("What is the average cost of team Blue?", -133.333333)]
    public void Negative_amounts_of_accounts_are_added_up(string question, double expected)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("costs.csv", "Vendor,Team,Cost\nAcorn,Red,\"($1,200.50)\"\nBirch,Red,\"$5,000.00\"\nCedar,Blue,$(300.00)\nDogwood,Blue,-$100.00\nElm,Blue,$-\n");

        Assert.Equal(expected, (double)tables.Ask(question)!.Values[0].Value, 5);
    }

    [Theory]
    [InlineData("What is the total pay?")]
    [InlineData("What is the largest pay?")]
    [InlineData("What is the average fee?")]
    [InlineData("What is the total fee?")]
    public void Amounts_that_are_texts_are_no_other_column_and_no_count(string question)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("x.csv", "Name,Fee,Line Total\nA,$5,1\nB,€10,2\n").Add("y.csv", "Employee,Pay\nAnn,a lot\nBob,10 €\n");

        Assert.Null(tables.Ask(question));
        Assert.Equal(3.0, tables.Ask("What is the sum of the line totals?")!.Values[0].Value);
    }

    [Fact]
    public void Named_column_of_any_table_comes_before_half_a_name()
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("x.csv", "Name,Line Total\nA,1\nB,2\n").Add("y.csv", "Employee,Pay\nAnn,\"(1,200.50) €\"\nBob,10.00 €\n");

        Assert.Equal(-1190.5, tables.Ask("What is the total pay?")!.Values[0].Value);
    }

    [Fact]
    public void Currency_that_is_not_the_one_of_the_header_is_not_added_up()
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("x.csv", "Name,Fee (EUR)\nA,$5\nB,$10\n");

        Assert.Null(tables.Ask("What is the total fee?"));
    }

    [Theory]
    [InlineData("How many clients placed no sales?")]
    [InlineData("Which clients have no sales?")]
    [InlineData("What is the average number of sales per client?")]
    [InlineData("What is the total revenue?")]
    [InlineData("What is the highest revenue?")]
    [InlineData("How many sales were there on 31?")]
    public void What_no_column_says_is_left_alone(string question)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("clients.csv", Clients).Add("sales.csv", Sales);

        Assert.Null(tables.Ask(question));
        Assert.Equal(17.0, tables.Ask("What is the total quantity?")!.Values[0].Value);
    }

    [Theory]
    [InlineData("How many orders were placed on 31 May?", 2L)]
    [InlineData("How many orders were placed on May 31?", 2L)]
    [InlineData("How many orders were placed on 31 May 2026?", 1L)]
    [InlineData("How many orders were placed in May?", 4L)]
    public void Day_without_a_year_is_that_day_of_every_year(string question, long expected)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("orders.csv", "Order,Item,Day\n1,Pen,2026-05-31\n2,Ink,2026-05-30\n31,Cap,2026-05-02\n40,Pen,2025-05-31\n");

        Assert.Equal(expected, tables.Ask(question)!.Values[0].Value);
    }

    [Theory]
    [InlineData("How many customers placed no orders?")]
    [InlineData("How many customers lack orders?")]
    public void Rows_of_another_table_are_not_half_a_name(string question)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("customers.csv", "Customer ID,Customer Name\nC1,Acme\nC2,Beta\nC3,Gamma\n").Add("orders.csv", "Order,Customer ID,Order Date\n500,C1,2026-01-01\n501,C2,2026-02-06\n502,C1,2026-03-11\n");

        Assert.Null(tables.Ask(question));
    }

    [Fact]
    public void Top_of_those_with_several_rows_are_added_up()
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("orders.csv", "Order,Customer,Units\n1,Ann,9\n2,Bob,5\n3,Bob,6\n4,Cat,8\n5,Dan,1\n");

        Assert.Equal(["Bob", "Ann"], tables.Ask("Top 2 customers by units")!.Values.Select(v => (string)v.Value));
    }

    [Theory]
    [InlineData("Budget (k EUR)", "thousand EUR")]
    [InlineData("Budget (million USD)", "million USD")]
    [InlineData("Budget (in thousands)", "thousand")]
    [InlineData("Budget (kEUR)", "thousand EUR")]
    [InlineData("Budget k EUR", "thousand EUR")]
    [InlineData("Budget (EUR '000)", "thousand EUR")]
    [InlineData("Budget in thousands of EUR", "thousand EUR")]
    public void Thousands_of_a_header_are_said_with_the_answer(string header, string expected)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("projects.csv", $"Project,{header}\nApollo,1200\nComet,450\n");

        TableAnswer answer = tables.Ask("What is the total budget?")!;

        Assert.Equal($"1650 {expected}", answer.Text);
        Assert.Null(tables.Ask("How many projects have a budget over 500?"));
    }
}
