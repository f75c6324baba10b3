using System.Collections.Immutable;
using System.Text.Json;
using Assay.Evaluation.Ranking;
using Assay.Retrieval.Search;
using Assay.Retrieval.Search.Reranking;
using Assay.Workspaces;

namespace Assay.RetrievalTuning;

/// <summary>Measures profiles on a question set with the product's own search; each profile once.</summary>
/// <param name="search">Makes the search of a profile.</param>
/// <param name="questions">The questions.</param>
/// <param name="timeProvider">Times each search.</param>
/// <param name="progress">Told how many times all questions were searched.</param>
/// <param name="cancellationToken">Stops between searches.</param>
public sealed class ProfileMeter(
    Func<SearchProfile, Searcher> search, IReadOnlyList<JudgedQuestion> questions, TimeProvider timeProvider, Action<int> progress, CancellationToken cancellationToken)
{
    /// <summary>Documents ranked: enough for nDCG@10.</summary>
    private const int Depth = 100;

    /// <summary>The reranker that reads passages, whose time counts as a model's and not as that of the search; null for none.</summary>
    public KeptScores? Reranker { get; init; }

    private readonly Dictionary<string, ProfileScores> _scores = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RerankQuestion[]> _candidates = new(StringComparer.Ordinal);
    private int _done;

    /// <summary>The questions.</summary>
    public IReadOnlyList<JudgedQuestion> Questions => questions;

    /// <summary>Runs all questions with a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>The kept scores when it was measured before.</returns>
    public ProfileScores Measure(SearchProfile profile)
    {
        string key = JsonSerializer.Serialize(profile, JsonFormat.Compact);
        if (_scores.TryGetValue(key, out ProfileScores? known)) return known;
        Searcher searcher = search(profile);
        double[] ndcg = new double[questions.Count], latency = new double[questions.Count];
        var model = new ModelEffort[questions.Count];
        for (int i = 0; i < questions.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long started = timeProvider.GetTimestamp();
            IReadOnlyList<(string DocumentId, double Score)> ranking = searcher.RankDocuments(questions[i].Text, Depth, questions[i].Options);
            (double worked, double whole) = Reranker?.TakeTimes() ?? default;
            latency[i] = Math.Max(0, timeProvider.GetElapsedTime(started).TotalMilliseconds - worked);
            ModelEffort effort = questions[i].EffortWith(profile);
            model[i] = effort with { Ms = effort.Ms + whole };
            ndcg[i] = Ndcg(questions[i], ranking.Select(r => new ScoredDocument(r.DocumentId, r.Score)));
        }

        progress(++_done);

        return _scores[key] = new ProfileScores(ndcg, latency) { Model = model };
    }

    /// <summary>What a reranker would get to see behind a profile.</summary>
    /// <param name="profile">A profile without reranker.</param>
    /// <param name="depth">Candidates a question.</param>
    /// <returns>One for each question.</returns>
    public IReadOnlyList<RerankQuestion> Candidates(SearchProfile profile, int depth)
    {
        string key = JsonSerializer.Serialize(profile, JsonFormat.Compact) + depth;
        if (_candidates.TryGetValue(key, out RerankQuestion[]? known)) return known;
        Searcher searcher = search(profile);
        var found = new RerankQuestion[questions.Count];
        for (int i = 0; i < found.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RerankCandidates candidates = searcher.Candidates(questions[i].Text, depth, questions[i].Options);
            found[i] = RerankQuestion.Of(candidates, questions[i].Grades);
        }

        progress(++_done);

        return _candidates[key] = found;
    }

    /// <summary>nDCG@10 of one question after a reranker.</summary>
    /// <param name="question">Place of the question.</param>
    /// <param name="candidates">Its candidates.</param>
    /// <param name="model">The reranker.</param>
    /// <returns>0 to 1.</returns>
    public double Reranked(int question, RerankQuestion candidates, RerankModel model)
    {
        ImmutableArray<string> ranked = candidates.Ranked(model);
        return Ndcg(questions[question], ranked.Select((d, i) => new ScoredDocument(d, -i)));
    }

    private static double Ndcg(JudgedQuestion question, IEnumerable<ScoredDocument> ranking)
    {
        var qrels = Qrels.Create(question.Grades.Select(g => new Judgement(question.Id, g.Key, g.Value)));
        var run = RankedRun.Create("assay", ranking.Select(d => (question.Id, d)));
        RankingResult result = RankingMetrics.Evaluate(qrels, run, new RankingOptions { IncludeMissing = true, Cutoffs = [10] });
        return result.All["ndcg_cut_10"];
    }
}
