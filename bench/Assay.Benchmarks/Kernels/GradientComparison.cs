using System.Globalization;
using Assay.Benchmarks.Reports;
using Assay.Numerics.Matrices;
using Assay.Numerics.Matrices.Reference;
using Assay.Numerics.Parallel;

namespace Assay.Benchmarks.Kernels;

/// <summary>Gradients of inputs, <c>dX = dY · W</c>, from weights that stay packed for <c>Y = X · Wᵀ</c>, beside that product of floats.</summary>
/// <param name="rounds">Rounds to take.</param>
internal sealed class GradientComparison(int rounds)
{
    private const double TurnFlops = 4e9;

    private static readonly int[] Rows = [128, 512];
    private static readonly (int Outputs, int Inputs)[] Weights = [(384, 384), (576, 576), (1536, 384), (384, 1536), (1536, 576), (576, 1536)];

    /// <summary>Measures and writes.</summary>
    public void Measure(MarkdownReport report)
    {
        report.Say("## Gradients of inputs\n\n`dX[M, inputs] = dY[M, outputs] · W`, with W as it was laid out for `Y[M, outputs] = X[M, inputs] · Wᵀ`. *Forward*: that product with float weights. Shares are of it, within a round.");
        List<string[]> table = [];
        foreach (int threads in new[] { 1, 2 })
        {
            using var team = new WorkerTeam(threads);
            foreach (int rows in Rows)
            {
                foreach ((int outputs, int inputs) in Weights) table.Add(Row(rows, outputs, inputs, team));
            }
        }

        report.Table(["M x outputs x inputs", "threads", "forward GF/s", .. WeightForm.All.Select(f => $"{f.Name} / forward")], table);
    }

    private string[] Row(int rows, int outputs, int inputs, WorkerTeam team)
    {
        Console.Error.WriteLine($"gradient {rows} x {outputs} x {inputs}, {team.Threads} threads");
        float[] w = Turn.Values(1, outputs * inputs), x = Turn.Values(2, rows * inputs), dy = Turn.Values(3, rows * outputs), y = new float[dy.Length], dx = new float[x.Length];
        using var forward = new PackedMatrix(w, outputs, inputs);
        IWeightMatrix[] forms = [.. WeightForm.All.Select(f => f.Make(w, outputs, inputs))];
        foreach (IWeightMatrix form in forms) Check(form, dy, rows, dx, team);
        double flops = 2.0 * rows * outputs * inputs;
        int times = (int)(TurnFlops * team.Threads / flops) + 1;
        List<double> rates = [];
        List<double>[] shares = [.. forms.Select(_ => new List<double>())];
        for (int round = 0; round < rounds; round++)
        {
            double rate = flops / Turn.Seconds(times, () => forward.Multiply(x, rows, y, team)) / 1e9;
            rates.Add(rate);
            for (int i = 0; i < forms.Length; i++)
                shares[i].Add(flops / Turn.Seconds(times, () => forms[i].MultiplyTransposed(dy, rows, dx, add: false, team)) / 1e9 / rate);
        }

        foreach (IWeightMatrix form in forms) form.Dispose();
        return [$"{rows} x {outputs} x {inputs}", team.Threads.ToString(CultureInfo.InvariantCulture), Turn.Whole(rates), .. shares.Select(Turn.Spread)];
    }

    // A few rows by the definition; that the others are as right, the tests say.
    private static void Check(IWeightMatrix weights, float[] dy, int rows, float[] dx, WorkerTeam team)
    {
        const int Few = 2;
        float[] w = new float[weights.Outputs * weights.Inputs], expected = new float[Few * weights.Inputs];
        for (int row = 0; row < weights.Outputs; row++) weights.CopyRow(row, w.AsSpan(row * weights.Inputs, weights.Inputs));
        ScalarGemm.Multiply(new GemmShape(Few, weights.Inputs, weights.Outputs, GemmForm.Plain), dy.AsSpan(0, Few * weights.Outputs), w, expected, accumulate: false);
        weights.MultiplyTransposed(dy, rows, dx, add: false, team);
        for (int i = 0; i < expected.Length; i++)
        {
            if (Math.Abs(expected[i] - dx[i]) > 1e-3) throw new InvalidDataException($"Gradient of {weights.Outputs} x {weights.Inputs}: value {i} is {dx[i]} instead of {expected[i]}.");
        }
    }
}
