namespace Assay.Evaluation.Ranking;

/// <summary>Measures that look at which documents were retrieved, and at precision and recall by rank.</summary>
internal static class SetMeasures
{
    /// <summary>Added to the counts in <see cref="InferredAveragePrecision"/>, so that nothing is divided by 0.</summary>
    private const double Epsilon = 1e-5;

    /// <summary>Weighted harmonic mean <c>(x + 1) P R / (x P + R)</c> of set precision and recall; in [0, 1], 0 when nothing relevant was retrieved.</summary>
    public static double F(TopicFacts topic, double x)
    {
        if (topic.Hits == 0) return 0;
        double precision = (double)topic.Hits / topic.Returned, recall = (double)topic.Hits / topic.Relevant;
        return (x + 1) * precision * recall / ((x * precision) + recall);
    }

    /// <summary>Weighted sum over the contingency table: relevant retrieved, others retrieved, relevant missed, others missed (of a collection of unknown size, as trec_eval without <c>-N</c>).</summary>
    public static double Utility(TopicFacts topic, double[] weights) =>
        (weights[0] * topic.Hits) + (weights[1] * (topic.Returned - topic.Hits)) + (weights[2] * (topic.Relevant - topic.Hits))
        + (weights[3] * (topic.Hits - topic.Returned - topic.Relevant));

    /// <summary>1 over the rank of the first relevant document; 0 when there is none.</summary>
    public static double ReciprocalRank(TopicFacts topic)
    {
        for (int i = 0; i < topic.Returned; i++)
        {
            if (topic.IsRelevant(i)) return 1.0 / (i + 1);
        }

        return 0;
    }

    /// <summary>Buckley and Voorhees's binary preference: each relevant document earns <c>1 - min(n, R) / min(N, R)</c>, with n judged non-relevant documents above it; the sum over R.</summary>
    public static double Bpref(TopicFacts topic)
    {
        int above = 0;
        double sum = 0;
        for (int i = 0; i < topic.Returned; i++)
        {
            if (!topic.IsJudged(i)) continue;
            if (!topic.IsRelevant(i)) above++;
            else sum += above == 0 ? 1 : 1 - ((double)Math.Min(above, topic.Relevant) / Math.Min(topic.NonRelevant, topic.Relevant));
        }

        return TopicFacts.Ratio(sum, topic.Relevant);
    }

    /// <summary>Yilmaz and Aslam's inferred average precision, for pools that were judged in part (grades below 0); in [0, 1].</summary>
    public static double InferredAveragePrecision(TopicFacts topic)
    {
        int relevant = 0, others = 0, sampled = 0;
        double sum = 0;
        for (int i = 0; i < topic.Returned; i++)
        {
            if (topic.Grades[i] == RankedTopic.NotInPool) continue;
            if (!topic.IsJudged(i)) sampled++;
            else if (!topic.IsRelevant(i)) others++;
            else
            {
                relevant++;
                double rank = i;
                sum += i == 0 ? 1 : (1 / (rank + 1))
                    + (rank / (rank + 1) * ((relevant - 1 + others + sampled) / rank) * ((relevant - 1 + Epsilon) / (relevant - 1 + others + (2 * Epsilon))));
            }
        }

        return TopicFacts.Ratio(sum, topic.Relevant);
    }

    /// <summary>Highest precision at or after the point where a share of the relevant documents is found; 0 where it never is.</summary>
    /// <param name="topic">The ranking.</param>
    /// <param name="shares">Recall in [0, 1]; a share becomes a number of documents as <c>⌊share · R + 0.9⌋</c> in version 9 and rounded to the nearest in version 10.</param>
    /// <param name="values">Receives a value per share.</param>
    public static void InterpolatedPrecision(TopicFacts topic, double[] shares, Span<double> values)
    {
        double[] best = new double[topic.Hits + 1];
        double highest = TopicFacts.Ratio(topic.Hits, topic.Returned);
        int found = topic.Hits;
        for (int i = topic.Returned; i > 0 && found > 0; i--)
        {
            highest = Math.Max(highest, (double)found / i);
            if (topic.IsRelevant(i - 1)) best[found--] = highest;
        }

        best[0] = highest;
        for (int i = 0; i < shares.Length; i++)
        {
            double documents = shares[i] * topic.Relevant;
            long cut = topic.Version == TrecVersion.V9 ? (long)(documents + 0.9) : (long)Math.Round(documents, MidpointRounding.AwayFromZero);
            values[i] = cut <= topic.Hits ? best[cut] : 0;
        }
    }

    /// <summary>Precision after a multiple of R documents, rounded up as <c>⌊m · R + 0.9⌋</c>; 0 for no documents.</summary>
    public static double PrecisionAtMultiple(TopicFacts topic, double multiple)
    {
        long cut = (long)((multiple * topic.Relevant) + 0.9);
        return cut == 0 ? 0 : (double)topic.Found[(int)Math.Min(cut, topic.Returned)] / cut;
    }

    /// <summary>Documents without a judgement among the first k, over k.</summary>
    public static double Unjudged(TopicFacts topic, int cutoff)
    {
        int count = 0;
        for (int i = 0; i < Math.Min(cutoff, topic.Returned); i++) count += topic.IsJudged(i) ? 0 : 1;
        return (double)count / cutoff;
    }
}
