using System.Collections.Immutable;
using System.Globalization;
using Assay.Text;

namespace Assay.Evaluation.Ranking;

/// <summary>trec_eval's measures by name: <c>map</c>, <c>P.5,10</c>, <c>ndcg.1=3.5</c>, or a nickname for several.</summary>
internal static class MeasureCatalog
{
    private static readonly ImmutableDictionary<string, ImmutableArray<string>> Nicknames = new Dictionary<string, ImmutableArray<string>>
    {
        ["default"] =
        [
            "num_q", "num_ret", "num_rel", "num_rel_ret", "map", "gm_map", "Rprec", "bpref", "recip_rank", "P", "recall", "ndcg", "ndcg_cut", "map_cut", "success",
            "set_P", "set_recall", "set_F",
        ],
        ["official"] = ["num_q", "num_ret", "num_rel", "num_rel_ret", "map", "gm_map", "Rprec", "bpref", "recip_rank", "iprec_at_recall", "P"],
        ["set"] = ["num_q", "num_ret", "num_rel", "num_rel_ret", "utility", "set_P", "set_relative_P", "set_recall", "set_map", "set_F"],
        ["all_trec"] = [.. Order.Except(["dcg", "ideal_dcg"])],
    }.ToImmutableDictionary(StringComparer.Ordinal);

    // The order in which trec_eval prints.
    private static ImmutableArray<string> Order =>
    [
        "num_q", "num_ret", "num_rel", "num_rel_ret", "map", "gm_map", "Rprec", "bpref", "recip_rank", "iprec_at_recall", "P", "recall", "infAP", "gm_bpref", "Rprec_mult",
        "utility", "11pt_avg", "binG", "G", "dcg", "ideal_dcg", "ndcg", "ndcg_rel", "Rndcg", "ndcg_cut", "map_cut", "relative_P", "success", "set_P", "set_relative_P",
        "set_recall", "set_map", "set_F", "num_nonrel_judged_ret", "rbp", "rbp_resid", "unj",
    ];

    private static readonly ImmutableHashSet<string> NewIn10 = ["rbp", "rbp_resid", "unj"];

    /// <summary>The families that a list of names asks for, each once, in the order trec_eval prints them.</summary>
    /// <param name="options">Names, cut-offs, version; version 9's <c>all_trec</c> is without what came with 10.</param>
    /// <returns>At least one family.</returns>
    /// <exception cref="InputException">An unknown name or an impossible parameter.</exception>
    public static ImmutableArray<MeasureFamily> Families(RankingOptions options)
    {
        Dictionary<string, string?> asked = new(StringComparer.Ordinal);
        foreach (string spec in options.Measures)
        {
            int dot = spec.IndexOf('.', StringComparison.Ordinal);
            (string name, string? parameters) = dot < 0 ? (spec, null) : (spec[..dot], spec[(dot + 1)..]);
            foreach (string each in Nicknames.GetValueOrDefault(name, [name]))
            {
                if (!Order.Contains(each)) throw Wrong(spec, $"expected one of {string.Join(", ", Order)}, or {string.Join(", ", Nicknames.Keys.Order(StringComparer.Ordinal))}");
                bool hidden = each != name && options.Version == TrecVersion.V9 && NewIn10.Contains(each);
                if (!hidden && asked.GetValueOrDefault(each) is null) asked[each] = parameters;
            }
        }

        return [.. Order.Where(asked.ContainsKey).Select(name => Family(name, new MeasureParameters(name, asked[name]), options))];
    }

