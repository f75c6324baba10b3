using System.Collections.Immutable;
using System.Globalization;
using Assay.Evaluation.Ranking;

namespace Assay.Comparing;

/// <summary>Means of the retrieval measures over all questions that name documents.</summary>
/// <param name="Means">By their names in results: <c>ndcg@10</c>, <c>recall@8</c>.</param>
public sealed record RetrievalMeasures(ImmutableSortedDictionary<string, double> Means)
{
    /// <summary>Measures of a run; a question for which nothing was found counts 0.</summary>
    /// <param name="run">Rankings.</param>
    /// <param name="qrels">What is relevant.</param>
    /// <param name="passages">Passages an arm hands over; recall is measured there as well.</param>
    /// <returns>The measures.</returns>
    public static RetrievalMeasures Of(RankedRun run, Qrels qrels, int passages)
    {
        RankingResult result = RankingMetrics.Evaluate(qrels, run, new RankingOptions { IncludeMissing = true, Cutoffs = [.. new[] { 10, 100, passages }.Distinct().Order()] });
        string recallAtK = string.Create(CultureInfo.InvariantCulture, $"recall@{passages}");
        return new RetrievalMeasures(ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal)
            .SetItem("ndcg@10", result.All["ndcg_cut_10"])
            .SetItem("recall@100", result.All["recall_100"])
            .SetItem("mrr", result.All["recip_rank"])
            .SetItem(recallAtK, result.All[string.Create(CultureInfo.InvariantCulture, $"recall_{passages}")]));
    }
}
