using System.Buffers;
using System.Collections.Immutable;
using System.Numerics.Tensors;
using Assay.Numerics.Quantized;

namespace Assay.Models.Weights;

/// <summary>Weights of 8 bits in safetensors: a tensor of signed bytes, and beside it the numbers that groups of them are multiplied with. See docs/models/int8.md.</summary>
/// <remarks>
/// <c>w[r, i] = bytes[r, i] · scale[r, i / length]</c> for a tensor <c>NAME</c> (I8, <c>[rows, inputs]</c>) and <c>NAME_scale</c> (F16, BF16 or F32, <c>[rows, groups]</c> or <c>[rows]</c>), where
/// <c>length = inputs / groups</c>. With groups of 32 and halves as scales these are the values of ggml's Q8_0, and are multiplied as those.
/// </remarks>
internal static class ScaledBytes
{
    private const string Scale = "_scale", ZeroPoint = "_zero_point";

    // Groups whose scales are read at once.
    private const int GroupsAtOnce = 1024;

    /// <summary>Values of a group as it is written.</summary>
    public const int GroupLength = 32;

    /// <summary>The name of a tensor's scales.</summary>
    /// <param name="name">The tensor's.</param>
    public static string ScaleOf(string name) => name + Scale;

    /// <summary>Puts scales to the tensors that they belong to; they are no tensors of their own then.</summary>
    /// <param name="tensors">As the file or all shards have them.</param>
    /// <returns>In the same order.</returns>
    /// <exception cref="ModelFormatException">Scales do not fit their tensor, or its values are shifted too.</exception>
    public static ImmutableArray<WeightTensor> Pair(ImmutableArray<WeightTensor> tensors)
    {
        Dictionary<string, WeightTensor> byName = tensors.Where(t => t.Name.EndsWith(Scale, StringComparison.Ordinal) || t.Name.EndsWith(ZeroPoint, StringComparison.Ordinal)).ToDictionary(t => t.Name, StringComparer.Ordinal);
        if (byName.Count == 0) return tensors;
        HashSet<WeightTensor> scales = [];
        ImmutableArray<WeightTensor> paired = [.. tensors.Select(t =>
        {
            if (t.Type != WeightType.I8 || !byName.TryGetValue(t.Name + Scale, out WeightTensor? scale)) return t;
            if (byName.ContainsKey(t.Name + ZeroPoint)) throw new ModelFormatException(WeightFault.UnsupportedType, t.File, t.Name, $"has a tensor '{ModelFormatException.Printable(t.Name + ZeroPoint)}' beside it: bytes that are shifted before they are scaled are not read. Take the model with symmetric weights, or unquantised.");
            Check(t, scale);
            scales.Add(scale);
            return t.WithScales(scale);
        })];
        return [.. paired.Where(t => !scales.Contains(t))];
    }

    /// <summary>Whether bytes and scales are the values of Q8_0 blocks.</summary>
    /// <param name="tensor">A tensor with scales.</param>
    public static bool AreBlocks(WeightTensor tensor) => tensor.Scales is { Type: WeightType.F16 } scales && tensor.RowLength == scales.Count / Math.Max(1, tensor.Rows) * GroupLength;

