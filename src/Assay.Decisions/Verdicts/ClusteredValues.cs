namespace Assay.Decisions.Verdicts;

/// <summary>Mean of values by question and how it moves with the weights of the clusters.</summary>
/// <remarks>
/// A resample weights cluster g with w(g) of mean 1. The mean moves by Σ (w(g) − 1)·e(g), e(g) = (S(g) − n(g)·m) / (N·√(1 − n(g)/N)): with the residuals of CR2 (Bell and McCaffrey 2002) the spread of the resamples is
/// that of the intervals in <see cref="Assay.Evaluation.Statistics.Clustered"/>.
/// </remarks>
internal sealed class ClusteredValues
{
    private readonly double[] moves;

    /// <summary>Adds up.</summary>
    /// <param name="values">Value and cluster of every question that has one; at least one.</param>
    /// <param name="clusters">Number of clusters.</param>
    public ClusteredValues(IReadOnlyCollection<(double Value, int Cluster)> values, int clusters)
    {
        moves = new double[clusters];
        int[] sizes = new int[clusters];
        foreach ((double value, int cluster) in values)
        {
            Mean += value / values.Count;
            sizes[cluster]++;
        }

        double n = values.Count;
        foreach ((double value, int cluster) in values) moves[cluster] += (value - Mean) / n;
        for (int g = 0; g < clusters; g++)
        {
            double share = sizes[g] / n;
            moves[g] = share < 1 ? moves[g] / Math.Sqrt(1 - share) : 0;
        }
    }

    /// <summary>The mean of the values.</summary>
    public double Mean { get; }

    /// <summary>How far a resample moves the mean.</summary>
    /// <param name="weights">Weight of each cluster less 1.</param>
    public double Move(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (int g = 0; g < moves.Length; g++) sum += weights[g] * moves[g];
        return sum;
    }

    /// <summary>Covariance of two means (CR2): Σ e(g)·e′(g).</summary>
    /// <param name="other">Of another arm, with the same clusters.</param>
    public double Covariance(ClusteredValues other)
    {
        double sum = 0;
        for (int g = 0; g < moves.Length; g++) sum += moves[g] * other.moves[g];
        return sum;
    }
}
