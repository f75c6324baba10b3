using System.Diagnostics;
using System.Globalization;
using Assay.Benchmarks.Peers;
using Assay.Benchmarks.Reports;
using Assay.Numerics.Parallel;
using Assay.Numerics.Quantized;
using Assay.Numerics.Quantized.Reference;
using Assay.Text;

namespace Assay.Benchmarks.Kernels;

/// <summary>Products with quantised weights at the shapes of a small decoder: speed of a prompt, and bandwidth of single tokens over matrices that no cache holds.</summary>
internal static class QuantizedVerb
{
    private const int Rounds = 5;
    private const long BeyondCacheBytes = 160L << 20;

    private static readonly (int Outputs, int Inputs)[] Shapes = [(1536, 576), (576, 1536), (49152, 576)];

    /// <summary>Runs the measurement.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 1, "quantized PEERS [REPORT.md]");
        using PeerProcess probe = PeerProcess.Start(PeerFolder.Open(args[0]).Program("probe"));
        using var all = new WorkerTeam(Environment.ProcessorCount);
        var report = new MarkdownReport("Products with quantised weights", "dotnet run -c Release --project bench/Assay.Benchmarks -- quantized PEERS docs/benchmarks/quantized.md", TimeProvider.System);
        List<(double Flops, double Bandwidth)> probes = [];
        List<string[]> prompts = [], tokens = [];
        foreach (QuantizedFormat format in (QuantizedFormat[])[QuantizedFormat.Q8, QuantizedFormat.Q4])
        {
            foreach ((int outputs, int inputs) in Shapes)
            {
                prompts.AddRange(Measure(format, outputs, inputs, [512], 1, all, probe, probes));
                tokens.AddRange(Measure(format, outputs, inputs, [1, 2, 4, 8], BeyondCacheBytes, all, probe, probes));
            }
        }

        string[] header = ["weights", "rows", "threads", "Gop/s", "of the f32 peak of one thread", "GB/s", "of the read bandwidth of one thread"];
        report.Say("A prompt of 512 tokens; weights in cache. An operation is a multiplication or an addition.");
        report.Table(header, prompts);
        report.Say("Few tokens; as many matrices in turn as take 160 MiB.");
        report.Table(header, tokens);
        report.Say(ProbeFigures.Sentence(probes));
        report.Finish(args.Length > 1 ? args[1] : null);
    }

    private static List<string[]> Measure(QuantizedFormat format, int outputs, int inputs, int[] rowCounts, long bytes, WorkerTeam all, PeerProcess probe, List<(double Flops, double Bandwidth)> probes)
    {
        QuantizedMatrix[] matrices = Make(format, outputs, inputs, bytes, all);
        List<string[]> lines = [];
        foreach (int rows in rowCounts)
        {
            var x = new float[rows * inputs];
            for (int i = 0; i < x.Length; i++) x[i] = MathF.Sin(i);
            var y = new float[rows * outputs];
            foreach (WorkerTeam team in (WorkerTeam[])[WorkerTeam.One, all])
            {
                (double flops, double bandwidth) = probe.Probe();
                probes.Add((flops, bandwidth));
                double seconds = Seconds(matrices, x, rows, y, team) / matrices.Length;
                double speed = 2.0 * rows * outputs * inputs / seconds / 1e9, read = matrices[0].LengthBytes / seconds / 1e9;
                lines.Add([string.Create(CultureInfo.InvariantCulture, $"{format} {outputs} x {inputs}"), Text(rows), Text(team.Threads), Text(speed), Text(speed / flops, 2), Text(read, 1), Text(read / bandwidth, 2)]);
            }
        }

        foreach (QuantizedMatrix matrix in matrices) matrix.Dispose();
        return lines;
    }

    // The first product is checked against the reference: a fast wrong kernel is no kernel.
    private static QuantizedMatrix[] Make(QuantizedFormat format, int outputs, int inputs, long bytes, WorkerTeam team)
    {
        var weights = new float[outputs * inputs];
        for (int i = 0; i < weights.Length; i++) weights[i] = MathF.Sin(1.7f * i) / 20;
        var blocks = new byte[BlockLayout.LengthBytes(format, weights.Length)];
        BlockQuantizer.Quantize(format, weights, blocks);
        QuantizedMatrix first = QuantizedMatrix.FromBlocks(format, outputs, inputs, blocks, team);
        float[] x = weights[..inputs], expected = new float[outputs], actual = new float[outputs];
        ScalarQuantizedProduct.Multiply(format, blocks, x, inputs, expected);
        first.Multiply(x, 1, actual, team);
        if (!expected.AsSpan().SequenceEqual(actual)) throw new InputException(new Problem("", null, $"{format} {outputs} x {inputs} differs from its reference."));
        int count = (int)Math.Max(1, bytes / first.LengthBytes);
        return [first, .. Enumerable.Range(1, count - 1).Select(_ => QuantizedMatrix.FromBlocks(format, outputs, inputs, blocks, team))];
    }

    // The median of rounds of at least a tenth of a second, after one that is not counted.
    private static double Seconds(QuantizedMatrix[] matrices, float[] x, int rows, float[] y, WorkerTeam team)
    {
        var seconds = new double[Rounds + 1];
        for (int round = 0; round <= Rounds; round++)
        {
            int times = 0;
            long started = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(started).TotalSeconds < 0.1)
            {
                foreach (QuantizedMatrix matrix in matrices) matrix.Multiply(x, rows, y, team);
                times++;
            }

            seconds[round] = Stopwatch.GetElapsedTime(started).TotalSeconds / times;
        }

        return Reports.Rounds.Median(seconds[1..]);
    }

    private static string Text(double value, int digits = 0) => value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
