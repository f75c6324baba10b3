using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Assay.Numerics.Quantized;

/// <summary>Blocks into floats, by the formulas of <see cref="QuantizedFormat"/>.</summary>
/// <remarks>
/// All paths give the same bits as <see cref="Reference.ScalarBlocks"/>: every product of a scale and a value is exact in single precision. A scale that is not finite gives values that are not. Allocates
/// nothing; safe to call concurrently on disjoint outputs.
/// </remarks>
public static unsafe class BlockDequantizer
{
    /// <summary>Dequantises a run of blocks.</summary>
    /// <param name="format">How they are laid out.</param>
    /// <param name="blocks">The blocks, one after the other.</param>
    /// <param name="values">Takes all their values; not the memory of <paramref name="blocks"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="values"/> is no whole number of blocks, or <paramref name="blocks"/> is not as long as they are.</exception>
    public static void Dequantize(QuantizedFormat format, ReadOnlySpan<byte> blocks, Span<float> values) => Dequantize(Widest, format, blocks, values);

    private static int Widest => Avx512F.IsSupported ? 512 : Avx2.IsSupported ? 256 : 128;

    internal static void Dequantize(int bits, QuantizedFormat format, ReadOnlySpan<byte> blocks, Span<float> values)
    {
        BlockLayout.Require(format, blocks.Length, values.Length);
        int length = BlockLayout.BytesPerBlock(format), count = BlockLayout.ValuesPerBlock(format);
        fixed (float* start = values)
        {
            float* y = start;
            for (int offset = 0; offset < blocks.Length; offset += length, y += count)
            {
                ReadOnlySpan<byte> block = blocks.Slice(offset, length);
                fixed (byte* address = block)
                {
                    if (format == QuantizedFormat.Q8) Q8(bits, block, address, y);
                    else if (format == QuantizedFormat.Q4) Q4(bits, block, address, y);
                    else if (format == QuantizedFormat.Q4K) Q4K(bits, block, address, y);
                    else Q6K(bits, block, address, y);
                }
            }
        }
    }

    private static void Q8(int bits, ReadOnlySpan<byte> block, byte* address, float* y)
    {
        float scale = BlockLayout.Half(block, 0);
        Write(bits, Vector128.Load((sbyte*)address + 2), scale, 0, y);
        Write(bits, Vector128.Load((sbyte*)address + 18), scale, 0, y + 16);
    }

    private static void Q4(int bits, ReadOnlySpan<byte> block, byte* address, float* y)
    {
        float scale = BlockLayout.Half(block, 0);
        Vector128<byte> q = Vector128.Load(address + 2);
        Write(bits, (q & Vector128.Create((byte)15)).AsSByte() - Vector128.Create((sbyte)8), scale, 0, y);
        Write(bits, (q >>> 4).AsSByte() - Vector128.Create((sbyte)8), scale, 0, y + 16);
    }

    private static void Q4K(int bits, ReadOnlySpan<byte> block, byte* address, float* y)
    {
        float scale = BlockLayout.Half(block, 0), minimum = BlockLayout.Half(block, 2);
        ReadOnlySpan<byte> scales = block.Slice(BlockLayout.Q4KScales, 12);
        byte* q = address + BlockLayout.Q4KValues;
        for (int group = 0; group < 8; group += 2, q += 32, y += 64)
        {
            (int lowScale, int lowMinimum) = BlockLayout.Q4KGroup(scales, group);
            (int highScale, int highMinimum) = BlockLayout.Q4KGroup(scales, group + 1);
            for (int i = 0; i < 32; i += 16)
            {
                Vector128<byte> pair = Vector128.Load(q + i);
                Write(bits, (pair & Vector128.Create((byte)15)).AsSByte(), scale * lowScale, minimum * lowMinimum, y + i);
                Write(bits, (pair >>> 4).AsSByte(), scale * highScale, minimum * highMinimum, y + 32 + i);
            }
        }
    }

    private static void Q6K(int bits, ReadOnlySpan<byte> block, byte* address, float* y)
    {
        float scale = BlockLayout.Half(block, BlockLayout.Q6KScale);
        sbyte* scales = (sbyte*)address + BlockLayout.Q6KScales;
        Vector128<byte> four = Vector128.Create((byte)15), two = Vector128.Create((byte)0x30);
        Vector128<sbyte> middle = Vector128.Create((sbyte)32);

        // 128 values are four rows of 32, whose upper bits lie in the same bytes.
        for (int i = 0; i < 4; i++)
        {
            int half = i >> 1, column = (i & 1) * 16;
            Vector128<byte> a = Vector128.Load(address + (half * 64) + column), b = Vector128.Load(address + (half * 64) + 32 + column);
            Vector128<byte> high = Vector128.Load(address + BlockLayout.Q6KHigh + (half * 32) + column);
            float* row = y + (half * 128) + column;
            sbyte* s = scales + (half * 8) + (i & 1);
            Write(bits, ((a & four) | ((high << 4) & two)).AsSByte() - middle, scale * s[0], 0, row);
            Write(bits, ((b & four) | ((high << 2) & two)).AsSByte() - middle, scale * s[2], 0, row + 32);
            Write(bits, ((a >>> 4) | (high & two)).AsSByte() - middle, scale * s[4], 0, row + 64);
            Write(bits, ((b >>> 4) | ((high >>> 2) & two)).AsSByte() - middle, scale * s[6], 0, row + 96);
        }
    }

    // y[i] = q[i] · scale − minimum for sixteen values.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(int bits, Vector128<sbyte> q, float scale, float minimum, float* y)
    {
        if (bits == 512)
        {
            Vector512<float> wide = Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(q));
            ((wide * Vector512.Create(scale)) - Vector512.Create(minimum)).Store(y);
        }
        else if (bits == 256)
        {
            Vector256<float> s = Vector256.Create(scale), m = Vector256.Create(minimum);
            Vector256<float> low = Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(q));
            Vector256<float> high = Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(Vector128.Create(q.GetUpper(), q.GetUpper())));
            ((low * s) - m).Store(y);
            ((high * s) - m).Store(y + 8);
        }
        else
        {
            (Vector128<short> low, Vector128<short> high) = Vector128.Widen(q);
            WriteEight(low, scale, minimum, y);
            WriteEight(high, scale, minimum, y + 8);
        }
    }

    private static void WriteEight(Vector128<short> q, float scale, float minimum, float* y)
    {
        Vector128<float> s = Vector128.Create(scale), m = Vector128.Create(minimum);
        (Vector128<int> low, Vector128<int> high) = Vector128.Widen(q);
        ((Vector128.ConvertToSingle(low) * s) - m).Store(y);
        ((Vector128.ConvertToSingle(high) * s) - m).Store(y + 4);
    }
}
