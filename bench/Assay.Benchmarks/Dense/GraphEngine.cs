using System.Diagnostics;
using System.Globalization;
using Assay.Benchmarks.Peers;
using Assay.Benchmarks.Reports;
using Assay.Retrieval.Dense;

namespace Assay.Benchmarks.Dense;

/// <summary>A graph index that trades recall for speed by an effort: Assay's or the peer's.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Time">Microseconds of every query at an effort.</param>
/// <param name="Find">The ten best rows of every query at an effort.</param>
internal sealed record GraphEngine(string Name, Func<int, double[]> Time, Func<int, IReadOnlyList<IReadOnlyCollection<int>>> Find)
{
    private static readonly int[] Efforts = [10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 64, 80, 96, 128, 160, 192, 256, 384, 512, 768];

    /// <summary>Recall and rounds at one effort.</summary>
    internal sealed record Point(int Effort, double Recall)
    {
        /// <summary>Its rounds so far.</summary>
        public Rounds Rounds { get; } = new();

        /// <summary>Queries a second, from every query's median.</summary>
        public double Rate => 1e6 / Rounds.MeanOfMedians();
    }

    /// <summary>Assay's index.</summary>
    public static GraphEngine Of(DenseIndex index, VectorSet set) => new(
        "Assay",
        effort => TimeAll(set, q => index.Search(set.Query(q), Truth.K, filter: null, effort)),
        effort => [.. Enumerable.Range(0, set.QueryCount).Select(q => Rows(index.Search(set.Query(q), Truth.K, filter: null, effort)))]);

    /// <summary>The peer.</summary>
    public static GraphEngine Of(PeerProcess peer) => new(
        $"{peer.Name} {peer.Version}",
        effort => peer.Time(effort.ToString(CultureInfo.InvariantCulture)),
        effort => [.. peer.Top(effort.ToString(CultureInfo.InvariantCulture)).Select(t => (IReadOnlyCollection<int>)t)]);

    /// <summary>Microseconds of every query.</summary>
    public static double[] TimeAll(VectorSet set, Action<int> search)
    {
        double[] microseconds = new double[set.QueryCount];
        for (int q = 0; q < microseconds.Length; q++)
        {
            long started = Stopwatch.GetTimestamp();
            search(q);
            microseconds[q] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        return microseconds;
    }

    /// <summary>The rows of the ten best hits; a chunk's row id is the vector's number here.</summary>
    public static IReadOnlyCollection<int> Rows(IReadOnlyList<DenseHit> hits) => [.. hits.Take(Truth.K).Select(h => checked((int)h.Row))];

    /// <summary>The two neighbouring efforts whose recalls enclose a target.</summary>
    /// <param name="truth">The true neighbours.</param>
    /// <param name="target">Recall wanted.</param>
    /// <exception cref="InvalidDataException">No effort reaches it.</exception>
    public (Point Below, Point Above) Bracket(int[][] truth, double target)
    {
        Point? below = null;
        foreach (int effort in Efforts)
        {
            var point = new Point(effort, Truth.Recall(truth, Find(effort)));
            if (point.Recall >= target) return (below ?? point, point);
            below = point;
        }

        throw new InvalidDataException($"{Name} reaches a recall of {below!.Recall:0.000} at most; {target:0.00} is wanted.");
    }

    /// <summary>Queries a second at a recall, interpolated in recall between two efforts.</summary>
    public static double RateAt(Point below, Point above, double target)
    {
        if (above.Recall <= below.Recall) return above.Rate;
        double share = (target - below.Recall) / (above.Recall - below.Recall);
        return Math.Exp(Math.Log(below.Rate) + (share * (Math.Log(above.Rate) - Math.Log(below.Rate))));
    }
}
