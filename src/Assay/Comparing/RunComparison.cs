using System.Collections.Immutable;
using Assay.Evaluation.Ranking;
using Assay.Evaluation.Statistics;

namespace Assay.Comparing;

/// <summary>Two rankings of the same questions, paired.</summary>
/// <param name="Run">Name of the other run.</param>
/// <param name="Differences">This run minus the other, by measure.</param>
public sealed record RunComparison(string Run, ImmutableSortedDictionary<string, DifferenceEstimate> Differences)
{
    private static readonly (string Name, string Measure)[] s_measures = [("ndcg@10", "ndcg_cut_10"), ("recall@10", "recall_10"), ("recall@100", "recall_100"), ("map", "map"), ("mrr", "recip_rank")];

    /// <summary>Compares two runs on all judged questions; a question that a run does not have counts 0 in it.</summary>
    /// <param name="qrels">What is relevant.</param>
    /// <param name="run">This run.</param>
    /// <param name="other">The other run.</param>
    /// <returns>Mean differences with 95% intervals.</returns>
    public static RunComparison Of(Qrels qrels, RankedRun run, RankedRun other)
    {
        ArgumentNullException.ThrowIfNull(qrels);
        ArgumentNullException.ThrowIfNull(other);
        Dictionary<string, Measures> here = Topics(qrels, run), there = Topics(qrels, other);
        Dictionary<string, double?> Values(Dictionary<string, Measures> topics, string measure) =>
            qrels.Topics.ToDictionary(t => t, t => (double?)(topics.TryGetValue(t, out Measures? found) ? found[measure] : 0), StringComparer.Ordinal);
        return new RunComparison(other.Name, s_measures.ToImmutableSortedDictionary(
            m => m.Name, m => PairedBootstrap.Difference(Values(here, m.Measure), Values(there, m.Measure)), StringComparer.Ordinal));
    }

    private static Dictionary<string, Measures> Topics(Qrels qrels, RankedRun run) =>
        RankingMetrics.Evaluate(qrels, run, new RankingOptions { IncludeMissing = true }).Topics.ToDictionary(t => t.Topic, t => t.Measures, StringComparer.Ordinal);
}
