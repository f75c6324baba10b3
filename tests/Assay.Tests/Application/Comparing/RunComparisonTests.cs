using Assay.Comparing;
using Assay.Evaluation.Ranking;

namespace Assay.Tests.Application.Comparing;

public sealed class RunComparisonTests
{
    [Fact]
    public void Differences_are_paired_by_question_and_a_missing_question_counts_zero()
    {
        var qrels = Qrels.Create([new Judgement("1", "a", 1), new Judgement("2", "b", 1)]);
        var run = RankedRun.Create("new", [("1", new ScoredDocument("a", 2)), ("1", new ScoredDocument("x", 1)), ("2", new ScoredDocument("x", 2)), ("2", new ScoredDocument("b", 1))]);
        var other = RankedRun.Create("old", [("1", new ScoredDocument("x", 2)), ("1", new ScoredDocument("a", 1))]);
        RunComparison comparison = RunComparison.Of(qrels, run, other);
        Assert.Equal("old", comparison.Run);
        Assert.Equal((1 - 0.5 + 0.5) / 2, comparison.Differences["mrr"].Mean!.Value, 12);
        Assert.Equal(0.5, comparison.Differences["recall@10"].Mean!.Value, 12);
        Assert.Equal(2, comparison.Differences["mrr"].N);
    }
}
