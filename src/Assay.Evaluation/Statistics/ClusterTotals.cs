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

    /// <summary>Total of each cluster, in the order of their first values.</summary>
    public IReadOnlyList<double> Sums => sums;

    /// <summary>Their mean; 0 without values.</summary>
    public double Mean => N == 0 ? 0 : Total / N;

    /// <summary>Sum of squared distances from the mean.</summary>
    public double SumOfSquares { get; }

    /// <summary>Correlation within clusters by analysis of variance: (B − W) / (B + (n₀ − 1) W), with B and W the mean squares between and within.</summary>
    public double? Correlation { get; }

    private double Total { get; }

    /// <summary>Standard deviation of the sizes of the clusters divided by their mean.</summary>
    public double SizeVariation
    {
        get
        {
            double mean = (double)N / Count;
            return Math.Sqrt(sizes.Sum(n => (n - mean) * (n - mean)) / Count) / mean;
        }
    }

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

    /// <summary>Satterthwaite's degrees of freedom of that variance for independent questions: (tr P)² / tr P², P the covariance of the adjusted residuals.</summary>
    /// <returns>1 / (Σ h² + (Σ a)² − Σ a²), with h = n(g)/N and a = h² / (1 − h); from 1 to clusters − 1. Null below two clusters.</returns>
    public double? DegreesOfFreedom()
    {
        if (Count < 2) return null;
        double shares = 0, sum = 0, squares = 0;
        for (int g = 0; g < Count; g++)
        {
            double h = Share(g), a = h * h / (1 - h);
            shares += h * h;
            sum += a;
            squares += a * a;
        }

        return Math.Clamp(1 / (shares + (sum * sum) - squares), 1, Count - 1);
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
}
