using Assay.Evaluation.Gates;
using Assay.Text;

namespace Assay.Tests.Evaluation.Gates;

public sealed class GateParserTests
{
    [Fact]
    public void Parse_reads_measures_bases_units_and_runs()
    {
        GateParseResult result = GateParser.Parse(" f1>=0.8, abstain >= 90%,latency_p95<=1.5s ,cost<2e-3usd,ndcg@10:lower>.75,f1 >= -0.02 vs champion,f1:high≥0 vs run/7,cost<=0 vs old");
        Assert.Empty(result.Problems);
        Assert.Equal(
            [
                ("f1", GateBasis.Point, GateComparison.AtLeast, 0.8, GateUnit.None, null),
                ("abstain", GateBasis.Point, GateComparison.AtLeast, 0.9, GateUnit.Share, null),
                ("latency_p95", GateBasis.Point, GateComparison.AtMost, 1500, GateUnit.Milliseconds, null),
                ("cost", GateBasis.Point, GateComparison.Below, 0.002, GateUnit.Usd, null),
                ("ndcg@10", GateBasis.Low, GateComparison.Above, 0.75, GateUnit.None, null),
                ("f1", GateBasis.Low, GateComparison.AtLeast, -0.02, GateUnit.None, "champion"),
                ("f1", GateBasis.High, GateComparison.AtLeast, 0, GateUnit.None, "run/7"),
                ("cost", GateBasis.High, GateComparison.AtMost, 0, GateUnit.None, "old"),
            ],
            result.Gates.Select(g => (g.Measure, g.Basis, g.Comparison, Math.Round(g.Threshold, 12), g.Unit, g.Against)));
        Assert.Equal([false, false, false, false, false, false, true, false], result.Gates.Select(g => g.IsAlarm));
        Assert.Equal("abstain >= 90%", result.Gates[1].Text);
    }

    [Theory]
    [InlineData("", 1, "expected the name of a measure, found nothing")]
    [InlineData("f1>=0.8,", 9, "expected the name of a measure, found the end")]
    [InlineData("f1=0.8", 3, "expected >=, >, <= or <, found '=0.8'")]
    [InlineData("f1", 3, "expected >=, >, <= or <, found the end")]
    [InlineData("f1>=", 5, "expected a number such as 0.8, found the end")]
    [InlineData("f1>=NaN", 5, "expected a number such as 0.8, found 'NaN'")]
    [InlineData("f1>=1e999", 5, "expected a number such as 0.8, found '1e999'")]
    [InlineData("f1:mid>=1", 4, "expected 'low', 'high' or 'point', found 'mid>=1'")]
    [InlineData("f1>=0.8kg", 8, "expected a unit (%, ms, s, usd), 'vs', a comma or the end, found 'kg'")]
    [InlineData("f1>=0.8 against x", 9, "expected a unit (%, ms, s, usd), 'vs', a comma or the end, found 'against x'")]
    [InlineData("f1>=0.8 vs", 11, "expected the name of a run after 'vs', found the end")]
    [InlineData("f1>=0.8 vs a b", 14, "expected a comma or the end, found 'b'")]
    [InlineData("f1>=0.8%5", 9, "expected 'vs', a comma or the end, found '5'")]
    [InlineData("a>=1, 9x>=1", 7, "expected the name of a measure, found '9x>=1'")]
    public void Parse_names_the_place_that_does_not_fit(string text, int position, string message)
    {
        GateParseResult result = GateParser.Parse(text);
        Assert.Equal(new GateProblem(position, message), Assert.Single(result.Problems));
        Assert.Empty(result.Gates);
    }

    [Fact]
    public void Read_throws_every_problem_with_its_place()
    {
        InputException error = Assert.Throws<InputException>(() => GateParser.Read("f1>0.8.5,b==2", "--gate"));
        Assert.Equal(2, error.Problems.Count);
        Assert.StartsWith("--gate, character 7: expected", error.Problems[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("--gate, character 11: expected >=", error.Problems[1].Message, StringComparison.Ordinal);
        Assert.Single(GateParser.Read("f1>0.8", "--gate"));
    }

    [Fact]
    public void Parse_hostile_sizes_are_refused()
    {
        Assert.Single(GateParser.Parse(new string('a', 1_000_000)).Problems);
        Assert.Equal(1000, GateParser.Parse(string.Join(',', Enumerable.Repeat("a>1", 1000))).Gates.Length);
        Assert.Contains("more than 1000", GateParser.Parse(string.Join(',', Enumerable.Repeat("a>1", 1001))).Problems[^1].Message, StringComparison.Ordinal);
    }
}
