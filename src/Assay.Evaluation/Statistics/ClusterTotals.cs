namespace Assay.Evaluation.Statistics;

/// <summary>Totals of values by cluster, and what follows from them for the mean.</summary>
internal sealed class ClusterTotals
{
    private readonly List<double> sums = [];
    private readonly List<int> sizes = [];

    /// <summary>Adds up.</summary>
    /// <param name="values">In a fixed order.</param>
    /// <param name="clusters">Cluster by id; without one an id is a cluster of its own.</param>
    public ClusterTotals((string Id, double Value)[] values, IReadOnlyDictionary<string, string>? clusters)
    {
        N = values.Length;
        Dictionary<string, int> index = new(StringComparer.Ordinal);
        foreach ((string id, double value) in values)
        {
            int cluster = sums.Count;
            if (clusters is not null && clusters.TryGetValue(id, out string? name) && !index.TryAdd(name, cluster)) cluster = index[name];
            if (cluster == sums.Count)
            {
                sums.Add(0);
                sizes.Add(0);
            }

            sums[cluster] += value;
            sizes[cluster]++;
            Total += value;
        }

        foreach ((_, double value) in values) SumOfSquares += (value - Mean) * (value - Mean);
        Correlation = Correlated();
    }

    /// <summary>Values.</summary>
    public int N { get; }

    /// <summary>Clusters.</summary>
    public int Count => sums.Count;

    /// <summary>Their mean; 0 without values.</summary>
    public double Mean => N == 0 ? 0 : Total / N;

    /// <summary>Sum of squared distances from the mean.</summary>
    public double SumOfSquares { get; }

    /// <summary>Correlation within clusters by analysis of variance: (B − W) / (B + (n₀ − 1) W), with B and W the mean squares between and within.</summary>
    public double? Correlation { get; }

    private double Total { get; }

    /// <summary>CR2 variance of the mean; null below two clusters.</summary>
    public double? VarianceOfMean()
    {
        if (Count < 2) return null;
        double sum = 0;
        for (int g = 0; g < Count; g++)
        {
            double residual = sums[g] - (sizes[g] * Mean);
            sum += residual * residual / (1 - Share(g));
        }

        return SumOfSquares == 0 ? 0 : sum / ((double)N * N);
    }

    /// <summary>Satterthwaite's degrees of freedom: (tr P)² / tr P² for the covariance P of the adjusted residuals when questions of a cluster correlate as they seem to.</summary>
    /// <returns>From 1 to clusters − 1; null below two clusters.</returns>
    public double? DegreesOfFreedom()
    {
        if (Count < 2) return null;
        double correlation = Math.Clamp(Correlation ?? 0, 0, 1), total = 0;
        for (int g = 0; g < Count; g++) total += Variance(g, correlation);

        // P(g,k) = w(g) w(k) (v(g)[g = k] − h(k) v(g) − h(g) v(k) + h(g) h(k) V), w² = 1 / (1 − h): the sum of all squares falls apart into sums over single clusters.
        double trace = 0, squares = 0, hh = 0, hv = 0, vv = 0;
        for (int g = 0; g < Count; g++)
        {
            double h = Share(g), v = Variance(g, correlation), weight = 1 / (1 - h), off = (h * h * total) - (2 * h * v), all = v + off;
            trace += weight * all;
            squares += weight * weight * ((all * all) - (off * off));
            hh += weight * h * h;
            hv += weight * h * v;
            vv += weight * v * v;
        }

        double crossed = (2 * hh * vv) + (2 * hv * hv) + (total * total * hh * hh) - (4 * total * hh * hv);
        return Math.Clamp(trace * trace / (squares + crossed), 1, Count - 1);
    }

    private double? Correlated()
    {
        if (Count < 2 || Count == N || SumOfSquares == 0) return null;
        double between = 0, squares = 0;
        for (int g = 0; g < Count; g++)
        {
            double distance = (sums[g] / sizes[g]) - Mean;
            between += sizes[g] * distance * distance;
            squares += (double)sizes[g] * sizes[g];
        }

        double perCluster = (N - (squares / N)) / (Count - 1), within = Math.Max(0, SumOfSquares - between) / (N - Count);
        between /= Count - 1;
        return (between - within) / (between + ((perCluster - 1) * within));
    }

    private double Share(int cluster) => (double)sizes[cluster] / N;

    private double Variance(int cluster, double correlation) => sizes[cluster] + (sizes[cluster] * (sizes[cluster] - 1.0) * correlation);
}
