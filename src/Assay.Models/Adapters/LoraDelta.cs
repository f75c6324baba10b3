using System.Numerics.Tensors;

namespace Assay.Models.Adapters;

/// <summary>What an adapter adds to the weights of one linear layer, <c>s · B · A</c>, row by row.</summary>
/// <remarks>Reading is safe from any number of threads.</remarks>
internal sealed class LoraDelta
{
    private readonly float[] a, b;
    private readonly int rank, inputs;
    private readonly double factor;

    /// <summary>Of a layer.</summary>
    public LoraDelta(LoraLayer layer)
    {
        (a, b, rank, inputs, factor) = (layer.CopyA(), layer.CopyB(), layer.Scale.Rank, layer.Inputs, layer.Scale.Factor);
    }

    /// <summary>A row of it.</summary>
    /// <param name="row">A row of the weights, in the order of Hugging Face.</param>
    /// <param name="values">Takes a value for every input.</param>
    public void CopyRow(int row, Span<float> values)
    {
        values.Clear();
        for (int k = 0; k < rank; k++) TensorPrimitives.MultiplyAdd(a.AsSpan(k * inputs, inputs), (float)(factor * b[(row * rank) + k]), values, values);
    }
}
