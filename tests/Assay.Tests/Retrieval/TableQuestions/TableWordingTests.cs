using Assay.Retrieval.TableQuestions;

namespace Assay.Tests.Retrieval.TableQuestions;

/// <summary>Wordings of business questions that say the same as others, and words that must not be taken for a value or a name they only look like.</summary>
public sealed class TableWordingTests
{
    private const string Applications = "Application,Candidate,Job ID,Source,Applied on,Stage,Expected salary,Experience (years)\n"
        + "A1,Ida Holm,J1,Referral,2024-03-05,Hired,\"£41,000\",4\nA2,Ben Katz,J2,LinkedIn,2024-03-09,Interview,,10\nA3,Ida Holm,J3,Referral,2024-03-20,Hired,\"£72,000\",8\nA4,Lu Marsh,J1,LinkedIn,2024-04-02,Applied,\"£65,000\",2\nA5,Sam Roe,J1,Referral,2024-03-22,Rejected,,6\n";

    private const string Jobs = "Job ID,Title,Department,Hiring manager,Status\nJ1,Recruiter,People,Nair,Filled\nJ2,Engineer,Engineering,Cole,Open\nJ3,Payroll Lead,Engineering,Nair,Open\n";
    private const string Interviews = "Interview,Date,Application,Interviewer,Score (out of 10)\nI1,2024-03-12,A1,Mo Penn,7.5\nI2,2024-03-15,A2,Ann Ray,9\nI3,2024-03-25,A1,Mo Penn,8\n";
    private const string Customers = "Customer no.,Company,City,Segment,Account manager,Credit limit,Customer since\nC1,Bistro Kolonne,Berlin,Restaurant,Kern,\"€28,750\",2019-04-01\nC2,Trattoria Lago,Como,Restaurant,Bos,\"€2,750\",2021-06-01\nC3,Fjordmat,Oslo,Retail,Kern,\"€900\",2018-01-05\n";
    private const string Orders = "Order no.,Order date,Customer no.,Product,Quantity (cases),Order total,Weight (kg),Warehouse,Delivered on\nS1,2024-05-01,C1,Rice,8,829.5,98.2,Como,2024-05-04\nS2,2024-05-02,C1,Olives,20,410,27.1,Leeds,2024-05-09\nS3,2024-05-06,C2,Rice,12,300,60,Leeds,2024-05-09\n";

    [Theory]
    [InlineData("How many people applied in March 2024?", 3L)]
    [InlineData("How many people from the People department applied?", 3L)]
    [InlineData("How many applications came from the people department?", 3L)]
    [InlineData("How many different people applied, counting everyone only once?", 4L)]
    [InlineData("On average, how many years of experience do the people we hired have?", 6.0)]
    [InlineData("What is the average experience of the candidates that came in through LinkedIn?", 6.0)]
    public void People_are_not_a_department_called_so_unless_the_question_says_it(string question, object value)
    {
        using TableStoreFolder tables = Hiring();
        Assert.Equal(value, Ask(tables, question));
    }

    [Theory]
    [InlineData("How many interviews scored 8 or higher?", 2L)]
    [InlineData("How many different interviewers do we have?", 2L)]
    [InlineData("Which interview got the best score?", "I2")]
    [InlineData("Which interviewer has done the most interviews?", "Mo Penn")]
    [InlineData("Which applicant from LinkedIn has the highest expected salary?", "Lu Marsh")]
    public void Who_does_something_is_not_what_is_done(string question, object value)
    {
        using TableStoreFolder tables = Hiring();
        Assert.Equal(value, Ask(tables, question));
    }

    [Theory]
    [InlineData("How many applications have no expected salary filled in?", 2L)]
    [InlineData("How many applications came through a referral?", 3L)]
    [InlineData("How many applications ask for more than £60,000?", 2L)]
    [InlineData("How many applications did we receive after 1 April 2024?", 1L)]
    [InlineData("How many Referral applications ended up hired?", 2L)]
    [InlineData("Average expected salary over all applications?", 59333.333333)]
    [InlineData("Which job title attracted the most applications?", "Recruiter")]
    [InlineData("What share of the applications came through LinkedIn, in percent?", 40.0)]
    public void Words_of_business_questions_change_nothing_about_the_rows(string question, object value)
    {
        using TableStoreFolder tables = Hiring();
        Assert.Equal(value, Ask(tables, question));
    }

