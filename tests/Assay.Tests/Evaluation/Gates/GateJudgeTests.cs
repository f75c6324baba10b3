using System.Collections.Immutable;
using Assay.Evaluation.Gates;
using Assay.Evaluation.Statistics;

namespace Assay.Tests.Evaluation.Gates;

public sealed class GateJudgeTests
{
    private static readonly GateEvidence Share = new() { Value = 0.85, Interval = new Interval(0.78, 0.9), Unit = GateUnit.Share, N = 200 };

    [Theory]
    [InlineData("f1>=0.85", true)]
    [InlineData("f1>0.85", false)]
    [InlineData("f1>=80%", true)]
    [InlineData("f1:low>=0.8", false)]
    [InlineData("f1:low>=0.78", true)]
    [InlineData("f1:high<=0.9", true)]
    [InlineData("f1<0.85", false)]
    [InlineData("f1>=0.8,f1<=0.84", false)]
    public void Judge_holds_the_number_named_against_the_threshold(string gates, bool passes) => Assert.Equal(passes, Judge(gates, Share).Passed);

    [Theory]
    [InlineData("recall>=0", "no measure is called 'recall'; there are f1")]
    [InlineData("f1>=80", "write 80% if that is meant")]
    [InlineData("f1>=0.8ms", "f1 is a share, and the threshold is a time")]
    [InlineData("f1>=0 vs champion", "cannot be compared with 'champion'; there is none")]
    public void Judge_what_cannot_be_known_is_red_with_the_reason(string gate, string reason)
    {
        GateVerdict verdict = Assert.Single(Judge(gate, Share).Verdicts);
        Assert.False(verdict.Passed);
        Assert.Contains(reason, verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_without_a_value_is_red_whatever_the_threshold()
    {
        Assert.False(Judge("f1>=-1", Share with { Value = null }).Passed);
        Assert.False(Judge("f1>=-1", Share with { Value = double.NaN }).Passed);
        Assert.False(Judge("f1>=-1", Share with { N = 0 }).Passed);
        Assert.False(Judge("f1:low>=-1", Share with { Interval = null }).Passed);
        GateVerdict p99 = Assert.Single(Judge("f1<=900ms", new GateEvidence { Value = null, Unit = GateUnit.Milliseconds, N = 100, Reason = "a p99 needs 299 answers" }).Verdicts);
        Assert.Contains("a p99 needs 299 answers", p99.Reason, StringComparison.Ordinal);
        Assert.False(new GateResult([]).Passed);
    }

    [Fact]
    public void Judge_missing_rows_beyond_the_allowance_count_at_their_worst()
    {
        GateEvidence few = GateEvidence.OfShare(Mean(199, 1)), many = GateEvidence.OfShare(Mean(180, 20));
        Assert.True(Judge("f1>=1", few).Passed);
        Assert.False(Judge("f1>=0.95", many).Passed);
        Assert.Contains("0.9 if those missing all came out 0", Judge("f1>=0.95", many).Verdicts[0].Reason, StringComparison.Ordinal);
        Assert.True(Judge("f1>=0.89", many).Passed);
        Assert.False(Judge("f1<=0.986", GateEvidence.OfShare(Clustered.Mean(Scores(100, i => i < 10 ? null : 0.985)))).Passed);
        Assert.False(Judge("f1<=900ms", new GateEvidence { Value = 500, Unit = GateUnit.Milliseconds, N = 90, Missing = 10 }).Passed);
    }

    [Fact]
    public void Judge_non_inferiority_passes_only_when_it_is_shown()
    {
        GateEvidence much = Against(Clustered.Difference(Scores(2000, i => i % 2), Scores(2000, i => (i + (i % 50 == 0 ? 1 : 0)) % 2)));
        GateEvidence little = Against(Clustered.Difference(Scores(20, i => i % 2), Scores(20, i => (i + (i % 10 == 0 ? 1 : 0)) % 2)));
        Assert.True(Judge("f1>=-0.05 vs champion", much).Passed);
        Assert.False(Judge("f1>=-0.05 vs champion", little).Passed);
        Assert.True(Judge("f1:high>=-0.05 vs champion", little).Passed);
    }

    [Fact]
    public void Judge_alarms_share_one_level_over_all_runs()
    {
        // One-sided p of about 0.02: an alarm alone, none among ten.
        ClusteredEstimate worse = Clustered.Difference(Scores(100, i => i < 4 ? 0 : 1), Scores(100, _ => 1));
        Assert.InRange(worse.PBelow(0), 0.01, 0.04);
        Gate[] gates = [.. GateParser.Read("f1:high>=0 vs champion", "--gate")];
        GateSubject[] runs = [.. Enumerable.Range(0, 10).Select(i => Subject($"arm{i}", Against(i == 0 ? worse : Clustered.Difference(Scores(100, q => q % 2), Scores(100, q => (q + 1) % 2)))))];
        Assert.False(GateJudge.Judge(gates, runs[..1]).Passed);
        GateResult all = GateJudge.Judge(gates, runs);
        Assert.True(all.Passed);
        Assert.Equal(10 * worse.PBelow(0), all.Verdicts[0].AdjustedP!.Value, 12);
        Assert.Contains("among 10", all.Verdicts[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_alarm_with_missing_rows_is_red()
    {
        ClusteredEstimate holes = Clustered.Difference(Scores(100, i => i < 10 ? null : 1), Scores(100, _ => 1));
        Assert.False(Judge("f1:high>=0 vs champion", Against(holes)).Passed);
    }

    [Fact]
    public void Judge_does_not_compare_a_run_with_itself()
    {
        Gate[] gates = [.. GateParser.Read("f1>=0 vs champion,f1>=0.1", "--gate")];
        Assert.Equal(["champion f1>=0.1", "rag f1>=0 vs champion", "rag f1>=0.1"], GateJudge.Judge(gates, [Subject("champion", Share), Subject("rag", Share)]).Verdicts.Select(v => $"{v.Subject} {v.Gate.Text}"));
    }

    [Fact]
    public void Judge_passes_no_gate_that_nothing_was_held_against()
    {
        GateResult result = GateJudge.Judge([.. GateParser.Read("f1>=0 vs champion,f1>=0.1", "--gate")], [Subject("champion", Share)]);

        Assert.False(result.Passed);
        Assert.Equal([true, false], result.Verdicts.Select(v => v.Passed));
    }

    private static GateResult Judge(string gates, GateEvidence f1) => GateJudge.Judge(GateParser.Read(gates, "--gate"), [Subject("rag", f1)]);

    private static GateSubject Subject(string name, GateEvidence f1) => new(name, new Dictionary<string, GateEvidence> { ["f1"] = f1 });

    private static GateEvidence Against(ClusteredEstimate difference) => Share with { Against = ImmutableSortedDictionary<string, ClusteredEstimate>.Empty.Add("champion", difference) };

    private static ClusteredEstimate Mean(int right, int missing) => Clustered.Mean(Scores(right + missing, i => i < right ? 1 : null));

    private static Dictionary<string, double?> Scores(int count, Func<int, double?> score) => Enumerable.Range(0, count).ToDictionary(i => $"q{i}", score);
}
