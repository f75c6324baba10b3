using System.Collections.Immutable;
using System.Text.Json;
using Assay.Evaluation.Answers;
using Assay.Text;

namespace Assay.Tests.Evaluation.Answers;

public sealed class AnswerMetricSetTests
{
    [Fact]
    public void Score_agrees_with_the_reference_scripts_on_every_pair()
    {
        int values = 0;
        AnswerMetricSet set = new(["exact_match", "f1", .. AnswerMetricSet.All.Where(n => n.StartsWith("rouge", StringComparison.Ordinal) || n.StartsWith("chrf", StringComparison.Ordinal))]);
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "answers", "answer_pairs.jsonl")))
        {
            using JsonDocument pair = JsonDocument.Parse(line);
            ImmutableArray<string> golds = [.. pair.RootElement.GetProperty("golds").EnumerateArray().Select(g => g.GetString()!)];
            ImmutableArray<MetricValue> ours = set.Score(new AnswerCase { Answer = pair.RootElement.GetProperty("answer").GetString()!, Accepted = golds });
            foreach ((string name, MetricValue value) in set.Names.Zip(ours))
            {
                double expected = pair.RootElement.GetProperty("values").GetProperty(name).GetDouble();
                Assert.True(Math.Abs(value.Number!.Value - expected) <= 1e-9, $"{name} is {value.Number}, expected {expected}: {line}");
                values++;
            }
        }

        Assert.Equal(300 * 12, values);
    }

    [Fact]
    public void Score_metrics_that_do_not_apply_say_why()
    {
        AnswerMetricSet set = new(AnswerMetricSet.All);
        Dictionary<string, MetricValue> values = set.Names.Zip(set.Score(new AnswerCase { Answer = "I do not know." })).ToDictionary(p => p.First, p => p.Second);
        Assert.Equal("no accepted answer", values["rougeL"].NotApplicable);
        Assert.Equal("no contract", values["contract"].NotApplicable);
        Assert.Equal("the number of passages is not known", values["citations_valid"].NotApplicable);
        Assert.Null(values["f1"].Number);
        Assert.Equal((4.0, 14.0, 0.0), (values["words"].Number, values["characters"].Number, values["cites"].Number));
    }

    [Fact]
    public void Score_refusal_is_right_only_where_there_is_no_answer()
    {
        AnswerMetricSet set = new(["refused", "refusal_right", "exact_match"]);
        Assert.Equal([1, 1, 0], Numbers(set, new AnswerCase { Answer = "The documents do not answer this question.", Answerable = false }));
        Assert.Equal([1, 0, 0], Numbers(set, new AnswerCase { Answer = "", Accepted = ["x"] }));
        Assert.Equal([0, 1, 1], Numbers(set, new AnswerCase { Answer = "x", Accepted = ["x"] }));
        Assert.Equal([0, 0, 0], Numbers(set, new AnswerCase { Answer = "x", Answerable = false }));
    }

    [Fact]
    public void Score_is_the_same_from_many_threads()
    {
        AnswerMetricSet set = new(AnswerMetricSet.All);
        AnswerCase[] cases = [.. Enumerable.Range(0, 200).Select(i => new AnswerCase { Answer = $"running dogs {i} and cats\nrun {i % 7} times [1]", Accepted = [$"the dog runs {i % 5}\ncats {i}", "5 GB"], Passages = 1 })];
        string[] one = [.. cases.Select(c => string.Join(' ', set.Score(c)))];
        string[] many = [.. cases.AsParallel().AsOrdered().WithDegreeOfParallelism(2).Select(c => string.Join(' ', set.Score(c)))];
        Assert.Equal(one, many);
    }

    [Fact]
    public void Score_text_that_is_too_long_is_not_compared()
    {
        AnswerMetricSet set = new(["rougeLsum", "rougeL", "chrf", "f1"]);
        string lines = string.Concat(Enumerable.Repeat("a\n", 2000)), words = string.Concat(Enumerable.Repeat("a ", 2000));
        ImmutableArray<MetricValue> byLine = set.Score(new AnswerCase { Answer = lines, Accepted = [lines] });
        Assert.Equal("texts too long to compare", byLine[0].NotApplicable);
        Assert.Equal(1, set.Score(new AnswerCase { Answer = words, Accepted = [words] })[0].Number);
        ImmutableArray<MetricValue> huge = set.Score(new AnswerCase { Answer = new string('x', 300_000), Accepted = ["x"] });
        Assert.Null(huge[2].Number);
        Assert.Equal(0, huge[3].Number);
    }

    [Fact]
    public void Create_unknown_metric_names_those_there_are() =>
        Assert.Contains("rougeLsum", Assert.Throws<InputException>(() => new AnswerMetricSet(["rouge-l"])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a, b and c", "c; B; a", 1)]
    [InlineData("- a\n- b", "[\"b\",\"a\",\"a\"]", 1)]
    [InlineData("1. a\n2. x", "a, b", 0.5)]
    [InlineData("", "a", 0)]
    public void Set_f1_ignores_order_and_repeats(string answer, string gold, double f1) => Assert.Equal(f1, SetMatch.Of(answer, gold).F1);

    [Fact]
    public void Refusals_count_precision_recall_and_cost()
    {
        RefusalScores scores = RefusalScores.Of([new(true, false, 1), new(true, false, 0.25), new(true, true, 0), new(false, true, 0), new(false, false, 1)], 4, 1);
        Assert.Equal((5, 2, 2, 1), (scores.N, scores.Unanswerable, scores.Refused, scores.Right));
        Assert.Equal((0.5, 0.5, 0.5), (scores.Precision, scores.Recall, scores.F1));
        Assert.Equal((0 + 3 + 1 + 0 + 4) / 5.0, scores.ExpectedCost);
        RefusalScores none = RefusalScores.Of([], 4);
        Assert.Equal((null, null, null, null), (none.Precision, none.Recall, none.F1, none.ExpectedCost));
    }

    private static double[] Numbers(AnswerMetricSet set, AnswerCase item) => [.. set.Score(item).Select(v => v.Number!.Value)];
}
