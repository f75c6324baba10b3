namespace Assay.Tests.Decisions.Verdicts.Synthetic;

/// <summary>Probabilities beside what came true, in ten bins of equal width.</summary>
internal sealed class Reliability
{
    private const int Bins = 10;
    private readonly double[] stated = new double[Bins], came = new double[Bins];
    private readonly int[] counts = new int[Bins];

    /// <summary>Probabilities seen.</summary>
    public int Count => counts.Sum();

    /// <summary>Expected calibration error: mean over all of |share that came true − mean probability| of the bin they fall in.</summary>
    public double Error => Enumerable.Range(0, Bins).Sum(b => Math.Abs(came[b] - stated[b])) / Math.Max(1, Count);

    /// <summary>Adds one.</summary>
    public void Add(double probability, bool isTrue)
    {
        int bin = Math.Min(Bins - 1, (int)(probability * Bins));
        stated[bin] += probability;
        came[bin] += isTrue ? 1 : 0;
        counts[bin]++;
    }

    /// <summary>Bins that hold something: range, number, mean probability, share that came true.</summary>
    public IEnumerable<(double From, int Count, double Stated, double Came)> Table() =>
        Enumerable.Range(0, Bins).Where(b => counts[b] > 0).Select(b => ((double)b / Bins, counts[b], stated[b] / counts[b], came[b] / counts[b]));
}
