namespace Assay.Tests.Retrieval.TableQuestions;

/// <summary>Questions for months, quarters and years.</summary>
public sealed class PeriodQuestionTests
{
    private const string Projects = """
        Project,Department,Start,End,Cost (EUR),Rate,Status
        P1,Research,2024-12-10,2025-03-31,1000,7,done
        P2,Research,2025-02-01,2025-08-31,3000,8,done
        P3,Sales,2025-02-20,2025-05-15,500,5,cancelled
        P4,IT,2025-04-01,2026-01-31,2000,6,running
        P5,IT,2025-11-03,,4000,9,running
        """;

    [Theory]
    [InlineData("How many projects started per month?", "2024-12: 1, 2025-02: 2, 2025-04: 1, 2025-11: 1")]
    [InlineData("How many projects were started in each quarter of 2025?", "2025-Q1: 2, 2025-Q2: 1, 2025-Q4: 1")]
    [InlineData("What was the cost in each year?", "2024: 1000 EUR, 2025: 9500 EUR")]
    [InlineData("monthly cost of the research projects by start date", "2024-12: 1000 EUR, 2025-02: 3000 EUR")]
    [InlineData("total cost by quarter in 2025", "2025-Q1: 3500 EUR, 2025-Q2: 2000 EUR, 2025-Q4: 4000 EUR")]
    [InlineData("Which month had the most projects?", "2025-02")]
    [InlineData("In which month did most projects start?", "2025-02")]
    [InlineData("Which month had the highest cost?", "2025-11")]
    [InlineData("In which quarter did the fewest projects end?", "2025-Q1, 2025-Q2, 2025-Q3, 2026-Q1")]
    [InlineData("Top 2 months by cost", "2025-11 (4000 EUR), 2025-02 (3500 EUR)")]
    public void Days_are_put_together(string question, string text)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("projects.csv", Projects);
        Assert.Equal(text, tables.Ask(question)?.Text);
    }

    [Fact]
    public void Rows_of_the_period_that_won_are_cited()
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("projects.csv", Projects);
        Assert.Equal([2, 3], tables.Ask("Which month had the most projects?")!.Rows.Select(r => r.Number));
    }

    [Theory]
    [InlineData("How many projects started in Q1?", 2L)]
    [InlineData("How many projects started in Q4?", 2L)]
    [InlineData("How many projects started in 2025 Q1?", 2L)]
    [InlineData("How many projects were started in the year 2025?", 4L)]
    [InlineData("How many projects started in the month of February 2025?", 2L)]
    [InlineData("How many projects have no end date?", 1L)]
    [InlineData("What is the earliest start date?", "2024-12-10")]
    [InlineData("What is the date of the last end?", null)]
    [InlineData("What is the average cost per month?", null)]
    [InlineData("On average, how many projects do we start per month?", null)]
    [InlineData("What is the rate per month?", null)]
    [InlineData("How many months had more than one project?", null)]
    [InlineData("How many projects started in the last quarter?", null)]
    public void Periods_are_taken_only_where_they_are_known(string question, object? answer)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("projects.csv", Projects);
        Assert.Equal(answer, tables.Ask(question)?.Values[0].Value);
    }

    [Theory]
    [InlineData("total revenue of all plants in 2024", 650.0)]
    [InlineData("What was the revenue of all plants in 2025 in total?", 700.0)]
    [InlineData("How many plants opened in 2024?", 1L)]
    [InlineData("total revenue of all plants in 2023", null)]
    public void A_year_that_is_part_of_a_name_is_no_condition(string question, object? answer)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("plants.csv", "Plant,Opened,Revenue 2024,Revenue 2025\nNorth,2001-01-01,100,120\nEast,2024-06-01,250,260\nSouth,2015-09-09,300,320\n");
        Assert.Equal(answer, tables.Ask(question)?.Values[0].Value);
    }
}