    private static MeasureFamily Family(string name, MeasureParameters given, RankingOptions options) => name switch
    {
        "num_q" => One(name, Averaging.Count, t => 1),
        "num_ret" => One(name, Averaging.Sum, t => t.Returned),
        "num_rel" => One(name, Averaging.Sum, t => t.Relevant),
        "num_rel_ret" => One(name, Averaging.Sum, t => t.Hits),
        "num_nonrel_judged_ret" => One(name, Averaging.Sum, t => Enumerable.Range(0, t.Returned).Count(i => t.IsJudged(i) && !t.IsRelevant(i))),
        "gm_map" => One(name, Averaging.Geometric, t => Log(AveragePrecision(t))),
        "gm_bpref" => One(name, Averaging.Geometric, t => Log(SetMeasures.Bpref(t))),
        "iprec_at_recall" => new(given.Names(given.Sorted(Tenths)), Averaging.Mean, Interpolated(given.Sorted(Tenths))),
        "11pt_avg" => One(given.FullName, Averaging.Mean, Mean(Interpolated(given.Sorted(Tenths)), given.Sorted(Tenths).Length)),
        "Rprec_mult" => Each(given.Names(given.Sorted(Fifths)), given.Sorted(Fifths), SetMeasures.PrecisionAtMultiple),
        "utility" => One(given.FullName, Averaging.Mean, Utility(given)),
        "set_F" => One(given.FullName, Averaging.Mean, WithNumber(given, 1, SetMeasures.F)),
        "P" or "recall" or "relative_P" or "success" or "unj" or "map_cut" or "ndcg_cut" => AtCutoffs(name, given, options),
        "dcg" or "ideal_dcg" or "ndcg" or "ndcg_rel" or "Rndcg" or "G" or "rbp" or "rbp_resid" => OfGains(name, given),
        _ => given.None(One(name, Averaging.Mean, Simple(name))),
    };

    private static double[] Tenths => [.. Enumerable.Range(0, 11).Select(i => i / 10.0)];

    private static double[] Fifths => [.. Enumerable.Range(1, 10).Select(i => i / 5.0)];

    private static Func<TopicFacts, double> Simple(string name) => name switch
    {
        "map" => AveragePrecision,
        "Rprec" => t => TopicFacts.Ratio(t.Found[Math.Min(t.Returned, t.Relevant)], t.Relevant),
        "bpref" => SetMeasures.Bpref,
        "recip_rank" => SetMeasures.ReciprocalRank,
        "infAP" => SetMeasures.InferredAveragePrecision,
        "binG" => GainMeasures.BinaryGain,
        "set_P" => t => TopicFacts.Ratio(t.Hits, t.Returned),
        "set_recall" => t => TopicFacts.Ratio(t.Hits, t.Relevant),
        "set_relative_P" => t => TopicFacts.Ratio(t.Hits, Math.Min(t.Returned, t.Relevant)),
        "set_map" => t => TopicFacts.Ratio((double)t.Hits * t.Hits, (double)t.Returned * t.Relevant),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Not in the catalogue."),
    };

    private static MeasureFamily AtCutoffs(string name, MeasureParameters given, RankingOptions options)
    {
        ImmutableArray<int> byDefault = name switch { "success" => options.SuccessCutoffs, "unj" => [5, 10, 20], _ => options.Cutoffs };
        int[] cutoffs = given.Cutoffs(byDefault);
        ImmutableArray<string> names = [.. cutoffs.Select(k => $"{name}_{k}")];
        return name switch
        {
            "P" => Each(names, cutoffs, (t, k) => (double)TopicFacts.At(t.Found, k) / k),
            "recall" => Each(names, cutoffs, (t, k) => TopicFacts.Ratio(TopicFacts.At(t.Found, k), t.Relevant)),
            "relative_P" => Each(names, cutoffs, (t, k) => TopicFacts.Ratio(TopicFacts.At(t.Found, k), Math.Min(k, t.Relevant))),
            "success" => Each(names, cutoffs, (t, k) => TopicFacts.At(t.Found, k) > 0 ? 1 : 0),
            "unj" => Each(names, cutoffs, SetMeasures.Unjudged),
            "map_cut" => Each(names, cutoffs, (t, k) => TopicFacts.Ratio(TopicFacts.At(t.PrecisionSums, k), t.Relevant)),
            _ => new(names, Averaging.Mean, (t, values) =>
            {
                double[] dcg = GainMeasures.Discounted(GainMeasures.Gains(t, NoGains)), ideal = GainMeasures.Discounted(GainMeasures.Ideal(t, NoGains));
                for (int i = 0; i < cutoffs.Length; i++) values[i] = TopicFacts.Ratio(TopicFacts.At(dcg, cutoffs[i]), TopicFacts.At(ideal, cutoffs[i]));
            }),
        };
    }

