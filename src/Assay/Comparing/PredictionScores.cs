using System.Collections.Immutable;
using Assay.Evaluation.Answers;
using Assay.Evaluation.Questions;

namespace Assay.Comparing;

/// <summary>SQuAD's measures of a set of predictions.</summary>
/// <param name="N">Questions with a prediction.</param>
/// <param name="Missing">Questions without one; left out of the means, as SQuAD's script does.</param>
/// <param name="Measures"><c>exact_match</c> and <c>f1</c> in [0, 1], over all questions and split into answerable (<c>HasAns_</c>) and unanswerable (<c>NoAns_</c>).</param>
public sealed record PredictionScores(int N, int Missing, ImmutableSortedDictionary<string, double> Measures)
{
    /// <summary>Scores predictions.</summary>
    /// <param name="questions">The questions with their accepted answers.</param>
    /// <param name="predictions">Answers by question id; ids that are no question are ignored.</param>
    /// <returns>The measures; none when nothing was predicted.</returns>
    public static PredictionScores Of(QuestionSet questions, IReadOnlyDictionary<string, string> predictions)
    {
        Question[] predicted = [.. questions.Questions.Where(q => predictions.ContainsKey(q.Id))];
        var measures = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        Add("", predicted);
        Add("HasAns_", [.. predicted.Where(q => q.Answerable)]);
        Add("NoAns_", [.. predicted.Where(q => !q.Answerable)]);
        return new PredictionScores(predicted.Length, questions.Questions.Length - predicted.Length, measures.ToImmutable());

        void Add(string prefix, Question[] part)
        {
            if (part.Length == 0) return;
            measures[prefix + "exact_match"] = part.Average(q => AnswerMetrics.ExactMatch(predictions[q.Id], q.Answers));
            measures[prefix + "f1"] = part.Average(q => AnswerMetrics.TokenF1(predictions[q.Id], q.Answers));
        }
    }
}
