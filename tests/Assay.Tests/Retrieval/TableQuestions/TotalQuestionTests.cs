namespace Assay.Tests.Retrieval.TableQuestions;

/// <summary>Sums, persons and rows as people ask for them, over tables of other names.</summary>
public sealed class TotalQuestionTests
{
    private const string Contracts = "Contract,Partner,Ends,Worth\nK1,Alpha,2026-03-01,1000\nK2,Beta,2026-09-30,2500\nK3,Gamma,2027-01-31,700\nK4,Alpha,2025-12-31,400\n";

    private const string Departments = "Department,Head,Budget (EUR),Employees,Floor\nResearch,Ann Lee,5000,12,3\nSales,Bo Ek,2500,8,1\nIT,Cy Moe,3500,6,3\n";

    private const string Jobs = "Job,Technician,Kind,Hours,Cost (EUR),Finished\nJ1,Ann Lee,repair,3,100,2025-05-01\nJ2,Bo Ek,repair,2,0,\nJ3,Ann Lee,check,1,50,2025-06-01\nJ4,Bo Ek,check,9,20,2025-06-03\nJ5,Ann Lee,repair,7,90,\n";

    [Theory]
    [InlineData("What is the total worth of contracts in 2026?", 3500.0)]
    [InlineData("total worth of all contracts with Alpha", 1400.0)]
    [InlineData("How much are all our contracts worth together?", 4600.0)]
    [InlineData("How many contracts run out in 2026?", 2L)]
    [InlineData("How many contracts expire before 2027?", 3L)]
    public void Totals_of_contracts(string question, object answer)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("contracts.csv", Contracts);
        Assert.Equal(answer, tables.Ask(question)?.Values[0].Value);
    }

    [Theory]
    [InlineData("What is the total worth of contracts in 2026?")]
    [InlineData("total worth of contracts with Alpha")]
    [InlineData("How many contracts may a partner sign?")]
    public void Contracts_are_not_listed_where_their_worth_cannot_be_added_up(string question)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("contracts.csv", Contracts.Replace("1000", "$1000", StringComparison.Ordinal).Replace("2500", "€2500", StringComparison.Ordinal));
        Assert.Null(tables.Ask(question)?.Text);
        Assert.True(new Assay.Retrieval.TableQuestions.TableAnswerer(tables.Store, TimeProvider.System).IsOverRows(question, null));
    }

    [Theory]
    [InlineData("the combined budget of the departments", "11000 EUR")]
    [InlineData("Which department has the smallest budget?", "Sales")]
    [InlineData("Who is the head of IT?", "Cy Moe")]
    [InlineData("Who heads the department with the largest budget?", "Ann Lee")]
    public void Budgets_and_heads(string question, string text)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("departments.csv", Departments);
        Assert.Equal(text, tables.Ask(question)?.Text);
    }

    [Theory]
    [InlineData("Who worked the most hours?", "Ann Lee", "J6,Ann Lee,check,5,1,\n")]
    [InlineData("Who worked the most hours?", "Bo Ek", "J6,Bo Ek,check,2,1,\n")]
    public void Who_is_a_person(string question, string text, string more)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("jobs.csv", Jobs + more);
        Assert.Equal(text, tables.Ask(question)?.Text);
    }

    [Fact]
    public void Who_is_nobody_where_no_column_has_people()
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("jobs.csv", Jobs.Replace("Technician", "Shift", StringComparison.Ordinal));
        Assert.Null(tables.Ask("Who worked the most hours?")?.Text);
    }

    [Theory]
    [InlineData("How many jobs are not finished yet?", 2L)]
    [InlineData("How many jobs needed 2 hours or more?", 4L)]
    [InlineData("How much did the repair jobs cost?", 190.0)]
    [InlineData("What share of the total cost comes from repair?", 19000 / 260.0)]
    [InlineData("the most expensive repair job", "J1")]
    [InlineData("the most expensive job of both repair and check", null)]
    [InlineData("How many technicians did both repair and check jobs?", null)]
    [InlineData("On average, how many jobs per technician?", null)]
    public void Costs_of_jobs(string question, object? answer)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("jobs.csv", Jobs);
        Assert.Equal(answer, tables.Ask(question)?.Values[0].Value);
    }

    [Theory]
    [InlineData("Which technicians have more than one job?", "Ann Lee, Bo Ek")]
    [InlineData("Which technicians have at least three jobs?", "Ann Lee")]
    public void One_is_a_number_where_it_is_compared(string question, string text)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("jobs.csv", Jobs);
        Assert.Equal(text, tables.Ask(question)?.Text);
    }
}