    private static ImmutableSortedDictionary<int, double> NoGains => ImmutableSortedDictionary<int, double>.Empty;

    private static MeasureFamily OfGains(string name, MeasureParameters given)
    {
        (ImmutableSortedDictionary<int, double> gains, double persistence) = given.Gains(name is "rbp" or "rbp_resid");
        double[] Gains(TopicFacts t) => GainMeasures.Gains(t, gains);
        double[] Ideal(TopicFacts t) => GainMeasures.Ideal(t, gains);
        return One(given.FullName, Averaging.Mean, name switch
        {
            "dcg" => t => GainMeasures.Discounted(Gains(t))[^1],
            "ideal_dcg" => t => GainMeasures.Discounted(Ideal(t))[^1],
            "ndcg" => t => TopicFacts.Ratio(GainMeasures.Discounted(Gains(t))[^1], GainMeasures.Discounted(Ideal(t))[^1]),
            "ndcg_rel" => t => GainMeasures.NdcgAtRelevant(Gains(t), Ideal(t)),
            "Rndcg" => t => t.Relevant == 0 ? 0 : GainMeasures.NdcgAtLevels(Gains(t), Ideal(t)),
            "G" => t => GainMeasures.NormalizedGain(Gains(t), Ideal(t)),
            "rbp" => t => GainMeasures.RankBiasedPrecision(t, gains, persistence),
            _ => t => GainMeasures.RankBiasedResidual(t, persistence),
        });
    }

    private static double AveragePrecision(TopicFacts topic) => TopicFacts.Ratio(topic.PrecisionSums[^1], topic.Relevant);

    private static double Log(double value) => Math.Log(Math.Max(value, RankingMetrics.LeastInGeometricMean));

    private static TopicMeasure Interpolated(double[] shares) => (t, values) => SetMeasures.InterpolatedPrecision(t, shares, values);

    private static Func<TopicFacts, double> Mean(TopicMeasure measure, int count) => t =>
    {
        double[] values = new double[count];
        measure(t, values);
        double sum = 0;
        for (int i = count - 1; i >= 0; i--) sum += values[i];
        return sum / count;
    };

    private static Func<TopicFacts, double> Utility(MeasureParameters given)
    {
        double[] weights = given.Numbers([1, -1, 0, 0]);
        if (weights.Length != 4) throw given.Wrong("expected four weights: relevant retrieved, others retrieved, relevant missed, others missed");
        return t => SetMeasures.Utility(t, weights);
    }

    private static Func<TopicFacts, double> WithNumber(MeasureParameters given, double byDefault, Func<TopicFacts, double, double> measure)
    {
        double number = given.Numbers([byDefault])[0];
        return t => measure(t, number);
    }

    private static MeasureFamily One(string name, Averaging averaging, Func<TopicFacts, double> score) => new([name], averaging, (t, values) => values[0] = score(t));

    private static MeasureFamily Each<T>(ImmutableArray<string> names, T[] parameters, Func<TopicFacts, T, double> score) => new(names, Averaging.Mean, (t, values) =>
    {
        for (int i = 0; i < parameters.Length; i++) values[i] = score(t, parameters[i]);
    });

    /// <summary>Says what is wrong with a measure that was asked for.</summary>
    internal static InputException Wrong(string measure, string expected) => new(new Problem("", null, string.Create(CultureInfo.InvariantCulture, $"The measure '{measure}' cannot be computed: {expected}.")));
}
