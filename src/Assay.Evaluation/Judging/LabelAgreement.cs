using Assay.Evaluation.Statistics;

namespace Assay.Evaluation.Judging;

/// <summary>How well a measure agrees with what people say.</summary>
/// <remarks>
/// Accuracy and Cohen's kappa are of the two halves of the scale: 0.5 or more, and less. Kappa = (a − c) / (1 − c), with a the accuracy and c what it would be by chance, given how often each side says yes. AUC is the chance that an answer
/// that people place in the upper half has the larger measure; ties count half. Intervals are 95%: over clusters for accuracy (see <see cref="Clustered"/>; Wilson's where no cluster has two), by drawing whole clusters for kappa and AUC.
/// </remarks>
/// <param name="N">Answers with both.</param>
/// <param name="Accuracy">Share in the same half.</param>
public sealed record LabelAgreement(int N, double Accuracy)
{
    /// <summary>Labels below which nothing is concluded from them.</summary>
    public const int LeastLabels = 10;

    private const double Half = 0.5;

    /// <summary>Interval of the accuracy; null below two clusters.</summary>
    public Interval? AccuracyInterval { get; private init; }

    /// <summary>Cohen's kappa, −1 to 1; null where both sides always say the same one thing, so that chance alone agrees.</summary>
    public double? Kappa { get; private init; }

    /// <summary>Interval of kappa.</summary>
    public Interval? KappaInterval { get; private init; }

    /// <summary>Area under the ROC curve; null where people place all answers in one half.</summary>
    public double? Auc { get; private init; }

    /// <summary>Interval of the area.</summary>
    public Interval? AucInterval { get; private init; }

    /// <summary>Mean of measure minus label: how much too kind the measure is.</summary>
    public double Bias { get; private init; }

    /// <summary>Whether people say both, often enough to tell a judge from chance, and it is no better: it always says the same, or guesses, or says the opposite.</summary>
    public bool IsNoBetterThanChance { get; private init; }

    /// <summary>Holds a measure against labels.</summary>
    /// <param name="pairs">Measure and label of an answer, and its cluster (the question's source document).</param>
    /// <returns>Null without a pair.</returns>
    public static LabelAgreement? Of(IReadOnlyCollection<LabelledValue> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Count == 0) return null;
        LabelledValue[] all = [.. pairs];
        Dictionary<string, double?> same = all.Select((p, i) => (p, i)).ToDictionary(x => $"{x.i:D9}", x => (double?)(Agrees(x.p) ? 1 : 0), StringComparer.Ordinal);
        Dictionary<string, string> clusters = all.Select((p, i) => (p, i)).ToDictionary(x => $"{x.i:D9}", x => x.p.Cluster, StringComparer.Ordinal);
        bool independent = all.Select(p => p.Cluster).Distinct(StringComparer.Ordinal).Count() == all.Length;
        double kappa = KappaOf(all);
        double? auc = RankArea.Area(all.Select(p => (p.Measured, IsYes(p.Label))));
        return new LabelAgreement(all.Length, all.Count(Agrees) / (double)all.Length)
        {
            AccuracyInterval = independent ? Wilson.Of(all.Count(Agrees), all.Length) : Clustered.Mean(same, clusters).Interval,
            Kappa = double.IsNaN(kappa) ? null : kappa,
            KappaInterval = double.IsNaN(kappa) ? null : ClusterBootstrap.Of(all, p => p.Cluster, KappaOf),
            Auc = auc,
            AucInterval = auc is null ? null : ClusterBootstrap.Of(all, p => p.Cluster, s => RankArea.Area(s.Select(p => (p.Measured, IsYes(p.Label)))) ?? double.NaN),
            Bias = all.Average(p => p.Measured - p.Label),
            IsNoBetterThanChance = all.Length >= LeastLabels && all.Select(p => IsYes(p.Label)).Distinct().Count() == 2 && !(kappa > 0),
        };
    }

    private static bool IsYes(double value) => value >= Half;

    private static bool Agrees(LabelledValue pair) => IsYes(pair.Measured) == IsYes(pair.Label);

    private static double KappaOf(IReadOnlyList<LabelledValue> pairs)
    {
        int n = pairs.Count, same = 0, measured = 0, labelled = 0;
        foreach (LabelledValue pair in pairs)
        {
            if (Agrees(pair)) same++;
            if (IsYes(pair.Measured)) measured++;
            if (IsYes(pair.Label)) labelled++;
        }

        double chance = (((double)measured * labelled) + ((double)(n - measured) * (n - labelled))) / ((double)n * n);
        return chance >= 1 ? double.NaN : (((double)same / n) - chance) / (1 - chance);
    }
}

/// <summary>A measure and what people say it is.</summary>
/// <param name="Measured">The measure, in [0, 1] where accuracy and kappa are read; any finite number for the area alone.</param>
/// <param name="Label">What people say, in [0, 1].</param>
/// <param name="Cluster">What resembles it: answers to questions about the same document.</param>
public readonly record struct LabelledValue(double Measured, double Label, string Cluster);
