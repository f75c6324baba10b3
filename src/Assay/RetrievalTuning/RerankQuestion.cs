using System.Collections.Immutable;
using Assay.Retrieval.Search.Reranking;

namespace Assay.RetrievalTuning;

/// <summary>What a reranker learns from and is measured on: the candidates of one question.</summary>
/// <param name="Documents">Document of each candidate, in the order the search gave them.</param>
/// <param name="Features">Features of each candidate.</param>
/// <param name="Rest">Documents ranked behind all candidates.</param>
/// <param name="Lesson">The candidates to learn from and the share of each in the question's grades.</param>
public sealed record RerankQuestion(ImmutableArray<string> Documents, double[][] Features, ImmutableArray<string> Rest, RerankLesson Lesson)
{
    /// <summary>Prepares a question.</summary>
    /// <param name="found">What the search found.</param>
    /// <param name="grades">Grade by document.</param>
    /// <returns>The question.</returns>
    public static RerankQuestion Of(RerankCandidates found, IReadOnlyDictionary<string, int> grades)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(grades);
        var features = new List<double[]>();
        var shares = new List<double>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < found.Documents.Length; i++)
        {
            int grade = Math.Max(0, grades.GetValueOrDefault(found.Documents[i]));
            // Which of a relevant document's chunks is the relevant one is not known: the best one is taken, the others teach nothing.
            if (!seen.Add(found.Documents[i]) && grade > 0) continue;
            features.Add(found.Features[i]);
            shares.Add(grade);
        }

        double sum = shares.Sum();
        var lesson = new RerankLesson([.. features], [.. shares.Select(s => sum > 0 ? s / sum : 0)]);
        return new RerankQuestion(found.Documents, found.Features, [.. found.Rest.Where(d => !seen.Contains(d))], lesson);
    }

    /// <summary>The documents as the reranker orders them: each by its best candidate, then the rest.</summary>
    /// <param name="model">The reranker.</param>
    /// <returns>Each document once.</returns>
    public ImmutableArray<string> Ranked(RerankModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var best = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int i = 0; i < Features.Length; i++)
        {
            double score = model.Score(Features[i]);
            if (!best.TryGetValue(Documents[i], out double other) || score > other) best[Documents[i]] = score;
        }

        return [.. best.OrderByDescending(b => b.Value).ThenBy(b => b.Key, StringComparer.Ordinal).Select(b => b.Key), .. Rest];
    }
}
