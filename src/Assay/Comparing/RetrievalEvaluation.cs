using Assay.Evaluation.Questions;
using Assay.Evaluation.Ranking;
using Assay.Knowledge;
using Assay.Running;

namespace Assay.Comparing;

/// <summary>How well searching finds the documents that the questions name: documents ranked by their best chunk, to depth 1,000, whatever an arm hands over.</summary>
public static class RetrievalEvaluation
{
    /// <summary>Documents ranked for each question.</summary>
    public const int Depth = 1000;

    /// <summary>Ranks the documents for every question.</summary>
    /// <param name="search">What is searched, prepared for the questions, and for what beside them.</param>
    /// <param name="questions">Ids and texts.</param>
    /// <param name="timeProvider">Times each search.</param>
    /// <param name="progress">Told the number of finished questions.</param>
    /// <param name="cancellationToken">Stops between questions.</param>
    /// <returns>A run with one ranking a question, and milliseconds of each search, those of the model that expanded it included.</returns>
    public static (RankedRun Run, double[] LatenciesMs) Rank(
        QuestionSearch search, IReadOnlyList<Question> questions, TimeProvider timeProvider, Action<int> progress, CancellationToken cancellationToken)
    {
        var retrieved = new List<(string Topic, ScoredDocument Document)>();
        double[] latencies = new double[questions.Count];
        for (int i = 0; i < questions.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long started = timeProvider.GetTimestamp();
            IReadOnlyList<(string DocumentId, double Score)> ranking = search.Knowledge.RankDocuments(questions[i].Text, Depth, Asker.Of(questions[i]), search.Expansion(questions[i].Text));
            latencies[i] = timeProvider.GetElapsedTime(started).TotalMilliseconds + search.Knowledge.PreparedMs(questions[i].Text) + search.ExpansionMs(questions[i].Text);
            retrieved.AddRange(ranking.Select(d => (questions[i].Id, new ScoredDocument(d.DocumentId, d.Score))));
            progress(i + 1);
        }

        return (RankedRun.Create("assay", retrieved), latencies);
    }

    /// <summary>Judgements from the documents that questions name: each is relevant with grade 1.</summary>
    /// <param name="questions">Questions without documents are left out.</param>
    /// <returns>The judgements.</returns>
    public static Qrels Judgements(IEnumerable<Question> questions) =>
        Qrels.Create(questions.SelectMany(q => q.Documents.Select(DocumentReference.DocumentId).Distinct(StringComparer.Ordinal).Select(d => new Judgement(q.Id, d, 1))));
}
