using Assay.Decisions.Requirements;
using Assay.Decisions.Rules.Interviewing;
using Assay.Text;

namespace Assay.Tests.Decisions.Requirements;

public sealed class NeedFieldsTests
{
    private static readonly string[] Everything =
    [
        "goals=[knowledge, tone]", "queriesPerMonth=500000", "peakPerSecond=2.5", "knowledgeChanges=weekly", "corpus.documents=300", "corpus.tokens=150000", "corpus.concepts=50", "examples=2000",
        "latencyP50=300ms", "latencyP95=800ms", "latencyP99=2s", "interaction=voice", "budget.build=20000", "budget.monthly=3000", "budget.currency=EUR", "citations=required", "audit=required", "stakes=high",
        "dataResidency=self-hosted", "lockIn=avoid", "team=ml-engineer", "weeksToLaunch=6", "wrongAnswerCost=2.50", "rightAnswerValue=20", "tried=prompt, rag", "instructionTokens=2000", "horizonMonths=24",
    ];

    [Fact]
    public void Every_field_is_written_as_it_is_read()
    {
        Needs needs = NeedsText.Read(Everything);
        Assert.Equal(NeedFields.All.Select(f => f.Name), Everything.Select(e => e.Split('=')[0]));
        Assert.All(NeedFields.All, f => Assert.NotNull(f.Get(needs)));
        Needs again = NeedsText.Read(NeedFields.All.Select(f => $"{f.Name}={f.Text(needs)}"));
        Assert.All(NeedFields.All, f => Assert.Equal(f.Text(needs), f.Text(again)));
        Assert.All(NeedFields.All, f => Assert.Equal(f.Text(needs), f.Text(f.Take(new Needs(), needs))));
        Assert.All(NeedFields.All, f => Assert.Null(f.Get(new Needs())));
    }

    [Fact]
    public void Values_are_what_they_say()
    {
        Needs needs = NeedsText.Read(Everything);
        Assert.Equal([Goal.Knowledge, Goal.Tone], needs.Goals.ToArray());
        Assert.Equal(TimeSpan.FromMilliseconds(800), needs.LatencyP95);
        Assert.Equal(TeamSkill.MlEngineer, needs.Team);
        Assert.Equal(new Budget(20000, 3000, "EUR"), needs.Budget);
        Assert.False(needs.DataMayLeave);
        Assert.Equal(800, NeedFields.Find("latencyP95")!.Number(needs));
        Assert.Equal(52.0 / 12, NeedFields.Find("knowledgeChanges")!.Number(needs)!.Value, 12);
    }

    [Theory]
    [InlineData("latencyP95=800", "'latencyP95' must be a time with its unit")]
    [InlineData("latencyp95=1s", "'latencyp95' is not a need. Did you mean 'latencyP95'?")]
    [InlineData("goals=beauty", "'goals' must be a list of knowledge, format")]
    [InlineData("queriesPerMonth=0", "'queriesPerMonth' must be a number of questions")]
    [InlineData("wrongAnswerCost=-1", "'wrongAnswerCost' must be an amount")]
    [InlineData("horizonMonths=121", "must be a whole number from 1 to 120")]
    [InlineData("budget.currency=euro", "must be a currency of three capital letters (EUR)")]
    [InlineData("team", "'team' must be NAME=VALUE")]
    [InlineData("peakPerSecond=NaN", "'peakPerSecond' must be a number of questions")]
    public void A_wrong_value_says_what_was_expected(string pair, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => NeedsText.Read([pair])).Message, StringComparison.Ordinal);

    [Fact]
    public void Measured_beats_answered_beats_stated_and_contradictions_are_named()
    {
        Needs stated = NeedsText.Read(["corpus.tokens=100000", "knowledgeChanges=never", "examples=500", "team=developers"]);
        Needs answered = NeedsText.Read(["team=ml-team", "queriesPerMonth=1000"]);
        Needs measured = NeedsText.Read(["corpus.tokens=900000", "knowledgeChanges=weekly", "examples=480"]);
        Facts facts = Facts.Combine(stated, answered, measured);
        Assert.Equal(900_000, facts.Needs.Corpus.Tokens);
        Assert.Equal(TeamSkill.MlTeam, facts.Needs.Team);
        Assert.Equal(480, facts.Needs.Examples);
        Assert.Equal([new Contradiction("knowledgeChanges", "never", "weekly"), new Contradiction("corpus.tokens", "100000", "900000")], facts.Contradictions.ToArray());
        Assert.Equal(FactOrigin.Answered, facts.Origins["team"]);
        Assert.Equal(FactOrigin.Measured, facts.Origins["examples"]);
        Assert.False(facts.Origins.ContainsKey("goals"));
    }

    [Theory]
    [InlineData(0, ChangeRate.Never)]
    [InlineData(0.05, ChangeRate.Yearly)]
    [InlineData(1.2, ChangeRate.Monthly)]
    [InlineData(5, ChangeRate.Weekly)]
    [InlineData(5000, ChangeRate.Continuous)]
    public void Changes_a_month_have_the_nearest_name(double perMonth, ChangeRate rate) => Assert.Equal(rate, ChangeRates.Nearest(perMonth));
}
