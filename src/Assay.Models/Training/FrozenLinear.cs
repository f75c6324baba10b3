using System.Numerics.Tensors;
using Assay.Models.Decoders;

namespace Assay.Models.Training;

/// <summary>A layer that training leaves as it is, in whatever form its weights are kept.</summary>
/// <param name="layer">Its weights; not disposed with it.</param>
internal sealed class FrozenLinear(LinearLayer layer) : ITrainedLinear
{
    // A block of results that the caches still hold when a low-rank layer adds to it.
    private const int RowBlock = 512;

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => [];

    /// <summary>Values of an input.</summary>
    public int Inputs => layer.Weights.Inputs;

    /// <summary>Values of a result.</summary>
    public int Outputs => layer.Weights.Outputs;

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> x, int rows, Span<float> y, in TrainingStep step)
    {
        for (int row = 0; row < rows; row += RowBlock) Forward(x, row, Math.Min(RowBlock, rows - row), y, step);
    }

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, int rows, Span<float> dx, bool add, in TrainingStep step)
    {
        if (dx.IsEmpty) return;
        layer.Weights.MultiplyTransposed(dy, rows, dx, add, step.Team);
    }

    /// <summary>The results of some rows.</summary>
    public void Forward(ReadOnlySpan<float> x, int first, int count, Span<float> y, in TrainingStep step)
    {
        Span<float> block = y.Slice(first * Outputs, count * Outputs);
        layer.Weights.Multiply(x.Slice(first * Inputs, count * Inputs), count, block, step.Team);
        if (layer.Bias is not { } bias) return;
        for (int row = 0; row < count; row++)
        {
            Span<float> one = block.Slice(row * bias.Length, bias.Length);
            TensorPrimitives.Add(one, bias, one);
        }
    }
}
