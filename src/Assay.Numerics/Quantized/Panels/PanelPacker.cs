using System.Buffers.Binary;

namespace Assay.Numerics.Quantized.Panels;

/// <summary>Blocks of a file into panels, and a row back out of them.</summary>
internal static unsafe class PanelPacker
{
    private const int Width = 32, StepBytes = 4 * Width;

    /// <summary>Writes one row of weights into a panel of zeros.</summary>
    /// <param name="format">How its blocks are laid out.</param>
    /// <param name="row">The row's number, whose remainder by 32 is its place in the panel.</param>
    /// <param name="blocks">The row's blocks, whose length is right.</param>
    /// <param name="panel">The panel.</param>
    /// <exception cref="ArgumentException">A scale is not finite.</exception>
    public static void Pack(QuantizedFormat format, int row, ReadOnlySpan<byte> blocks, byte* panel)
    {
        int lane = row % Width;
        int length = BlockLayout.BytesPerBlock(format), unitBytes = PanelKernels.UnitBytes(format);
        bool small = BlockLayout.ValuesPerBlock(format) == BlockLayout.SmallBlock;
        Span<byte> values = stackalloc byte[BlockLayout.ValuesPerBlock(format)];
        for (int i = 0; i * length < blocks.Length; i++, panel += unitBytes)
        {
            ReadOnlySpan<byte> block = blocks.Slice(i * length, length);
            int scale = format == QuantizedFormat.Q6K ? BlockLayout.Q6KScale : 0;
            CopyHalf(block[scale..], panel, row, i);
            if (format == QuantizedFormat.Q4K) CopyHalf(block[2..], panel + (2 * Width), row, i);
            if (!small) CopyScales(format, block, panel, lane);
            Decode(format, block, values);
            byte* steps = panel + PanelKernels.HeaderBytes(format) + (4 * lane);
            if (format is QuantizedFormat.Q8 or QuantizedFormat.Q6K) PackBytes(values, steps);
            else PackNibbles(values, steps);
        }
    }

    /// <summary>Reads one row of weights from a panel.</summary>
    /// <typeparam name="TFormat">How the panel is laid out.</typeparam>
    /// <param name="panel">The panel.</param>
    /// <param name="lane">The row's place in it, 0 to 31.</param>
    /// <param name="values">Takes the values.</param>
    public static void Unpack<TFormat>(byte* panel, int lane, Span<float> values)
        where TFormat : struct, IPackedFormat
    {
        int steps = TFormat.BlockLength * TFormat.Bits / 32, mask = (1 << TFormat.Bits) - 1, i = 0;
        while (i < values.Length)
        {
            byte* step = panel + TFormat.HeaderBytes + (4 * lane);
            for (int block = 0; block < TFormat.UnitBlocks; block++)
            {
                float scale = TFormat.Scale<Lanes1, int, float>(panel, block, lane);
                float minimum = TFormat.HasMinimum ? TFormat.Minimum<Lanes1, int, float>(panel, block, lane) : 0;
                for (int end = i + TFormat.BlockLength; i < end; step += StepBytes)
                {
                    int packed = *(int*)step;
                    for (int bit = 0; bit < 16; bit += TFormat.Bits, i += 2)
                    {
                        values[i] = (scale * (((packed >> bit) & mask) - TFormat.Offset)) - minimum;
                        values[i + 1] = (scale * (((packed >> (16 + bit)) & mask) - TFormat.Offset)) - minimum;
                    }
                }
            }

            panel += TFormat.HeaderBytes + (TFormat.UnitBlocks * steps * StepBytes);
        }
    }

    private static void CopyHalf(ReadOnlySpan<byte> from, byte* to, int row, int block)
    {
        Half value = BinaryPrimitives.ReadHalfLittleEndian(from);
        if (!Half.IsFinite(value)) throw new ArgumentException($"Block {block} of row {row} has the scale {value}, which is not finite: the weights are damaged.");
        ((Half*)to)[row % Width] = value;
    }

    private static void CopyScales(QuantizedFormat format, ReadOnlySpan<byte> block, byte* panel, int lane)
    {
        if (format == QuantizedFormat.Q6K)
        {
            for (int group = 0; group < 16; group++) panel[64 + (Width * group) + lane] = block[BlockLayout.Q6KScales + group];
            return;
        }

        for (int group = 0; group < 8; group++)
        {
            (int scale, int minimum) = BlockLayout.Q4KGroup(block.Slice(BlockLayout.Q4KScales, 12), group);
            panel[128 + (Width * group) + lane] = (byte)scale;
            panel[384 + (Width * group) + lane] = (byte)minimum;
        }
    }

    // The values as a panel stores them: without sign.
    private static void Decode(QuantizedFormat format, ReadOnlySpan<byte> block, Span<byte> values)
    {
        if (format == QuantizedFormat.Q8)
        {
            for (int i = 0; i < values.Length; i++) values[i] = (byte)(block[2 + i] ^ 0x80);
        }
        else if (format == QuantizedFormat.Q6K)
        {
            for (int i = 0; i < values.Length; i++)
            {
                int half = i / 128, row = i / 32 % 4, column = i % 32;
                int low = (block[(half * 64) + (row % 2 * 32) + column] >> (row / 2 * 4)) & 15;
                int high = (block[BlockLayout.Q6KHigh + (half * 32) + column] >> (row * 2)) & 3;
                values[i] = (byte)(low | (high << 4));
            }
        }
        else
        {
            // One run of low halves, one of high ones: 16 values each in a small block, 32 in a large one.
            int run = format == QuantizedFormat.Q4 ? 16 : 32, from = format == QuantizedFormat.Q4 ? 2 : BlockLayout.Q4KValues;
            for (int i = 0; i < values.Length; i += 2 * run, from += run)
            {
                for (int j = 0; j < run; j++)
                {
                    values[i + j] = (byte)(block[from + j] & 15);
                    values[i + run + j] = (byte)(block[from + j] >> 4);
                }
            }
        }
    }

    private static void PackBytes(ReadOnlySpan<byte> values, byte* steps)
    {
        for (int i = 0; i < values.Length; i += 4, steps += StepBytes)
            *(int*)steps = values[i] | (values[i + 2] << 8) | (values[i + 1] << 16) | (values[i + 3] << 24);
    }

    private static void PackNibbles(ReadOnlySpan<byte> values, byte* steps)
    {
        for (int i = 0; i < values.Length; i += 8, steps += StepBytes)
        {
            int even = values[i] | (values[i + 2] << 4) | (values[i + 4] << 8) | (values[i + 6] << 12);
            int odd = values[i + 1] | (values[i + 3] << 4) | (values[i + 5] << 8) | (values[i + 7] << 12);
            *(int*)steps = even | (odd << 16);
        }
    }
}
