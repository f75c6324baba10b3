using System.Numerics.Tensors;
using Assay.Numerics.Matrices;

namespace Assay.Models.Training;

/// <summary>A layer whose matrix, and bias where there is one, training changes.</summary>
/// <param name="weights">Its matrix, <c>[outputs, inputs]</c>.</param>
/// <param name="bias">Added to every result; null for none.</param>
internal sealed class FullLinear(Parameter weights, Parameter? bias) : ITrainedLinear
{
    private int Outputs => weights.Shape[0];

    private int Inputs => weights.Shape[1];

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => bias is null ? [weights] : [weights, bias];

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> x, int rows, Span<float> y, in TrainingStep step)
    {
        Gemm.Multiply(new GemmShape(rows, Outputs, Inputs, GemmForm.TransposedB), x, weights.Values, y, accumulate: false, step.Team);
        if (bias is null) return;
        for (int row = 0; row < rows; row++)
        {
            Span<float> one = y.Slice(row * Outputs, Outputs);
            TensorPrimitives.Add(one, bias.Values, one);
        }
    }

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, int rows, Span<float> dx, bool add, in TrainingStep step)
    {
        Gemm.Multiply(new GemmShape(Outputs, Inputs, rows, GemmForm.TransposedA), dy, x, weights.Gradient, accumulate: true, step.Team);
        if (bias is not null) Gemm.Multiply(new GemmShape(1, Outputs, rows, GemmForm.Plain), step.Scratch.Ones(rows), dy, bias.Gradient, accumulate: true, step.Team);
        if (!dx.IsEmpty) Gemm.Multiply(new GemmShape(rows, Inputs, Outputs, GemmForm.Plain), dy, weights.Values, dx, add, step.Team);
    }
}
