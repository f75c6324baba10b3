namespace Assay.Numerics.Quantized.Reference;

/// <summary>Blocks into floats as their definition says, one value at a time: what <see cref="BlockDequantizer"/> is tested and timed against.</summary>
public static class ScalarBlocks
{
    /// <summary>Dequantises a run of blocks.</summary>
    /// <param name="format">How they are laid out.</param>
    /// <param name="blocks">The blocks, one after the other.</param>
    /// <param name="values">Takes all their values.</param>
    /// <exception cref="ArgumentException"><paramref name="values"/> is no whole number of blocks, or <paramref name="blocks"/> is not as long as they are.</exception>
    public static void Dequantize(QuantizedFormat format, ReadOnlySpan<byte> blocks, Span<float> values)
    {
        BlockLayout.Require(format, blocks.Length, values.Length);
        int length = BlockLayout.BytesPerBlock(format), count = BlockLayout.ValuesPerBlock(format);
        for (int i = 0; i < values.Length; i++)
        {
            (float scale, int q, float minimum) = Value(format, blocks.Slice(i / count * length, length), i % count);
            values[i] = (scale * q) - minimum;
        }
    }

    /// <summary>What one value of a block is made of: <c>value = scale · q − minimum</c>.</summary>
    /// <param name="format">How the block is laid out.</param>
    /// <param name="block">The block.</param>
    /// <param name="i">Number of the value in it.</param>
    /// <returns>The three numbers.</returns>
    internal static (float Scale, int Q, float Minimum) Value(QuantizedFormat format, ReadOnlySpan<byte> block, int i)
    {
        switch (format)
        {
            case QuantizedFormat.Q8:
                return (BlockLayout.Half(block, 0), (sbyte)block[2 + i], 0);
            case QuantizedFormat.Q4:
                return (BlockLayout.Half(block, 0), ((block[2 + (i % 16)] >> (i / 16 * 4)) & 15) - 8, 0);
            case QuantizedFormat.Q4K:
                (int scale, int minimum) = BlockLayout.Q4KGroup(block.Slice(BlockLayout.Q4KScales, 12), i / 32);
                int q = (block[BlockLayout.Q4KValues + (i / 64 * 32) + (i % 32)] >> (i / 32 % 2 * 4)) & 15;
                return (BlockLayout.Half(block, 0) * scale, q, BlockLayout.Half(block, 2) * minimum);
            default:
                int half = i / 128, row = i / 32 % 4, column = i % 32;
                int low = (block[(half * 64) + (row % 2 * 32) + column] >> (row / 2 * 4)) & 15;
                int high = (block[BlockLayout.Q6KHigh + (half * 32) + column] >> (row * 2)) & 3;
                return (BlockLayout.Half(block, BlockLayout.Q6KScale) * (sbyte)block[BlockLayout.Q6KScales + (i / 16)], (low | (high << 4)) - 32, 0);
        }
    }
}
