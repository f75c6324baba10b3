using System.Globalization;
using Assay.Benchmarks.Peers;
using Assay.Benchmarks.Reports;
using Assay.Numerics.Matrices;
using Assay.Numerics.Matrices.Reference;
using Assay.Numerics.Parallel;

namespace Assay.Benchmarks.Kernels;

/// <summary>Float matrix products <c>x · Wᵀ</c> at the shapes of small transformers, with weights packed before and in the call, beside OpenBLAS.</summary>
/// <param name="peer">OpenBLAS and the probes.</param>
/// <param name="rounds">Rounds to take.</param>
internal sealed class GemmComparison(PeerProcess peer, int rounds)
{
    private const double TurnFlops = 6e9;

    private static readonly int[] Rows = [128, 256, 512];
    private static readonly (int Columns, int Depth)[] Weights = [(384, 384), (576, 576), (1536, 384), (384, 1536), (1536, 576), (576, 1536)];

    private sealed class Figures
    {
        public List<double> Peer { get; } = [];

        public List<double> Packed { get; } = [];

        public List<double> PackedRatio { get; } = [];

        public List<double> CallRatio { get; } = [];

        public List<double> Share { get; } = [];
    }

    /// <summary>Measures and writes.</summary>
    public void Measure(MarkdownReport report)
    {
        report.Say($"## Matrix products\n\nFloat, `C[M, N] = A[M, K] · B[N, K]ᵀ`, beside {peer.Name} {peer.Version} (OpenMP). *Packed*: the weights B were laid out beforehand, as models do; *in the call*: every call packs them, as OpenBLAS does. Peak: fused multiply-adds of the same number of threads.");
        foreach (int threads in new[] { 1, 2 })
        {
            using var team = new WorkerTeam(threads);
            List<string[]> table = [];
            List<double> packed = [], call = [];
            foreach (int rows in Rows)
            {
                foreach ((int columns, int depth) in Weights)
                {
                    Console.Error.WriteLine($"{rows} x {columns} x {depth}, {threads} threads");
                    Figures f = Shape(new GemmShape(rows, columns, depth, GemmForm.TransposedB), team);
                    table.Add([$"{rows} x {columns} x {depth}", Turn.Whole(f.Peer), Turn.Whole(f.Packed), Turn.Spread(f.PackedRatio), Turn.Spread(f.CallRatio), Turn.Spread(f.Share)]);
                    packed.Add(Rounds.Median([.. f.PackedRatio]));
                    call.Add(Rounds.Median([.. f.CallRatio]));
                }
            }

            report.Say($"{threads} thread{(threads == 1 ? "" : "s")}:");
            report.Table(["M x N x K", $"{peer.Name} GF/s", "packed GF/s", "packed / peer", "in the call / peer", "packed / peak"], table);
            report.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"Packed: **{packed.Average():0.00} times** the peer in the mean, {packed.Min():0.00} at the worst shape; packing in the call: {call.Average():0.00} and {call.Min():0.00}."));
        }
    }

    private Figures Shape(GemmShape shape, WorkerTeam team)
    {
        float[] a = Turn.Values(1, shape.Rows * shape.Depth), b = Turn.Values(2, shape.Columns * shape.Depth), c = new float[shape.Rows * shape.Columns];
        using var weights = new PackedMatrix(b, shape.Columns, shape.Depth);
        Check(shape, a, b, weights, team);
        double flops = 2.0 * shape.Rows * shape.Columns * shape.Depth;
        int times = (int)(TurnFlops * team.Threads / flops) + 1;
        string question = string.Create(CultureInfo.InvariantCulture, $"{shape.Rows} {shape.Columns} {shape.Depth} {team.Threads} {times}");
        var figures = new Figures();
        for (int round = 0; round < rounds; round++)
        {
            Turn.Wait();
            double peak = peer.Measure("flops", team.Threads.ToString(CultureInfo.InvariantCulture))[0];
            double packed = flops / Turn.Seconds(times, () => weights.Multiply(a, shape.Rows, c, team)) / 1e9;
            Turn.Wait();
            double theirs = flops / peer.Measure("gemm", question)[0] / 1e9;
            double call = flops / Turn.Seconds(times, () => Gemm.Multiply(shape, a, b, c, accumulate: false, team)) / 1e9;
            figures.Peer.Add(theirs);
            figures.Packed.Add(packed);
            figures.PackedRatio.Add(packed / theirs);
            figures.CallRatio.Add(call / theirs);
            figures.Share.Add(packed / peak);
        }

        return figures;
    }

    // A few rows by the definition; that the others are as right, the tests say.
    private static void Check(GemmShape shape, float[] a, float[] b, PackedMatrix weights, WorkerTeam team)
    {
        float[] c = new float[shape.Rows * shape.Columns], expected = new float[3 * shape.Columns];
        ScalarGemm.Multiply(shape with { Rows = 3 }, a.AsSpan(0, 3 * shape.Depth), b, expected, accumulate: false);
        weights.Multiply(a, shape.Rows, c, team);
        for (int i = 0; i < expected.Length; i++)
        {
            if (Math.Abs(expected[i] - c[i]) > 1e-3) throw new InvalidDataException($"{shape}: value {i} is {c[i]} instead of {expected[i]}.");
        }
    }
}
