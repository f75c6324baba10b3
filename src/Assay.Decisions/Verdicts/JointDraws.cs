using System.Collections.Immutable;
using Assay.Evaluation.Statistics;

namespace Assay.Decisions.Verdicts;

/// <summary>What the figures of all arms could as well be, quality, latency and cost together: the joint bootstrap.</summary>
/// <remarks>
/// Each draw weights the clusters of questions anew, the same for every arm, with weights of the Bayesian bootstrap (Rubin 1981). Means move as <see cref="ClusteredValues"/> says, further by √((G + 1)/G), since such
/// weights spread a little too little, and by √(ν/χ²), one draw of χ² with the degrees of freedom ν of the cluster-robust error a resample: few clusters know their own spread badly, which makes t of the normal
/// distribution. Percentiles of latency move as much further on the scale of logarithms, and leave room for latencies beyond those seen, half an answer's weight on average above and below, as Jeffreys' prior does for a
/// share. Differences of scores are drawn together as <see cref="Pooling"/> says. Amounts of money come in joint draws of all arms, or are drawn from their ranges, each for itself.
/// </remarks>
internal sealed class JointDraws
{
    private readonly ArmFigures[] drawn;
    private readonly Arm[] arms;
    private readonly int clusterCount;
    private readonly double degrees;

    /// <summary>Draws.</summary>
    /// <param name="evidence">What was measured of each arm; at least one.</param>
    /// <param name="clusters">Cluster of a question by its id; one without is a cluster of its own.</param>
    /// <param name="ruledOut">Whether an arm may not be shipped whatever its figures.</param>
    /// <param name="at">Tells which percentiles matter.</param>
    /// <param name="options">Seed and number of resamples.</param>
    public JointDraws(IReadOnlyList<ArmEvidence> evidence, IReadOnlyDictionary<string, string>? clusters, IReadOnlyList<bool> ruledOut, Circumstances at, VerdictOptions options)
    {
        Dictionary<string, int> index = Clusters(evidence, clusters, out clusterCount);
        arms = [.. evidence.Select((e, i) => new Arm(e, index, clusterCount, ruledOut[i], at))];
        degrees = Degrees(index, clusterCount);
        Count = options.Resamples;
        Measured = [.. arms.Select(a => a.Measured)];
        drawn = new ArmFigures[Count * arms.Length];
        Fill(unchecked((ulong)options.Seed));
    }

    /// <summary>Number of draws.</summary>
    public int Count { get; }

    /// <summary>The figures as measured, amounts at their mean.</summary>
    public ImmutableArray<ArmFigures> Measured { get; }

    /// <summary>The figures of every arm in one draw.</summary>
    /// <param name="draw">From 0 to <see cref="Count"/> − 1.</param>
    public ReadOnlySpan<ArmFigures> Of(int draw) => drawn.AsSpan(draw * arms.Length, arms.Length);

    private void Fill(ulong seed)
    {
        var random = new Draws(seed);
        double[] weights = new double[clusterCount];
        var pooling = new Pooling([.. arms.Select(a => a.Scores)]);
        double wider = Math.Sqrt((clusterCount + 1.0) / clusterCount);
        for (int d = 0; d < Count; d++)
        {
            double sum = 0;
            for (int g = 0; g < weights.Length; g++) sum += weights[g] = random.Exponential();
            for (int g = 0; g < weights.Length; g++) weights[g] = (weights[g] * clusterCount / sum) - 1;
            double reach = wider * (degrees < 1e6 ? Math.Sqrt(degrees / random.ChiSquare(degrees)) : 1);
            Span<ArmFigures> here = drawn.AsSpan(d * arms.Length, arms.Length);
            for (int a = 0; a < arms.Length; a++) here[a] = arms[a].Draw(weights, reach, random, d);
            Pool(here, pooling.Kept(random.Uniform()));
        }
    }

    // The mean of the arms stays; of each contrast the measured part shrinks by what is kept, and the part drawn by its root.
    private void Pool(Span<ArmFigures> here, double kept)
    {
        double measured = Measured.Average(f => f.Score), drawnMean = 0, root = Math.Sqrt(kept);
        foreach (ref readonly ArmFigures arm in here) drawnMean += arm.Score / here.Length;
        for (int a = 0; a < here.Length; a++)
        {
            double contrast = Measured[a].Score - measured, moved = here[a].Score - drawnMean - contrast;
            here[a] = here[a] with { Score = Math.Clamp(drawnMean + (kept * contrast) + (root * moved), 0, 1) };
        }
    }

