using System.Collections.Immutable;

namespace Assay.Evaluation.Ranking;

/// <summary>Computes the measures of single topics and puts topics together. Built once per evaluation, so that names are made once.</summary>
internal sealed class TopicScorer
{
    private readonly RankingOptions options;
    private readonly ImmutableArray<MeasureFamily> families;
    private readonly ImmutableArray<string> names;
    private readonly ImmutableArray<Averaging> averaging;

    /// <summary>A scorer for the measures asked for.</summary>
    /// <param name="options">Validated options.</param>
    public TopicScorer(RankingOptions options)
    {
        this.options = options;
        families = MeasureCatalog.Families(options);
        names = [.. families.SelectMany(f => f.Names)];
        averaging = [.. families.SelectMany(f => Enumerable.Repeat(f.Averaging, f.Names.Length))];
        Columns = [.. Enumerable.Range(0, names.Length).Where(i => averaging[i] is Averaging.Mean or Averaging.Sum)];
        TopicNames = new MeasureNames([.. Columns.Select(i => names[i])]);
    }

    /// <summary>Places of the values that a single topic has.</summary>
    private ImmutableArray<int> Columns { get; }

    private MeasureNames TopicNames { get; }

    /// <summary>All values of a topic, also those that are shown over all topics only.</summary>
    /// <param name="topic">Its ranking.</param>
    /// <returns>In trec_eval's order.</returns>
    public double[] Score(RankedTopic topic)
    {
        TopicFacts facts = new(topic, options);
        double[] values = new double[names.Length];
        int at = 0;
        foreach (MeasureFamily family in families)
        {
            family.Score(facts, values.AsSpan(at, family.Names.Length));
            at += family.Names.Length;
        }

        return values;
    }

    /// <summary>A topic that was not retrieved at all: 0 for everything but its relevant documents.</summary>
    /// <param name="judged">Its ranking, empty.</param>
    /// <returns>In trec_eval's order.</returns>
    public double[] Missing(RankedTopic judged)
    {
        double[] values = Score(judged);
        for (int i = 0; i < values.Length; i++)
        {
            if (averaging[i] == Averaging.Mean) values[i] = 0;
        }

        return values;
    }

    /// <summary>The measures of a topic that are shown.</summary>
    /// <param name="values">As <see cref="Score"/> gave them.</param>
    /// <returns>Without those that exist only over topics.</returns>
    public Measures Shown(double[] values) => new(TopicNames, [.. Columns.Select(i => values[i])]);

    /// <summary>The measures over all topics.</summary>
    /// <param name="topics">Values by topic.</param>
    /// <param name="divisor">Topics to divide by; those without values count 0.</param>
    /// <param name="relevant">All relevant documents, where missing topics count; else null.</param>
    /// <returns>Means, sums and geometric means.</returns>
    public Measures Over(IReadOnlyList<double[]> topics, int divisor, int? relevant)
    {
        double[] all = new double[names.Length];
        for (int i = 0; i < all.Length; i++)
        {
            double sum = 0;
            foreach (double[] topic in topics) sum += topic[i];
            all[i] = averaging[i] switch
            {
                Averaging.Count => divisor,
                Averaging.Sum => sum,
                Averaging.Geometric => Math.Exp((sum + ((divisor - topics.Count) * Math.Log(RankingMetrics.LeastInGeometricMean))) / divisor),
                _ => sum / divisor,
            };
            if (relevant is { } count && names[i] == "num_rel") all[i] = count;
        }

        return new Measures(new MeasureNames(names), [.. all]);
    }
}
