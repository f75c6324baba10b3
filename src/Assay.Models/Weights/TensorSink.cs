using System.Buffers.Binary;
using Assay.Numerics.Quantized;
using Assay.Text;

namespace Assay.Models.Weights;

/// <summary>Takes the values of one tensor and stores them in its type.</summary>
public sealed class TensorSink
{
    private readonly Stream stream;
    private readonly TensorDraft draft;
    private readonly byte[] buffer = new byte[1 << 16];
    private long values;

    internal TensorSink(Stream stream, TensorDraft draft)
    {
        this.stream = stream;
        this.draft = draft;
    }

    /// <summary>Bytes written so far.</summary>
    internal long Written { get; private set; }

    /// <summary>Writes the next values.</summary>
    /// <param name="floats">Values in row-major order; for a quantized type a whole number of blocks.</param>
    /// <exception cref="AssayException">A value does not fit F16, or is not finite where the type has no such value.</exception>
    /// <exception cref="ArgumentException">The type cannot be written from floats, or a block is cut.</exception>
    public void Write(ReadOnlySpan<float> floats)
    {
        WeightLayout layout = WeightLayout.Of(draft.Type);
        if (floats.Length % layout.BlockLength != 0) throw new ArgumentException($"{floats.Length} values cut a block of {layout.BlockLength}.", nameof(floats));
        int run = buffer.Length / layout.BlockBytes * layout.BlockLength;
        while (!floats.IsEmpty)
        {
            ReadOnlySpan<float> part = floats[..Math.Min(run, floats.Length)];
            Span<byte> stored = buffer.AsSpan(0, (int)layout.Bytes(part.Length));
            Encode(part, stored);
            WriteBytes(stored);
            values += part.Length;
            floats = floats[part.Length..];
        }
    }

    /// <summary>Writes the next bytes as they are.</summary>
    /// <param name="bytes">Bytes in the tensor's type.</param>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        Written += bytes.Length;
    }

    private void Encode(ReadOnlySpan<float> part, Span<byte> stored)
    {
        switch (draft.Type)
        {
            case WeightType.F32:
                for (int i = 0; i < part.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(stored[(i * 4)..], part[i]);
                break;
            case WeightType.BF16:
                for (int i = 0; i < part.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(stored[(i * 2)..], Brain(part[i]));
                break;
            case WeightType.F16:
                EncodeHalf(part, stored);
                break;
            case WeightType.Q80 or WeightType.Q40:
                EncodeBlocks(part, stored);
                break;
            default:
                throw new ArgumentException($"Tensor '{draft.Name}' of type {WeightLayout.Of(draft.Type).Name} cannot be written from floats.");
        }
    }

    private void EncodeHalf(ReadOnlySpan<float> part, Span<byte> stored)
    {
        for (int i = 0; i < part.Length; i++)
        {
            Half half = (Half)part[i];
            if (Half.IsInfinity(half) && float.IsFinite(part[i])) throw new AssayException(FormattableString.Invariant($"Tensor '{draft.Name}': value {part[i]} at index {values + i} does not fit F16, whose largest is {Half.MaxValue}. Write it as BF16 or F32."));
            BinaryPrimitives.WriteHalfLittleEndian(stored[(i * 2)..], half);
        }
    }

    private void EncodeBlocks(ReadOnlySpan<float> part, Span<byte> stored)
    {
        int bad = WeightDecoder.IndexOfNotFinite(part);
        if (bad >= 0) throw new AssayException(FormattableString.Invariant($"Tensor '{draft.Name}': value {part[bad]} at index {values + bad} cannot be stored as {WeightLayout.Of(draft.Type).Name}. Training diverged or the file it is from is damaged; take an earlier checkpoint."));
        try
        {
            BlockQuantizer.Quantize(WeightDecoder.BlocksOf(draft.Type)!.Value, part, stored);
        }
        catch (ArgumentException e)
        {
            throw new AssayException($"Tensor '{draft.Name}', values from index {values}: too large for {WeightLayout.Of(draft.Type).Name}. Write it as F32.", e);
        }
    }

    // Rounds to the nearest, halves to even; a NaN stays one.
    private static ushort Brain(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value)) return (ushort)((bits >> 16) | 0x40);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
