using System.Collections.Immutable;

namespace Assay.Models.Weights;

/// <summary>A tensor to be written. Its values are asked for when their turn comes, so that a model larger than memory can be written.</summary>
/// <param name="Name">Its name, not empty and unique in the file.</param>
/// <param name="Type">How it is stored.</param>
/// <param name="Shape">Its dimensions, row-major.</param>
/// <param name="Write">Hands over exactly the values that the shape needs, in row-major order.</param>
public sealed record TensorDraft(string Name, WeightType Type, ImmutableArray<long> Shape, Action<TensorSink> Write)
{
    /// <summary>A tensor of floats that are in memory.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its dimensions, row-major.</param>
    /// <param name="values">Its values in row-major order; not copied.</param>
    /// <param name="type">How it is stored: F32, F16, BF16 and, in GGUF, a quantized type that can be written.</param>
    /// <returns>The draft.</returns>
    public static TensorDraft Of(string name, ImmutableArray<long> shape, ReadOnlyMemory<float> values, WeightType type = WeightType.F32) =>
        new(name, type, shape, sink => sink.Write(values.Span));

    /// <summary>A tensor as another file has it, byte for byte; bytes with scales as the floats that they stand for.</summary>
    /// <param name="tensor">The tensor; its file must stay open until the draft is written.</param>
    /// <param name="name">Its name in the new file; null to keep it.</param>
    /// <returns>The draft.</returns>
    public static TensorDraft Of(WeightTensor tensor, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.Scales is null ? new(name ?? tensor.Name, tensor.Type, tensor.Shape, sink => Copy(tensor, sink)) : new(name ?? tensor.Name, WeightType.F32, tensor.Shape, sink => Widen(tensor, sink));
    }

    /// <summary>A tensor of another file in 8 bits, see docs/models/int8.md: matrices of 32 rows or more, each of whole groups of 32, as bytes with scales, everything else in 32 bits.</summary>
    /// <param name="tensor">The tensor; its file must stay open until the drafts are written.</param>
    /// <returns>One draft, or two.</returns>
    /// <exception cref="ModelFormatException">When they are written: a value is no finite number, or too large.</exception>
    public static IEnumerable<TensorDraft> InBytes(WeightTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor is { Shape.Length: > 1, IsNumbers: true, Rows: >= ScaledBytes.GroupLength } && tensor.RowLength % ScaledBytes.GroupLength == 0
            ? ScaledBytes.Drafts(tensor)
            : [tensor.IsNumbers ? new TensorDraft(tensor.Name, WeightType.F32, tensor.Shape, sink => Widen(tensor, sink)) : Of(tensor)];
    }

    /// <summary>Size in the file, in bytes.</summary>
    /// <returns>The bytes.</returns>
    /// <exception cref="ArgumentException">The shape has a negative dimension, does not fill whole blocks, or more values than can be counted.</exception>
    internal long CountBytes()
    {
        WeightLayout layout = WeightLayout.Of(Type);
        long count = 1;
        foreach (long dimension in Shape)
        {
            if (dimension < 0 || (dimension > 0 && count > long.MaxValue / 8 / dimension)) throw new ArgumentException($"Tensor '{Name}' cannot have the shape [{string.Join(", ", Shape)}].");
            count *= dimension;
        }

        long row = Shape.Length == 0 ? 1 : Shape[^1];
        bool whole = !layout.InSafetensors ? row % layout.BlockLength == 0 : count % layout.BlockLength == 0;
        return whole ? layout.Bytes(count) : throw new ArgumentException($"Tensor '{Name}' of shape [{string.Join(", ", Shape)}] does not fill whole blocks of {layout.BlockLength} values of {layout.Name}.");
    }

    private static void Widen(WeightTensor tensor, TensorSink sink)
    {
        float[] values = new float[checked((int)tensor.RowLength)];
        for (long row = 0; row < tensor.Rows; row++)
        {
            tensor.ReadWeights(row, 1, values);
            sink.Write(values);
        }
    }

    private static void Copy(WeightTensor tensor, TensorSink sink)
    {
        const int run = 1 << 20;
        for (long offset = 0; offset < tensor.LengthBytes; offset += run) sink.WriteBytes(tensor.Bytes(offset, (int)Math.Min(run, tensor.LengthBytes - offset)));
    }
}
