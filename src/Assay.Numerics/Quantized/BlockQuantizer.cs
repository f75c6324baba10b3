using System.Buffers.Binary;

namespace Assay.Numerics.Quantized;

/// <summary>Floats into blocks, with the bytes that ggml's reference quantiser (<c>quantize_row_q8_0_ref</c>, <c>quantize_row_q4_0_ref</c>) gives.</summary>
/// <remarks>
/// <para>
/// Q8_0: <c>d = max|x| / 127</c>, <c>q = round(x · (1/d))</c>, halves away from zero. Q4_0: <c>d = m / −8</c> for the value <c>m</c> of largest magnitude (the first of several), <c>q = min(15, floor(x · (1/d)
/// + 8.5))</c>: the value of largest magnitude becomes exactly −8 steps, which is why no step is wasted. <c>d</c> is stored in half precision, <c>q</c> is computed with the unrounded one. A
/// block of zeros has <c>d = 0</c>.
/// </para>
/// <para>
/// For fine-tuning over 4-bit weights (QLoRA) this project uses Q4_0, not NF4. NF4 places its 16 levels at the quantiles of a normal distribution, but they are a table: a product with it is a look-up
/// per weight, or floats, while the steps of Q4_0 are integers and multiply as they are. And Q4_0 has a scale for 32 weights where NF4 has one for 64, so that on normal weights its error is the smaller one
/// (relative root mean square 0.086 beside 0.092, for 4.5 bits beside 4.25; a test holds it). A model that was tuned over it can be written into a GGUF file that others read.
/// </para>
/// <para>Allocates nothing; safe to call concurrently on disjoint outputs.</para>
/// </remarks>
public static class BlockQuantizer
{
    /// <summary>Quantises values.</summary>
    /// <param name="format"><see cref="QuantizedFormat.Q8"/> or <see cref="QuantizedFormat.Q4"/>; the others are only read.</param>
    /// <param name="values">Finite values, a whole number of blocks.</param>
    /// <param name="blocks">Takes the blocks; <see cref="BlockLayout.LengthBytes"/> long.</param>
    /// <exception cref="ArgumentException">The format is only read, a length does not match, a value is not finite, or one is so large that its scale leaves half precision (8.3 million for Q8_0, 524,000 for Q4_0).</exception>
    public static void Quantize(QuantizedFormat format, ReadOnlySpan<float> values, Span<byte> blocks)
    {
        if (format is not (QuantizedFormat.Q8 or QuantizedFormat.Q4)) throw new ArgumentException($"{format} is read, not written; quantise to {QuantizedFormat.Q8} or {QuantizedFormat.Q4}.", nameof(format));
        BlockLayout.Require(format, blocks.Length, values.Length);
        int length = BlockLayout.BytesPerBlock(format);
        for (int i = 0; i < values.Length / BlockLayout.SmallBlock; i++)
        {
            ReadOnlySpan<float> x = values.Slice(i * BlockLayout.SmallBlock, BlockLayout.SmallBlock);
            Span<byte> block = blocks.Slice(i * length, length);
            if (format == QuantizedFormat.Q8) Q8(x, block, i);
            else Q4(x, block, i);
        }
    }

    private static void Q8(ReadOnlySpan<float> x, Span<byte> block, int index)
    {
        float scale = MathF.Abs(Largest(x, index)) / 127, inverse = scale == 0 ? 0 : 1 / scale;
        WriteScale(scale, x, block, index);
        for (int i = 0; i < x.Length; i++) block[2 + i] = (byte)(sbyte)Math.Clamp((int)MathF.Round(x[i] * inverse, MidpointRounding.AwayFromZero), -127, 127);
    }

    private static void Q4(ReadOnlySpan<float> x, Span<byte> block, int index)
    {
        float scale = Largest(x, index) / -8, inverse = scale == 0 ? 0 : 1 / scale;
        WriteScale(scale, x, block, index);
        for (int i = 0; i < 16; i++) block[2 + i] = (byte)(Step(x[i] * inverse) | (Step(x[i + 16] * inverse) << 4));
    }

    private static int Step(float x) => Math.Clamp((int)(x + 8.5f), 0, 15);

    // The first value of largest magnitude, with its sign.
    private static float Largest(ReadOnlySpan<float> x, int block)
    {
        float largest = 0;
        foreach (float value in x)
        {
            if (!float.IsFinite(value)) throw new ArgumentException($"Block {block} holds {value}, which is not finite.", nameof(x));
            if (MathF.Abs(value) > MathF.Abs(largest)) largest = value;
        }

        return largest;
    }

    private static void WriteScale(float scale, ReadOnlySpan<float> x, Span<byte> block, int index)
    {
        var half = (Half)scale;
        if (!Half.IsFinite(half)) throw new ArgumentException($"Block {index} holds {Largest(x, index)}, which is too large for a scale in half precision.", nameof(x));
        BinaryPrimitives.WriteHalfLittleEndian(block, half);
    }
}
