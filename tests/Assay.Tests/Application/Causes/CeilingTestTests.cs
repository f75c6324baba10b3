using System.Collections.Immutable;
using Assay.Causes;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;
using Assay.Running;

namespace Assay.Tests.Application.Causes;

public sealed class CeilingTestTests
{
    [Fact]
    public void Distances_are_paired_and_say_what_each_kind_of_work_could_bring()
    {
        // Of forty questions: ten that search alone helps, ten that only the named pages help, ten that nothing helps, ten that are right anyway.
        CeilingReport report = Build(i => i < 10 ? 1 : 0, i => i < 20 ? 1 : 0, i => i < 30 ? 1 : 0);

        Assert.Equal([0.25, 0.5, 0.75], report.Arms.Select(a => a.Score!.Value));
        CeilingGap retrieval = report.Gaps.Single(g => g.Name == "retrieval"), behaviour = report.Gaps.Single(g => g.Name == "behaviour");
        Assert.Equal(0.25, retrieval.Gain!.Value, 12);
        Assert.True(retrieval.Low > 0 && retrieval.AdjustedP < 0.05 && retrieval.AdjustedP >= retrieval.P);
        Assert.Contains("about 25.0 points", retrieval.Words, StringComparison.Ordinal);
        Assert.Equal((0.25, null), (behaviour.Gain!.Value, behaviour.P));
        Assert.InRange(behaviour.Gain.Value, behaviour.Low!.Value, behaviour.High!.Value);
    }

    [Fact]
    public void Nothing_to_gain_is_said_with_how_much_it_could_still_be()
    {
        CeilingGap retrieval = Build(i => 0, i => i % 2, i => i % 2).Gaps.Single(g => g.Name == "retrieval");

        Assert.Equal(0, retrieval.Gain);
        Assert.Contains("not shown to bring anything", retrieval.Words, StringComparison.Ordinal);
        Assert.True(retrieval.High > 0);
    }

    private static CeilingReport Build(params Func<int, double>[] arms)
    {
        Question[] questions = [.. Enumerable.Range(0, 40).Select(i => new Question { Id = $"q{i}", Text = "?", Answers = ["x"], Documents = [$"d{i}.md"] })];
        Run Of(string name, Func<int, double> score) => new(name, false, true,
            [.. questions.Select((q, i) => new AnswerRow { Question = q.Id, Answer = "x", Score = new AnswerScore { QuestionId = q.Id, Outcome = Outcome.Scored, Score = score(i) } })]);
        ImmutableArray<Run> runs = [.. arms.Zip((string[])["prompt", "rag", "oracle"], (score, name) => Of(name, score))];
        return CeilingTest.Build("p", "m", new QuestionSet("q", [.. questions]), runs);
    }
}
