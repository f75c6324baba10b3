using System.Globalization;
using Assay.Benchmarks.Peers;
using Assay.Benchmarks.Reports;
using Assay.Numerics.Matrices;
using Assay.Numerics.Parallel;

namespace Assay.Benchmarks.Kernels;

/// <summary>Products of one row and of a few with matrices that no cache holds: what generating a token does with every weight.</summary>
/// <param name="peer">The probe of the bandwidth.</param>
/// <param name="rounds">Rounds to take.</param>
internal sealed class GemvComparison(PeerProcess peer, int rounds)
{
    // Matrices in turn: so many that none is still in a cache when its turn comes again.
    private const long BeyondCacheBytes = 160L << 20;

    // Two processors read 50 or 80 GB/s together, which changes within seconds by where the machine's owner lets them run: short rounds, and more of them than of the others.
    private const int RoundsForEach = 3;

    private static readonly (int Outputs, int Inputs)[] Sizes = [(49152, 576), (8192, 4096), (1536, 576)];
    private static readonly int[] Rows = [1, 4];

    /// <summary>Measures and writes.</summary>
    public void Measure(MarkdownReport report)
    {
        report.Say("## Matrix-vector products\n\nOne row and four, as many matrices in turn as take 160 MiB; GB/s of weights, and their share of what the same number of threads reads when they only sum memory (256 MiB each).");
        List<string[]> table = [];
        foreach ((int outputs, int inputs) in Sizes)
        {
            float[] values = Turn.Values(3, outputs * inputs);
            foreach (WeightForm form in WeightForm.All)
            {
                IWeightMatrix[] weights = Make(form, values, outputs, inputs);
                foreach (int threads in new[] { 1, 2 })
                {
                    using var team = new WorkerTeam(threads);
                    foreach (int rows in Rows)
                    {
                        Console.Error.WriteLine($"{form.Name} {outputs} x {inputs}, {rows} rows, {threads} threads");
                        table.Add(Row(form, weights, rows, team));
                    }
                }

                foreach (IWeightMatrix matrix in weights) matrix.Dispose();
            }
        }

        report.Table(["weights", "threads", "rows", "MB", "bandwidth GB/s", "GB/s", "share"], table);
    }

    private static IWeightMatrix[] Make(WeightForm form, float[] values, int outputs, int inputs)
    {
        List<IWeightMatrix> matrices = [];
        long bytes = 0;
        do
        {
            matrices.Add(form.Make(values, outputs, inputs));
            bytes += matrices[^1].LengthBytes;
        }
        while (bytes < BeyondCacheBytes);

        return [.. matrices];
    }

    private string[] Row(WeightForm form, IWeightMatrix[] weights, int rows, WorkerTeam team)
    {
        float[] x = Turn.Values(4, rows * weights[0].Inputs), y = new float[rows * weights[0].Outputs];
        List<double> reads = [], rates = [], shares = [];
        for (int round = 0; round < RoundsForEach * rounds; round++)
        {
            Turn.Wait();
            double read = peer.Measure("read", team.Threads.ToString(CultureInfo.InvariantCulture))[0];
            double rate = weights.Sum(w => w.LengthBytes) / Turn.Seconds(1, All) / 1e9;
            reads.Add(read);
            rates.Add(rate);
            shares.Add(rate / read);
        }

        return
        [
            $"{form.Name} {weights[0].Outputs} x {weights[0].Inputs}", team.Threads.ToString(CultureInfo.InvariantCulture), rows.ToString(CultureInfo.InvariantCulture),
            (weights[0].LengthBytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture), Rounds.Median([.. reads]).ToString("0.0", CultureInfo.InvariantCulture),
            Rounds.Median([.. rates]).ToString("0.0", CultureInfo.InvariantCulture), Turn.Spread(shares),
        ];

        void All()
        {
            foreach (IWeightMatrix matrix in weights) matrix.Multiply(x, rows, y, team);
        }
    }
}
