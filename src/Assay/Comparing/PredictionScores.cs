using System.Collections.Immutable;
using Assay.Evaluation.Answers;
using Assay.Evaluation.Questions;
using Assay.Sql;

namespace Assay.Comparing;

/// <summary>Measures of a set of predictions.</summary>
/// <param name="N">Questions with a prediction.</param>
/// <param name="Missing">Questions without one; left out of the means, as SQuAD's script does.</param>
/// <param name="Measures">Means: <c>exact_match</c> and <c>f1</c> in [0, 1] over all questions and split into answerable (<c>HasAns_</c>) and unanswerable (<c>NoAns_</c>), the metrics of
/// <see cref="AnswerMetricSet"/> that apply anywhere, <c>execution_accuracy</c> where there is a database, and <c>refusal_precision</c>, <c>refusal_recall</c>, <c>refusal_f1</c>, <c>expected_cost</c>.</param>
/// <param name="Applies">Questions that a mean is over, where it is not all of them.</param>
public sealed record PredictionScores(int N, int Missing, ImmutableSortedDictionary<string, double> Measures, ImmutableSortedDictionary<string, int> Applies)
{
    private static readonly string[] Squad = ["exact_match", "f1"];

    /// <summary>Scores predictions.</summary>
    /// <param name="questions">The questions with their accepted answers.</param>
    /// <param name="predictions">Answers by question id; ids that are no question are ignored.</param>
    /// <param name="options">Which metrics; null for the defaults.</param>
    /// <returns>The measures; none when nothing was predicted.</returns>
    /// <exception cref="Text.InputException">A metric is not known, or the database cannot be read.</exception>
    public static PredictionScores Of(QuestionSet questions, IReadOnlyDictionary<string, string> predictions, PredictionScoreOptions? options = null)
    {
        options ??= new PredictionScoreOptions();
        Question[] predicted = [.. questions.Questions.Where(q => predictions.ContainsKey(q.Id))];
        var means = new Means();
        AnswerMetricSet set = new(options.Metrics.IsEmpty ? AnswerMetricSet.All : [.. Squad, .. options.Metrics], options.Scoring);
        using SqlDatabase? database = options.Database is { } path ? SqlDatabase.Open(path) : null;
        List<RefusalCase> refusals = [];
        AnswerMetricSet refusalParts = new(["refused", "f1"], options.Scoring);
        foreach (Question question in predicted)
        {
            AnswerCase item = new() { Answer = predictions[question.Id], Accepted = question.Answers, Answerable = question.Answerable };
            ImmutableArray<MetricValue> values = set.Score(item);
            for (int i = 0; i < values.Length; i++)
            {
                if (!Squad.Contains(set.Names[i])) means.Add(set.Names[i], values[i]);
            }

            foreach (string prefix in (string[])["", question.Answerable ? "HasAns_" : "NoAns_"])
            {
                means.Add(prefix + "exact_match", MetricValue.Of(AnswerMetrics.ExactMatch(item.Answer, item.Accepted)));
                means.Add(prefix + "f1", MetricValue.Of(AnswerMetrics.TokenF1(item.Answer, item.Accepted)));
            }

            if (database is not null && question.Answers.Length > 0) means.Add("execution_accuracy", Best(database, item));
            ImmutableArray<MetricValue> parts = refusalParts.Score(item);
            refusals.Add(new RefusalCase(question.Answerable, parts[0].Number == 1, parts[1].Number ?? 0));
        }

        means.Add(RefusalScores.Of(refusals, options.WrongAnswerCost));
        return new PredictionScores(predicted.Length, questions.Questions.Length - predicted.Length, means.Values(), means.Counts(predicted.Length));
    }

    private static MetricValue Best(SqlDatabase database, AnswerCase item)
    {
        MetricValue[] values = [.. item.Accepted.Select(gold => database.Accuracy(item.Answer, gold))];
        return values.Any(v => v.Number is not null) ? MetricValue.Of(values.Max(v => v.Number ?? 0)) : values[0];
    }

    private sealed class Means
    {
        private readonly SortedDictionary<string, (double Sum, int Count)> sums = new(StringComparer.Ordinal);

        public void Add(string name, MetricValue value)
        {
            if (value.Number is not { } number) return;
            (double sum, int count) = sums.GetValueOrDefault(name);
            sums[name] = (sum + number, count + 1);
        }

        public void Add(RefusalScores refusals)
        {
            if (refusals.Precision is { } precision) sums["refusal_precision"] = (precision * refusals.Refused, refusals.Refused);
            if (refusals.Recall is { } recall) sums["refusal_recall"] = (recall * refusals.Unanswerable, refusals.Unanswerable);
            if (refusals.F1 is { } f1) sums["refusal_f1"] = (f1 * refusals.N, refusals.N);
            if (refusals.ExpectedCost is { } cost) sums["expected_cost"] = (cost * refusals.N, refusals.N);
        }

        public ImmutableSortedDictionary<string, double> Values() => sums.ToImmutableSortedDictionary(s => s.Key, s => s.Value.Sum / s.Value.Count, StringComparer.Ordinal);

        public ImmutableSortedDictionary<string, int> Counts(int all) => sums.Where(s => s.Value.Count != all).ToImmutableSortedDictionary(s => s.Key, s => s.Value.Count, StringComparer.Ordinal);
    }
}
