using System.Globalization;
using Assay.Benchmarks.Peers;
using Assay.Benchmarks.Reports;
using Assay.Numerics.Matrices;
using Assay.Numerics.Parallel;

namespace Assay.Benchmarks.Kernels;

/// <summary>Products of one row and of a few with matrices beyond the caches: what generating a token does with every weight.</summary>
/// <param name="peer">The probe of the bandwidth.</param>
/// <param name="rounds">Rounds to take.</param>
internal sealed class GemvComparison(PeerProcess peer, int rounds)
{
    private const int Times = 4;

    private static readonly (int Outputs, int Inputs)[] Sizes = [(49152, 576), (8192, 4096)];
    private static readonly int[] Rows = [1, 4];

    /// <summary>Measures and writes.</summary>
    public void Measure(MarkdownReport report)
    {
        report.Say("## Matrix-vector products\n\nMatrices beyond the caches; GB/s of weights, and their share of what the same number of threads reads when they only sum memory (256 MiB each).");
        List<string[]> table = [];
        foreach ((int outputs, int inputs) in Sizes)
        {
            float[] values = Turn.Values(3, outputs * inputs);
            foreach (WeightForm form in WeightForm.All)
            {
                using IWeightMatrix weights = form.Make(values, outputs, inputs);
                foreach (int threads in new[] { 1, 2 })
                {
                    using var team = new WorkerTeam(threads);
                    foreach (int rows in Rows)
                    {
                        Console.Error.WriteLine($"{form.Name} {outputs} x {inputs}, {rows} rows, {threads} threads");
                        table.Add(Row(form, weights, rows, team));
                    }
                }
            }
        }

        report.Table(["weights", "threads", "rows", "MB", "bandwidth GB/s", "GB/s", "share"], table);
    }

    private string[] Row(WeightForm form, IWeightMatrix weights, int rows, WorkerTeam team)
    {
        float[] x = Turn.Values(4, rows * weights.Inputs), y = new float[rows * weights.Outputs];
        List<double> reads = [], rates = [], shares = [];
        for (int round = 0; round < rounds; round++)
        {
            Turn.Wait();
            double read = peer.Measure("read", team.Threads.ToString(CultureInfo.InvariantCulture))[0];
            double rate = weights.LengthBytes / Turn.Seconds(Times, () => weights.Multiply(x, rows, y, team)) / 1e9;
            reads.Add(read);
            rates.Add(rate);
            shares.Add(rate / read);
        }

        return
        [
            $"{form.Name} {weights.Outputs} x {weights.Inputs}", team.Threads.ToString(CultureInfo.InvariantCulture), rows.ToString(CultureInfo.InvariantCulture),
            (weights.LengthBytes / 1e6).ToString("0", CultureInfo.InvariantCulture), Rounds.Median([.. reads]).ToString("0.0", CultureInfo.InvariantCulture),
            Rounds.Median([.. rates]).ToString("0.0", CultureInfo.InvariantCulture), Turn.Spread(shares),
        ];
    }
}
