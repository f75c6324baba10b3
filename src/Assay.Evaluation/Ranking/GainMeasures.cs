using System.Collections.Immutable;

namespace Assay.Evaluation.Ranking;

/// <summary>Measures of graded relevance. A grade's gain is the grade itself unless it is given another one; documents without a judgement gain nothing.</summary>
/// <remarks>The ideal ranking holds all judged documents of positive gain, highest first. trec_eval orders gains by their difference cut to a whole number, so gains less than 1 apart may stand in another order there.</remarks>
internal static class GainMeasures
{
    /// <summary>Gain of every ranked document.</summary>
    public static double[] Gains(TopicFacts topic, ImmutableSortedDictionary<int, double> gains) => [.. topic.Grades.Select(g => Gain(g, gains))];

    /// <summary>Positive gains of all judged documents, highest first.</summary>
    public static double[] Ideal(TopicFacts topic, ImmutableSortedDictionary<int, double> gains)
    {
        double[] ideal = [.. topic.Judged.Where(g => g >= 0).Select(g => Gain(g, gains)).Where(g => g > 0)];
        if (!gains.IsEmpty) Array.Sort(ideal, (a, b) => b.CompareTo(a));
        return ideal;
    }

    /// <summary>Discounted cumulative gain by Järvelin and Kekäläinen: <c>Σ gain / log2(rank + 1)</c>; entry i is that of the first i documents.</summary>
    public static double[] Discounted(ReadOnlySpan<double> gains)
    {
        double[] sums = new double[gains.Length + 1];
        for (int i = 0; i < gains.Length; i++) sums[i + 1] = sums[i] + (gains[i] == 0 ? 0 : gains[i] / Math.Log2(i + 2));
        return sums;
    }

    /// <summary>Mean of nDCG at the relevant documents; those not retrieved count with nDCG at the end.</summary>
    public static double NdcgAtRelevant(double[] gains, double[] ideal)
    {
        if (ideal.Length == 0) return 0;
        double[] dcg = Discounted(gains), best = Discounted(ideal);
        double sum = 0;
        int retrieved = 0;
        for (int i = 0; i < gains.Length; i++)
        {
            if (gains[i] <= 0) continue;
            sum += dcg[i + 1] / TopicFacts.At(best, i + 1);
            retrieved++;
        }

        sum += (ideal.Length - retrieved) * dcg[^1] / best[^1];
        return sum > 0 ? sum / ideal.Length : 0;
    }

    /// <summary>Mean of nDCG at the ranks where the ideal gain changes, and at the end of the ranking where that is later.</summary>
    public static double NdcgAtLevels(double[] gains, double[] ideal)
    {
        double[] dcg = Discounted(gains), best = Discounted(ideal);
        double sum = 0;
        int points = 0;
        for (int i = 1; i <= ideal.Length; i++)
        {
            if (i < ideal.Length && ideal[i] == ideal[i - 1]) continue;
            sum += TopicFacts.At(dcg, i) / best[i];
            points++;
        }

        // One document after the ideal ranking ended belongs to its last point.
        if (ideal.Length > 0 && gains.Length > ideal.Length + 1)
        {
            sum += dcg[^1] / best[^1];
            points++;
        }

        return TopicFacts.Ratio(sum, points);
    }

    /// <summary>trec_eval's G: each gain over <c>log2(2 + cost - gains so far)</c>, where the cost grows by the ideal gain, at least 1; over the ideal sum.</summary>
    public static double NormalizedGain(double[] gains, double[] ideal)
    {
        double sum = 0, cost = 0, results = 0;
        for (int i = 0; i < gains.Length; i++)
        {
            results += gains[i];
            cost += i < ideal.Length ? Math.Max(ideal[i], 1) : 1;
            if (gains[i] != 0) sum += gains[i] / Math.Log2(2 + cost - results);
        }

        return TopicFacts.Ratio(sum, ideal.Sum());
    }

    /// <summary>G for relevant or not: each relevant document over <c>log2(1 + rank - relevant so far + 1)</c>, the sum over R.</summary>
    public static double BinaryGain(TopicFacts topic)
    {
        double sum = 0;
        for (int i = 0; i < topic.Returned; i++)
        {
            if (topic.IsRelevant(i)) sum += 1 / Math.Log2(3 + i - topic.Found[i + 1]);
        }

        return TopicFacts.Ratio(sum, topic.Relevant);
    }

    /// <summary>Moffat and Zobel's rank-biased precision, <c>(1 - p) Σ gain · p^rank</c> with ranks from 0.</summary>
    /// <remarks>Gains outside [0, 1] are mapped onto it by the least and the greatest one that the topic can have (0 and the highest grade judged, unless they are given).</remarks>
    public static double RankBiasedPrecision(TopicFacts topic, ImmutableSortedDictionary<int, double> gains, double persistence)
    {
        int highest = topic.Judged.IsEmpty ? 0 : Math.Max(topic.Judged[0], 0);
        double[] given = [.. gains.Values];
        double low = Math.Min(0, given.Length == 0 ? 0 : given.Min());
        double high = Math.Max(gains.ContainsKey(highest) ? 0 : highest, given.Length == 0 ? 0 : given.Max());
        bool scaled = low < 0 || high > 1;
        double sum = 0, weight = 1;
        foreach (int grade in topic.Grades)
        {
            double gain = Gain(grade, gains);
            sum += (scaled && grade >= 0 ? (gain - low) / (high - low) : gain) * weight;
            weight *= persistence;
        }

        return (1 - persistence) * sum;
    }

    /// <summary>What rank-biased precision could still gain if every document without a judgement were fully relevant; 0 when all are judged.</summary>
    public static double RankBiasedResidual(TopicFacts topic, double persistence)
    {
        double sum = 0, weight = 1;
        bool any = false;
        for (int i = 0; i < topic.Returned; i++)
        {
            if (!topic.IsJudged(i)) (any, sum) = (true, sum + weight);
            weight *= persistence;
        }

        return any ? weight + ((1 - persistence) * sum) : 0;
    }

    private static double Gain(int grade, ImmutableSortedDictionary<int, double> gains) =>
        grade < 0 ? 0 : gains.TryGetValue(grade, out double gain) ? gain : grade;
}
