using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Evaluation.Ranking;

/// <summary>Measures rankings as trec_eval does, to the last printed digit.</summary>
/// <remarks>
/// Gains are linear and discounted by log2(rank + 1); the ideal ranking holds all judged documents. Recall and average precision divide
/// by all relevant documents; a topic without any counts 0. Relevance is a grade of at least <see cref="RankingOptions.RelevanceLevel"/>;
/// documents without a judgement, or with a negative one, are not relevant.
/// </remarks>
public static class RankingMetrics
{
    /// <summary>Floor of average precision inside the geometric mean.</summary>
    private const double SmallestPrecision = 1e-5;

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
        ImmutableArray<TopicMeasures> topics =
        [
            .. qrels.Topics.Where(t => listMissing || retrieved.Contains(t))
                .Select(t => new TopicMeasures(t, scorer.Score(RankedTopic.Rank(run.Of(t), qrels.Of(t), options)))),
        ];
        HashSet<string> judged = new(qrels.Topics, StringComparer.Ordinal);
        int divisor = options.IncludeMissing ? qrels.Topics.Length : topics.Length;
        return new RankingResult(topics, Average(scorer.Names, topics, divisor, qrels, options), missing, [.. run.Topics.Where(t => !judged.Contains(t))]);
    }

    private static Measures Average(ImmutableArray<string> names, ImmutableArray<TopicMeasures> topics, int divisor, Qrels qrels, RankingOptions options)
    {
        ImmutableArray<string> all = ["num_q", .. names, "gm_map"];
        Dictionary<string, double> sums = names.ToDictionary(n => n, n => topics.Sum(t => t.Measures[n]), StringComparer.Ordinal);
        double Value(string name) => name switch
        {
            "num_q" => divisor,
            // trec_eval counts grades above 0 here whatever the relevance level.
            "num_rel" when options.IncludeMissing => qrels.Topics.Sum(t => qrels.Of(t).Values.Count(g => g > 0)),
            "num_ret" or "num_rel" or "num_rel_ret" => sums[name],
            "gm_map" => GeometricMean(topics, divisor),
            _ => sums[name] / divisor,
        };
        return new Measures(all, all.Select((name, i) => KeyValuePair.Create(name, i)).ToImmutableDictionary(StringComparer.Ordinal), [.. all.Select(Value)]);
    }

    private static double GeometricMean(ImmutableArray<TopicMeasures> topics, int divisor)
    {
        double sum = topics.Sum(t => Math.Log(Math.Max(t.Measures["map"], SmallestPrecision)));
        return Math.Exp((sum + ((divisor - topics.Length) * Math.Log(SmallestPrecision))) / divisor);
    }
}
