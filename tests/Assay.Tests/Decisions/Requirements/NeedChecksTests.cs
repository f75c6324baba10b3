using Assay.Decisions.Requirements;
using Assay.Decisions.Rules;
using Assay.Decisions.Rules.Interviewing;
using Assay.Text;

namespace Assay.Tests.Decisions.Requirements;

/// <summary>Needs that cannot all be meant, and amounts that mean something else than their number.</summary>
public sealed class NeedChecksTests
{
    [Theory]
    [InlineData("budget.monthly (3000) in USD, but budget.build (20000) stated in EUR", "budget.build=€20k", "budget.monthly=$3000")]
    [InlineData("wrongAnswerCost (40) in GBP, but budget.build (20000) stated in EUR", "budget.build=€20k", "wrongAnswerCost=£40")]
    [InlineData("budget.currency is EUR, but USD is named too", "budget.currency=EUR", "budget.build=$30k")]
    [InlineData("budget.currency is EUR, but budget.build (30000) stated in USD", "budget.build=$30k", "budget.currency=EUR")]
    [InlineData("'budget.build' must be an amount of money, once", "budget.build=€20 USD")]
    public void Two_currencies_in_one_place_are_refused(string expected, params string[] pairs) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => NeedsText.Read(pairs)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_answer_in_two_currencies_is_refused()
    {
        NeedReading reading = QuestionAnswer.Read(InterviewQuestions.All.First(q => q.Id == "budget"), "€20000 to build, $3000 a month", new Needs());
        Assert.Null(reading.Needs);
        Assert.Contains("budget.monthly (3000) in USD, but budget.build (20000) stated in EUR", reading.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("budget.monthly=1500", "budget.currency=JPY", "budget.monthly (1500) stated in USD (no currency was stated, which means USD)")]
    [InlineData("budget.monthly=1500 EUR", "budget.currency=USD", "budget.monthly (1500) stated in EUR")]
    [InlineData("budget.monthly=1500 EUR", "budget.build=$30k", "budget.build (30000) in USD")]
    [InlineData("wrongAnswerCost=40", "budget.build=£30k", "Give wrongAnswerCost (40) in GBP too")]
    public void Another_currency_over_amounts_that_still_count_is_refused(string before, string later, string expected)
    {
        Needs stated = NeedsText.Read([before]), answered = NeedsText.Read([later]);
        Assert.Contains(expected, Assert.Throws<InputException>(() => NeedChecks.Lay(stated, answered)).Message, StringComparison.Ordinal);
        Assert.Contains(expected, Assert.Throws<InputException>(() => Facts.Combine(stated, answered, new Needs())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_currency_is_taken_where_nothing_is_left_in_another()
    {
        Assert.Equal(new Budget(30, 2, "USD"), NeedChecks.Lay(NeedsText.Read(["budget.build=9 EUR", "budget.monthly=9"]), NeedsText.Read(["budget.build=30 USD", "budget.monthly=2"])).Budget);
        Assert.Equal(new Budget(30, 9, "EUR"), NeedChecks.Lay(NeedsText.Read(["budget.build=9 EUR", "budget.monthly=9"]), NeedsText.Read(["budget.build=30"])).Budget);
        Assert.Equal(new Budget(9, null, "USD"), Facts.Combine(NeedsText.Read(["budget.build=9"]), NeedsText.Read(["budget.currency=USD"]), new Needs()).Needs.Budget);
    }

    [Fact]
    public void An_interview_asks_again_where_the_currency_is_not_that_of_the_project()
    {
        Interview interview = Interview.Begin(NeedsText.Read(["wrongAnswerCost=40"]), new Needs(), RuleBook.Bundled());
        InterviewReply reply = interview.Answer("budget.build=€20k");
        Assert.Same(interview, reply.Interview);
        Assert.Contains("wrongAnswerCost (40) stated in USD", reply.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("budget.monthly=12000 a year", "budget.monthly=1000")]
    [InlineData("budget.monthly=$36k/year to run", "budget.monthly=3000|budget.currency=USD")]
    [InlineData("budget.monthly=$300 per week", "budget.monthly=1300|budget.currency=USD")]
    [InlineData("budget.monthly=12 euros a day", "budget.monthly=365|budget.currency=EUR")]
    [InlineData("budget.monthly=3,000 a month", "budget.monthly=3000")]
    [InlineData("budget.build=US$20k once", "budget.build=20000|budget.currency=USD")]
    [InlineData("budget.build=EUR20000 upfront", "budget.build=20000|budget.currency=EUR")]
    [InlineData("wrongAnswerCost=50 cents", "wrongAnswerCost=0.5")]
    [InlineData("wrongAnswerCost=50 pence", "budget.currency=GBP|wrongAnswerCost=0.5")]
    [InlineData("wrongAnswerCost=40 per thousand", "wrongAnswerCost=0.04")]
    [InlineData("wrongAnswerCost=$40 per 1,000 answers", "budget.currency=USD|wrongAnswerCost=0.04")]
    [InlineData("rightAnswerValue=£5 each", "budget.currency=GBP|rightAnswerValue=5")]
    public void Periods_and_units_of_money_count(string pair, string expected) => Assert.Equal(expected, string.Join('|', NeedsText.Pairs(NeedsText.Read([pair]))));

    [Theory]
    [InlineData("wrongAnswerCost=5 bananas")]
    [InlineData("budget.build=$20k per week")]
    [InlineData("budget.monthly=12000 every fortnight")]
    [InlineData("budget.monthly=12000 a year a month")]
    [InlineData("budget.build=A$20k")]
    [InlineData("budget.monthly=5 to 10 a day")]
    [InlineData("wrongAnswerCost=3 a day")]
    [InlineData("budget.build=20.000 €")]
    [InlineData("wrongAnswerCost=€50 pence")]
    public void Words_that_may_change_an_amount_are_refused(string pair) =>
        Assert.Contains("must be an amount of money", Assert.Throws<InputException>(() => NeedsText.Read([pair])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_budget_a_year_is_for_running() =>
        Assert.Equal("budget.build=20000|budget.monthly=3000", string.Join('|', NeedsText.Pairs(QuestionAnswer.Read(InterviewQuestions.All.First(q => q.Id == "budget"), "20000 to build, 36000 a year", new Needs()).Needs!)));

    [Fact]
    public void A_need_given_twice_is_refused_unless_it_is_the_same()
    {
        Assert.Contains("goals=knowledge, format", Assert.Throws<InputException>(() => NeedsText.Read(["goals=knowledge", "goals=format"])).Message, StringComparison.Ordinal);
        Assert.Equal(2000, NeedsText.Read(["examples=2k", "examples=2,000"]).Examples);
        using var folder = new TemporaryFolder();
        string file = folder.Write("a.txt", "examples: 5\nteam: developers\nexamples: 6\n");
        InputException error = Assert.Throws<InputException>(() => NeedsText.ReadFile(file));
        Assert.Equal((3, "'examples' is given twice: 5, and 6. Give it once."), (error.Problems[0].Line, error.Problems[0].Message));
    }

    [Theory]
    [InlineData("latencyP50=5s", "latencyP95=1s")]
    [InlineData("latencyP50=5s", "latencyP99=1s")]
    [InlineData("latencyP95=5s", "latencyP99=1s")]
    public void Fewer_answers_may_not_take_longer_than_more(string one, string other)
    {
        Assert.Contains("p50 ≤ p95 ≤ p99", Assert.Throws<InputException>(() => NeedsText.Read([one, other])).Message, StringComparison.Ordinal);
        Assert.Contains("p50 ≤ p95 ≤ p99", Assert.Throws<InputException>(() => Facts.Combine(NeedsText.Read([one]), NeedsText.Read([other]), new Needs())).Message, StringComparison.Ordinal);
    }
}
