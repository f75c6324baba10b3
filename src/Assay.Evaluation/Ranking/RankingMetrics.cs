using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Evaluation.Ranking;

/// <summary>Measures rankings as trec_eval does, to the last printed digit.</summary>
/// <remarks>
/// Gains are linear and discounted by log2(rank + 1); the ideal ranking holds all judged documents. Recall and average precision divide
/// by all relevant documents; a topic without any counts 0. Relevance is a grade of at least <see cref="RankingOptions.RelevanceLevel"/>;
/// documents without a judgement, or with a negative one, are not relevant. Where trec_eval prints "nan" (a quotient of nothing by nothing), the value is 0.
/// </remarks>
public static class RankingMetrics
{
    /// <summary>Least value that enters a geometric mean.</summary>
    internal const double LeastInGeometricMean = 1e-5;

    /// <summary>Measures of a run.</summary>
    /// <param name="qrels">What is relevant.</param>
    /// <param name="run">What was retrieved.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <returns>Per topic and over all.</returns>
    /// <exception cref="MissingTopicsException">Version 10, missing topics not included, and at least one judged topic is not in the run.</exception>
    /// <exception cref="InputException">There are no judgements, or no topic of the run is judged and missing topics are not included.</exception>
    public static RankingResult Evaluate(Qrels qrels, RankedRun run, RankingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(qrels);
        ArgumentNullException.ThrowIfNull(run);
        options ??= new RankingOptions();
        options.Validate();
        HashSet<string> retrieved = new(run.Topics, StringComparer.Ordinal);
        ImmutableArray<string> missing = [.. qrels.Topics.Where(t => !retrieved.Contains(t))];
        if (qrels.Topics.Length == 0 || (missing.Length == qrels.Topics.Length && !options.IncludeMissing))
        {
            throw new InputException(new Problem("", null, "No topic has both judgements and retrieved documents. Do the topic ids of the two files agree?"));
        }

        if (options is { Version: TrecVersion.V10, IncludeMissing: false } && missing.Length > 0) throw new MissingTopicsException(missing);
        bool listMissing = options is { Version: TrecVersion.V10, IncludeMissing: true };
        TopicScorer scorer = new(options);
        string[] shown = [.. qrels.Topics.Where(t => listMissing || retrieved.Contains(t))];
        double[][] values = [.. shown.Select(t => Score(scorer, RankedTopic.Rank(run.Of(t), qrels.Of(t), options), retrieved.Contains(t)))];
        HashSet<string> judged = new(qrels.Topics, StringComparer.Ordinal);
        int divisor = options.IncludeMissing ? qrels.Topics.Length : shown.Length;

        // trec_eval counts grades above 0 here whatever the relevance level.
        int? relevant = options.IncludeMissing ? qrels.Topics.Sum(t => qrels.Of(t).Values.Count(g => g > 0)) : null;
        return new RankingResult(
            [.. shown.Select((t, i) => new TopicMeasures(t, scorer.Shown(values[i])))],
            scorer.Over(values, divisor, relevant),
            missing,
            [.. run.Topics.Where(t => !judged.Contains(t))]);
    }

    private static double[] Score(TopicScorer scorer, RankedTopic topic, bool retrieved) => retrieved ? scorer.Score(topic) : scorer.Missing(topic);
}
