namespace Assay.Evaluation.Statistics;

/// <summary>Means and paired differences over questions that come in clusters, one per source document.</summary>
/// <remarks>
/// Questions from one document share its difficulty, so they say less than as many independent ones. With cluster totals S(g) of n(g) of N values and mean m, the
/// variance of the mean is Σ (S(g) − n(g)·m)² / (1 − n(g)/N) / N²: the cluster-robust estimate CR2 of Bell and McCaffrey (2002) for a mean, unbiased for independent questions.
/// Its degrees of freedom are Satterthwaite's for independent questions, as they proposed: under the correlation seen they are fewer, and in the A/A runs (docs/benchmarks/statistics.md)
/// alarms were then three times too rare where documents have very different numbers of questions. Closed forms: no seed, and the same whatever the order. With one question a cluster it is the t test of the mean.
/// </remarks>
public static class Clustered
{
    private const double Alpha = 0.05;

    /// <summary>The mean of one arm, with a score interval that stays in [0, 1].</summary>
    /// <param name="scores">By question id, in [0, 1]; null where missing.</param>
    /// <param name="clusters">Cluster of a question by its id; a question without one is a cluster of its own. Null: all are.</param>
    /// <returns>Mean, interval and counts.</returns>
    /// <remarks>
    /// The interval is Wilson's for n* = m(1−m)/SE² questions with the t quantile (Dean and Pagano 2015): wider towards the middle, right also near 0 and 1. Without any spread, or with one cluster, n* is the number of clusters.
    /// </remarks>
    public static ClusteredEstimate Mean(IReadOnlyDictionary<string, double?> scores, IReadOnlyDictionary<string, string>? clusters = null)
    {
        (string Id, double Value)[] known = [.. PairedScores.Of(scores, scores, out int missing).Select(s => (s.Id, s.A))];
        ClusteredEstimate estimate = Estimate(known, missing, clusters);
        return estimate with { Interval = ScoreInterval(estimate) };
    }

    /// <summary>The paired difference of two arms, A − B.</summary>
    /// <param name="a">Scores of arm A by question id, in [0, 1]; null where missing.</param>
    /// <param name="b">Scores of arm B by question id. A question that only one arm has counts as missing in the other.</param>
    /// <param name="clusters">Cluster of a question by its id; a question without one is a cluster of its own. Null: all are.</param>
    /// <returns>Mean difference, interval and counts; B minus A is A minus B turned round.</returns>
    public static ClusteredEstimate Difference(IReadOnlyDictionary<string, double?> a, IReadOnlyDictionary<string, double?> b, IReadOnlyDictionary<string, string>? clusters = null)
    {
        (string Id, double Value)[] differences = [.. PairedScores.Of(a, b, out int missing).Select(p => (p.Id, p.A - p.B))];
        ClusteredEstimate estimate = Estimate(differences, missing, clusters);
        return estimate with { Interval = DifferenceInterval(estimate) };
    }

    private static ClusteredEstimate Estimate((string Id, double Value)[] values, int missing, IReadOnlyDictionary<string, string>? clusters)
    {
        var groups = new ClusterTotals(values, clusters);
        if (groups.N == 0) return new ClusteredEstimate { N = 0, Missing = missing, Clusters = 0 };
        double? variance = groups.N < 2 ? null : groups.SumOfSquares / (groups.N - 1), error = groups.VarianceOfMean();
        return new ClusteredEstimate
        {
            Mean = groups.Mean,
            StandardError = error is null ? null : Math.Sqrt(error.Value),
            DegreesOfFreedom = groups.DegreesOfFreedom(),
            StandardDeviation = variance is null ? null : Math.Sqrt(variance.Value),
            DesignEffect = variance > 0 && error is not null ? error * groups.N / variance : null,
            Correlation = groups.Correlation,
            SizeVariation = groups.SizeVariation,
            N = groups.N,
            Missing = missing,
            Clusters = groups.Count,
        };
    }

    private static Interval? ScoreInterval(ClusteredEstimate e)
    {
        if (e.Mean is not { } mean) return null;
        double error = e.StandardError ?? 0, t = e.DegreesOfFreedom is { } degrees ? StudentT.Quantile(Alpha / 2, degrees) : Normal.Quantile(1 - (Alpha / 2)), questions = error > 0 ? mean * (1 - mean) / (error * error) : e.Clusters;
        double scale = 1 + (t * t / questions), centre = mean + (t * t / (2 * questions));
        double half = t * Math.Sqrt((mean * (1 - mean) / questions) + (t * t / (4 * questions * questions)));
        return new Interval(mean == 0 ? 0 : Math.Max(0, (centre - half) / scale), mean == 1 ? 1 : Math.Min(1, (centre + half) / scale));
    }

    // Where all differences are equal, or from one cluster, a share of up to 1 − 0.025^(1/clusters) of other questions may still come out the other way, by as much as scores can differ.
    private static Interval? DifferenceInterval(ClusteredEstimate e)
    {
        if (e.Mean is not { } mean) return null;
        double error = e.StandardError ?? 0, unseen = error > 0 ? 0 : 1 - Math.Pow(Alpha / 2, 1.0 / e.Clusters);
        double half = error > 0 ? StudentT.Quantile(Alpha / 2, e.DegreesOfFreedom!.Value) * error : unseen;
        double centre = mean * (1 - unseen);
        return new Interval(Math.Max(-1, centre - half), Math.Min(1, centre + half));
    }
}
