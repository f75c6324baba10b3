using System.Collections.Immutable;

namespace Assay.Evaluation.Ranking;

/// <summary>Computes the measures of single topics. Built once per evaluation, so that names are made once.</summary>
internal sealed class TopicScorer
{
    private readonly RankingOptions options;
    private readonly ImmutableDictionary<string, int> positions;

    /// <summary>A scorer for the given cut-offs and relevance level.</summary>
    /// <param name="options">Validated options.</param>
    public TopicScorer(RankingOptions options)
    {
        this.options = options;
        Names =
        [
            "num_ret", "num_rel", "num_rel_ret", "map", "Rprec", "bpref", "recip_rank", "ndcg", "set_P", "set_recall", "set_F",
            .. options.Cutoffs.Select(k => $"P_{k}"), .. options.Cutoffs.Select(k => $"recall_{k}"),
            .. options.Cutoffs.Select(k => $"ndcg_cut_{k}"), .. options.Cutoffs.Select(k => $"map_cut_{k}"),
            .. options.SuccessCutoffs.Select(k => $"success_{k}"),
        ];
        positions = Names.Select((name, i) => KeyValuePair.Create(name, i)).ToImmutableDictionary(StringComparer.Ordinal);
    }

    /// <summary>Names of the measures of a topic.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The measures of one topic.</summary>
    /// <param name="topic">Its ranking.</param>
    /// <returns>In the order of <see cref="Names"/>.</returns>
    public Measures Score(RankedTopic topic)
    {
        int level = options.RelevanceLevel;
        int returned = topic.Grades.Length;
        int relevant = topic.Judged.Count(g => g >= level && g >= 0);
        int[] found = RelevantUpTo(topic.Grades, level);
        double[] precisions = PrecisionSums(topic.Grades, level);
        double[] gains = Gains(topic.Grades), ideal = Gains(topic.Judged);
        int hits = found[returned];
        double precision = Ratio(hits, returned), recall = Ratio(hits, relevant);
        ImmutableArray<double> values =
        [
            returned, relevant, hits,
            Ratio(precisions[returned], relevant),
            Ratio(found[Math.Min(returned, relevant)], relevant),
            Bpref(topic, level, relevant),
            ReciprocalRank(topic.Grades, level),
            Ratio(gains[^1], ideal[^1]),
            precision, recall, hits == 0 ? 0 : 2 * precision * recall / (precision + recall),
            .. options.Cutoffs.Select(k => (double)At(found, k) / k),
            .. options.Cutoffs.Select(k => Ratio(At(found, k), relevant)),
            .. options.Cutoffs.Select(k => Ratio(At(gains, k), At(ideal, k))),
            .. options.Cutoffs.Select(k => Ratio(At(precisions, k), relevant)),
            .. options.SuccessCutoffs.Select(k => At(found, k) > 0 ? 1.0 : 0.0),
        ];
        return new Measures(Names, positions, values);
    }

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;

    private static T At<T>(T[] sums, int k) => sums[Math.Min(k, sums.Length - 1)];

    private static int[] RelevantUpTo(ImmutableArray<int> grades, int level)
    {
        int[] sums = new int[grades.Length + 1];
        for (int i = 0; i < grades.Length; i++) sums[i + 1] = sums[i] + (grades[i] >= level ? 1 : 0);
        return sums;
    }

    private static double[] PrecisionSums(ImmutableArray<int> grades, int level)
    {
        double[] sums = new double[grades.Length + 1];
        int found = 0;
        for (int i = 0; i < grades.Length; i++)
        {
            sums[i + 1] = sums[i];
            if (grades[i] >= level) sums[i + 1] += (double)++found / (i + 1);
        }

        return sums;
    }

    private static double[] Gains(ImmutableArray<int> grades)
    {
        double[] sums = new double[grades.Length + 1];
        for (int i = 0; i < grades.Length; i++) sums[i + 1] = sums[i] + (grades[i] > 0 ? grades[i] / Math.Log2(i + 2) : 0);
        return sums;
    }

    private static double ReciprocalRank(ImmutableArray<int> grades, int level)
    {
        for (int i = 0; i < grades.Length; i++)
        {
            if (grades[i] >= level) return 1.0 / (i + 1);
        }

        return 0;
    }

    // Each relevant document earns the share of the top R judged non-relevant ones that it is ranked above.
    private static double Bpref(RankedTopic topic, int level, int relevant)
    {
        int nonRelevant = topic.Judged.Count(g => g >= 0 && g < level);
        int above = 0;
        double sum = 0;
        foreach (int grade in topic.Grades)
        {
            if (grade < 0) continue;
            if (grade < level) above++;
            else sum += above == 0 ? 1 : 1 - ((double)Math.Min(above, relevant) / Math.Min(nonRelevant, relevant));
        }

        return Ratio(sum, relevant);
    }
}