    private static Dictionary<string, int> Clusters(IReadOnlyList<ArmEvidence> evidence, IReadOnlyDictionary<string, string>? clusters, out int count)
    {
        Dictionary<string, int> index = new(StringComparer.Ordinal), names = new(StringComparer.Ordinal);
        count = 0;
        foreach (string id in evidence.SelectMany(e => e.Scores.Keys.Concat(e.LatencyMs.Keys).Concat(e.Cost.Keys)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (clusters is null || !clusters.TryGetValue(id, out string? name)) index[id] = count++;
            else if (names.TryGetValue(name, out int known)) index[id] = known;
            else index[id] = names[name] = count++;
        }

        return index;
    }

    // Satterthwaite's, as in ClusterTotals, for clusters of the sizes there are.
    private static double Degrees(Dictionary<string, int> index, int count)
    {
        if (count < 2) return double.PositiveInfinity;
        double shares = 0, sum = 0, squares = 0;
        foreach (double h in index.Values.GroupBy(g => g).Select(g => (double)g.Count() / index.Count))
        {
            double a = h * h / (1 - h);
            shares += h * h;
            sum += a;
            squares += a * a;
        }

        return Math.Clamp(1 / (shares + (sum * sum) - squares), 1, count - 1);
    }

    private sealed class Arm
    {
        private readonly ClusteredValues? cost;
        private readonly LatencyValues? latency;
        private readonly ArmMoney money;
        private readonly bool median, tail;

        public Arm(ArmEvidence evidence, Dictionary<string, int> index, int clusters, bool ruledOut, Circumstances at)
        {
            Scores = new ClusteredValues([.. evidence.Scores.Where(s => s.Value is not null).OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Value!.Value, index[s.Key]))], clusters);
            cost = evidence.Cost.Count == 0 ? null : new ClusteredValues([.. evidence.Cost.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Value, index[s.Key]))], clusters);
            latency = evidence.LatencyMs.Count == 0 ? null : new LatencyValues(evidence.LatencyMs.Select(s => (s.Value, index[s.Key])));
            money = evidence.Money;
            median = double.IsFinite(at.LatencyP50);
            tail = double.IsFinite(at.LatencyP99) && latency?.Count >= Percentiles.LeastForP99;
            Measured = Figures(new double[clusters], 0, 0, ruledOut);
            Measured = WithMoney(Measured, money.Draws.IsEmpty
                ? new MoneyDraw(money.Build.Mean, money.Retraining.Mean, money.Monthly.Mean, money.PerQuery.Mean, money.Assumed.Mean)
                : new MoneyDraw(money.Draws.Average(m => m.Build), money.Draws.Average(m => m.Retraining), money.Draws.Average(m => m.Monthly), money.Draws.Average(m => m.PerQuery), money.Draws.Average(m => m.Assumed)));
        }

        public ClusteredValues Scores { get; }

        public ArmFigures Measured { get; }

        public ArmFigures Draw(double[] weights, double reach, Draws random, int d) => WithMoney( Figures(weights, reach, random.HalfSquare(), Measured.IsRuledOut), money.Draws.IsEmpty
            ? new MoneyDraw(money.Build.Quantile(random.Uniform()), money.Retraining.Quantile(random.Uniform()), money.Monthly.Quantile(random.Uniform()), money.PerQuery.Quantile(random.Uniform()), money.Assumed.Quantile(random.Uniform()))
            : money.Draws[d % money.Draws.Length]);

        private ArmFigures WithMoney(ArmFigures figures, MoneyDraw of) => figures with
        {
            Build = of.Build, Retraining = of.Retraining, Monthly = of.Monthly, PerQuery = of.PerQuery, Assumed = of.Assumed, RetrainingIsAssumed = money.RetrainingIsAssumed,
        };

        private ArmFigures Figures(double[] weights, double reach, double unseen, bool ruledOut)
        {
            double total = latency?.Weight(weights) ?? 0;

            // Wider by the same reach as the means, on the scale of logarithms.
            double? Latency(double share, double? measured)
            {
                double? drawn = latency?.Percentile(share, weights, total, unseen);
                return measured > 0 && drawn > 0 ? measured * Math.Pow(drawn.Value / measured.Value, reach) : drawn;
            }

            return new ArmFigures
            {
                Score = Math.Clamp(Scores.Mean + (reach * Scores.Move(weights)), 0, 1),
                CostPerQuestion = cost is null ? null : Math.Max(0, cost.Mean + (reach * cost.Move(weights))),
                P50Ms = median ? Latency(0.5, Measured.P50Ms) : null,
                P95Ms = latency is null ? null : Latency(0.95, Measured.P95Ms),
                P99Ms = tail ? Latency(0.99, Measured.P99Ms) : null,
                IsRuledOut = ruledOut,
            };
        }
    }
}
