namespace Assay.Decisions.Verdicts;

/// <summary>Latencies of an arm in ascending order, whose percentiles move with the weights of the clusters.</summary>
internal sealed class LatencyValues
{
    private const double Slack = 1e-9;
    private readonly double[] sorted;
    private readonly int[] cluster;

    /// <summary>Sorts.</summary>
    /// <param name="values">Milliseconds and cluster of every answered question; at least one.</param>
    public LatencyValues(IEnumerable<(double Ms, int Cluster)> values)
    {
        (double Ms, int Cluster)[] all = [.. values.OrderBy(v => v.Ms).ThenBy(v => v.Cluster)];
        sorted = [.. all.Select(v => v.Ms)];
        cluster = [.. all.Select(v => v.Cluster)];
    }

    /// <summary>Answers.</summary>
    public int Count => sorted.Length;

    /// <summary>Total weight of the answers.</summary>
    /// <param name="weights">Weight of each cluster less 1.</param>
    public double Weight(ReadOnlySpan<double> weights)
    {
        double sum = cluster.Length;
        foreach (int g in cluster) sum += weights[g];
        return sum;
    }

    /// <summary>The smallest latency at or below which the given share of the weight lies: with equal weights the percentile by nearest rank.</summary>
    /// <param name="share">In (0, 1).</param>
    /// <param name="weights">Weight of each cluster less 1.</param>
    /// <param name="total"><see cref="Weight"/>.</param>
    /// <param name="unseen">Weight of latencies beyond those seen, above them and as much below.</param>
    public double Percentile(double share, ReadOnlySpan<double> weights, double total, double unseen)
    {
        double room = ((1 - share) * (total + (2 * unseen))) + (Slack * total), above = unseen;
        int i = sorted.Length - 1;
        for (; i > 0; i--)
        {
            above += 1 + weights[cluster[i]];
            if (above > room) break;
        }

        return sorted[i];
    }
}