    [Theory]
    [InlineData("Lightest order, which one was it?", "S2")]
    [InlineData("Which customer has the lowest credit limit among the restaurants?", "Trattoria Lago")]
    [InlineData("How many orders were worth less than 500 euros?", 2L)]
    [InlineData("How many customers have been with us since before 1 January 2020?", 2L)]
    [InlineData("How many cases does a Rice order have on average?", 10.0)]
    [InlineData("How many orders are in the workbook?", 3L)]
    [InlineData("How many orders go through the Leeds warehouse?", 2L)]
    [InlineData("Total weight in kg of the orders handled by the Leeds warehouse?", 87.1)]
    [InlineData("What was the biggest order total out of the Leeds warehouse?", 410.0)]
    [InlineData("Which product shows up in the most orders?", "Rice")]
    [InlineData("I have to say it at the meeting - how many orders go through the Leeds warehouse?", 2L)]
    public void Orders_and_customers_are_asked_for_in_many_ways(string question, object value)
    {
        using TableStoreFolder tables = Trade();
        Assert.Equal(value, Ask(tables, question));
    }

    [Theory]
    [InlineData("How many orders are there?", 4L)]
    [InlineData("How many orders have been shipped?", 2L)]
    [InlineData("How many orders does Otto have?", 1L)]
    [InlineData("How many orders are in Italy?", 2L)]
    [InlineData("What is the total value of orders in Italy?", 50.0)]
    [InlineData("What is the total value of all orders?", 100.0)]
    public void Numbers_that_name_rows_are_not_added_up_and_small_words_are_no_names(string question, object value)
    {
        using TableStoreFolder tables = Numbered();
        Assert.Equal(value, Ask(tables, question));
    }

    [Theory]
    [InlineData("How many rooms have more than 15 seats?", 2L)]
    [InlineData("How many rooms are on floor 2?", 2L)]
    public void A_limit_is_of_what_it_counts(string question, object value)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("numbered/rooms.csv", "Room,Floor,Seats,Booked by\n201,2,10,Ann\n202,2,20,Wills\n301,3,30,Ann\n");
        Assert.Equal(value, Ask(tables, question));
    }

    [Fact]
    public void Customers_of_each_manager_are_counted()
    {
        using TableStoreFolder tables = Trade();
        Assert.Equal([("Bos", 1L), ("Kern", 2L)], tables.Ask("How many customers does each account manager look after?")!.Values.Select(v => (v.Of!, (long)v.Value)));
    }

    [Theory]
    [InlineData("How many orders are out of warranty?")]
    [InlineData("How many people ordered only once?")]
    public void What_no_column_says_is_still_left_alone(string question)
    {
        using TableStoreFolder tables = Trade();
        Assert.Null(tables.Ask(question));
    }

    // Orders from Oslo or orders to Oslo: lines of orders in Oslo are neither.
    [Fact]
    public void A_question_with_two_readings_over_its_table_is_not_answered_from_another()
    {
        using TableStoreFolder tables = new TableStoreFolder()
            .Add("shop/orders.csv", "Order,Origin,Target,Units\nO1,Oslo,Bergen,3\nO2,Bergen,Oslo,4\nO3,Oslo,Oslo,5\n")
            .Add("stock/order_lines.csv", "Line,City\nL1,Oslo\nL2,Bergen\nL3,Oslo\n");
        Assert.Null(tables.Ask("How many Oslo orders are there?"));
    }

    private static object Ask(TableStoreFolder tables, string question)
    {
        TableAnswer? answer = tables.Ask(question);
        Assert.True(answer is not null, question);
        object value = Assert.Single(answer.Values).Value;
        return value is double number ? Math.Round(number, 6) : value;
    }

    private static TableStoreFolder Hiring() => new TableStoreFolder().Add("hiring/applications.csv", Applications).Add("hiring/jobs.csv", Jobs).Add("hiring/interviews.csv", Interviews);

    private static TableStoreFolder Numbered() => new TableStoreFolder().Add("numbered/orders.csv", "Order,Buyer,Country,Status,Value\n1001,Ines,Spain,shipped,10\n1002,Otto,Italy,open,20\n1003,Ines,Italy,shipped,30\n1004,Hans,Norway,open,40\n");

    private static TableStoreFolder Trade() => new TableStoreFolder().Add("trade/customers.csv", Customers).Add("trade/orders.csv", Orders);
}
