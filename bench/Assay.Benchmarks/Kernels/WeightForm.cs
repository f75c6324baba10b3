using Assay.Numerics.Matrices;
using Assay.Numerics.Parallel;
using Assay.Numerics.Quantized;

namespace Assay.Benchmarks.Kernels;

/// <summary>A form in which weights are kept, for the tables of matrix-vector products and of gradients.</summary>
/// <param name="Name">Of the form.</param>
/// <param name="Make">Lays float weights out: values, outputs, inputs.</param>
internal sealed record WeightForm(string Name, Func<float[], int, int, IWeightMatrix> Make)
{
    /// <summary>All that are measured.</summary>
    public static IReadOnlyList<WeightForm> All { get; } =
    [
        new("f32", (weights, outputs, inputs) => new PackedMatrix(weights, outputs, inputs)),
        new("f16", (weights, outputs, inputs) => Half(HalfFormat.Float16, weights, outputs, inputs)),
        new("bf16", (weights, outputs, inputs) => Half(HalfFormat.BFloat16, weights, outputs, inputs)),
        new("Q8_0", (weights, outputs, inputs) => QuantizedMatrix.FromFloats(QuantizedFormat.Q8, outputs, inputs, weights, WorkerTeam.Shared)),
        new("Q4_0", (weights, outputs, inputs) => QuantizedMatrix.FromFloats(QuantizedFormat.Q4, outputs, inputs, weights, WorkerTeam.Shared)),
    ];

    private static HalfMatrix Half(HalfFormat format, float[] weights, int outputs, int inputs)
    {
        ushort[] bits = new ushort[weights.Length];
        HalfConversion.Narrow(format, weights, bits);
        return new HalfMatrix(format, bits, outputs, inputs);
    }
}