    /// <summary>Reads values.</summary>
    /// <param name="tensor">A tensor with scales.</param>
    /// <param name="first">Index of the first value in row-major order.</param>
    /// <param name="values">Takes them.</param>
    public static void Decode(WeightTensor tensor, long first, Span<float> values)
    {
        WeightTensor scales = tensor.Scales!;
        long length = tensor.Count / scales.Count;
        ReadOnlySpan<sbyte> bytes = tensor.Region.Slice<sbyte>(tensor.Offset + first, values.Length);
        TensorPrimitives.ConvertTruncating(bytes, values);
        float[] rented = ArrayPool<float>.Shared.Rent(GroupsAtOnce);
        long group = first / length, end = first + values.Length;
        while (group * length < end)
        {
            Span<float> factors = rented.AsSpan(0, (int)Math.Min(GroupsAtOnce, ((end - 1) / length) - group + 1));
            scales.Read(group, factors);
            foreach (float factor in factors)
            {
                int from = (int)Math.Max(0, (group * length) - first), to = (int)Math.Min(values.Length, ((group + 1) * length) - first);
                TensorPrimitives.Multiply(values[from..to], factor, values[from..to]);
                group++;
            }
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>A row as Q8_0 blocks, exactly.</summary>
    /// <param name="tensor">One whose values <see cref="AreBlocks"/>.</param>
    /// <param name="row">The row.</param>
    /// <param name="blocks">Takes them.</param>
    public static void CopyBlocks(WeightTensor tensor, long row, Span<byte> blocks)
    {
        int groups = checked((int)(tensor.RowLength / GroupLength)), block = BlockLayout.BytesPerBlock(QuantizedFormat.Q8);
        ReadOnlySpan<byte> bytes = tensor.Bytes(row * tensor.RowLength, groups * GroupLength), scales = tensor.Scales!.Bytes(row * groups * 2L, groups * 2);
        for (int i = 0; i < groups; i++)
        {
            scales.Slice(i * 2, 2).CopyTo(blocks[(i * block)..]);
            bytes.Slice(i * GroupLength, GroupLength).CopyTo(blocks[((i * block) + 2)..]);
        }
    }

    /// <summary>A matrix of another file in 8 bits: its values rounded to whole multiples of a half for every 32 of them, as Q8_0 does.</summary>
    /// <param name="tensor">Its file stays open until the drafts are written. Rows are whole groups.</param>
    /// <returns>The bytes and their scales.</returns>
    public static IEnumerable<TensorDraft> Drafts(WeightTensor tensor)
    {
        long groups = tensor.RowLength / GroupLength;
        yield return new TensorDraft(tensor.Name, WeightType.I8, tensor.Shape, sink => Quantise(tensor, blocks =>
        {
            for (int at = 2; at < blocks.Length; at += 2 + GroupLength) sink.WriteBytes(blocks.AsSpan(at, GroupLength));
        }));
        yield return new TensorDraft(ScaleOf(tensor.Name), WeightType.F16, [.. tensor.Shape[..^1], groups], sink => Quantise(tensor, blocks =>
        {
            for (int at = 0; at < blocks.Length; at += 2 + GroupLength) sink.WriteBytes(blocks.AsSpan(at, 2));
        }));
    }

    private static void Quantise(WeightTensor tensor, Action<byte[]> write)
    {
        float[] values = new float[checked((int)tensor.RowLength)];
        byte[] blocks = new byte[BlockLayout.LengthBytes(QuantizedFormat.Q8, values.Length)];
        for (long row = 0; row < tensor.Rows; row++)
        {
            tensor.ReadWeights(row, 1, values);
            try
            {
                BlockQuantizer.Quantize(QuantizedFormat.Q8, values, blocks);
            }
            catch (ArgumentException e)
            {
                throw new ModelFormatException(WeightFault.NotFinite, tensor.File, tensor.Name, $"{e.Message} Keep this model in 32 bits.");
            }

            write(blocks);
        }
    }

    private static void Check(WeightTensor tensor, WeightTensor scale)
    {
        bool isNumber = scale.Type is WeightType.F16 or WeightType.BF16 or WeightType.F32;
        if (!isNumber) throw new ModelFormatException(WeightFault.UnsupportedType, scale.File, scale.Name, $"expected scales of type F16, BF16 or F32, found {WeightLayout.Of(scale.Type).Name}. Convert the model again.");
        bool isVector = scale.Shape.Length == tensor.Shape.Length - 1, isTable = scale.Shape.Length == tensor.Shape.Length && tensor.Shape.Length > 0;
        bool fits = (isVector && scale.Shape.SequenceEqual(tensor.Shape[..^1]))
            || (isTable && scale.Shape[..^1].SequenceEqual(tensor.Shape[..^1]) && scale.RowLength > 0 && tensor.RowLength > 0 && tensor.RowLength % scale.RowLength == 0);
        if (!fits || tensor.Count == 0) throw new ModelFormatException(WeightFault.UnexpectedShape, scale.File, scale.Name, $"expected a scale for each row of [{string.Join(", ", tensor.Shape)}], or for equal parts of each row, found shape [{string.Join(", ", scale.Shape)}]. The file was written wrongly: convert or download it again.");
    }
}
