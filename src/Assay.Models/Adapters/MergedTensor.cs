using System.Numerics.Tensors;
using Assay.Models.Weights;
using Assay.Numerics.Matrices;

namespace Assay.Models.Adapters;

/// <summary>Sums of weights and an adapter on their way into a file, and how far they are rounded there.</summary>
internal sealed class MergedTensor
{
    private double largest, lost, changed;
    private string? where;
    private int matrices;

    /// <summary>What was seen so far.</summary>
    public MergeReport Report => new(matrices, largest, where, changed == 0 ? 0 : Math.Sqrt(lost / changed));

    /// <summary>A tensor with an adapter added to it.</summary>
    /// <param name="tensor">The base model's; its file stays open until the draft is written.</param>
    /// <param name="type">F32, F16 or BF16.</param>
    /// <param name="delta">What is added.</param>
    /// <param name="order">From a row of the tensor to that of <paramref name="delta"/>.</param>
    /// <param name="cancellationToken">Checked row by row.</param>
    public TensorDraft Draft(WeightTensor tensor, WeightType type, LoraDelta delta, Func<int, int> order, CancellationToken cancellationToken) => new(tensor.Name, type, tensor.Shape, sink =>
    {
        int inputs = checked((int)tensor.RowLength);
        float[] weights = new float[inputs], more = new float[inputs], sums = new float[inputs], stored = new float[inputs];
        ushort[] halves = new ushort[inputs];
        for (int row = 0; row < tensor.Rows; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tensor.ReadWeights(row, 1, weights);
            delta.CopyRow(order(row), more);
            TensorPrimitives.Add(weights, more, sums);
            sink.Write(sums);
            Store(type, sums, halves, stored);
            Note(tensor.Name, weights, more, stored);
        }

        matrices++;
    });

    private static void Store(WeightType type, float[] sums, ushort[] halves, float[] stored)
    {
        if (type == WeightType.F32)
        {
            sums.CopyTo(stored, 0);
            return;
        }

        HalfFormat format = type == WeightType.F16 ? HalfFormat.Float16 : HalfFormat.BFloat16;
        HalfConversion.Narrow(format, sums, halves);
        HalfConversion.Widen(format, halves, stored);
    }

    private void Note(string name, float[] weights, float[] more, float[] stored)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            double rounding = stored[i] - ((double)weights[i] + more[i]);
            lost += rounding * rounding;
            changed += (double)more[i] * more[i];
            if (Math.Abs(rounding) > largest) (largest, where) = (Math.Abs(rounding), name);
        }
    }
}
