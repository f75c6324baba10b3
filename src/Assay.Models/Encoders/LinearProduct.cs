using System.Numerics.Tensors;
using Assay.Models.Decoders;
using Assay.Numerics.Parallel;

namespace Assay.Models.Encoders;

/// <summary>Linear layers with their bias.</summary>
internal static class LinearProduct
{
    /// <summary><c>y = x · Wᵀ + b</c>.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="x">Inputs, row-major <c>[rows, inputs]</c>.</param>
    /// <param name="rows">Number of inputs.</param>
    /// <param name="y">Results, row-major <c>[rows, outputs]</c>; not the memory of <paramref name="x"/>.</param>
    /// <param name="team">Who works on it.</param>
    public static void Forward(this LinearLayer layer, ReadOnlySpan<float> x, int rows, Span<float> y, WorkerTeam team)
    {
        layer.Weights.Multiply(x, rows, y, team);
        if (layer.Bias is null) return;
        for (int row = 0; row < rows; row++)
        {
            Span<float> one = y.Slice(row * layer.Bias.Length, layer.Bias.Length);
            TensorPrimitives.Add(one, layer.Bias, one);
        }
    }
}
