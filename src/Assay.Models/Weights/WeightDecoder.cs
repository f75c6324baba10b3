using System.Numerics;
using Assay.Numerics.Memory;
using Assay.Numerics.Quantized;

namespace Assay.Models.Weights;

/// <summary>Stored numbers as floats. Every conversion but that from F64 is exact.</summary>
internal static class WeightDecoder
{
    /// <summary>The types that can be read, for messages.</summary>
    public const string Names = "F32, F16, BF16, F64, Q8_0, Q4_0, Q4_K, Q6_K";

    /// <summary>Whether a type can be read as numbers.</summary>
    /// <param name="type">The type.</param>
    /// <returns>True when <see cref="TryDecode"/> reads it.</returns>
    public static bool Knows(WeightType type) => type is WeightType.F32 or WeightType.F16 or WeightType.BF16 or WeightType.F64 || BlocksOf(type) is not null;

    /// <summary>Reads values.</summary>
    /// <param name="type">How they are stored.</param>
    /// <param name="region">Where.</param>
    /// <param name="offset">First byte of the first one.</param>
    /// <param name="values">Takes them; for quantized types a whole number of blocks.</param>
    /// <returns>False when the type cannot be read as numbers; <paramref name="values"/> is as it was then.</returns>
    public static bool TryDecode(WeightType type, MemoryRegion region, long offset, Span<float> values)
    {
        switch (type)
        {
            case WeightType.F32:
                region.Slice<float>(offset, values.Length).CopyTo(values);
                return true;
            case WeightType.F16:
                FromHalf(region.Slice<ushort>(offset, values.Length), values);
                return true;
            case WeightType.BF16:
                FromBrain(region.Slice<ushort>(offset, values.Length), values);
                return true;
            case WeightType.F64:
                ReadOnlySpan<double> doubles = region.Slice<double>(offset, values.Length);
                for (int i = 0; i < doubles.Length; i++) values[i] = (float)doubles[i];
                return true;
            default:
                if (BlocksOf(type) is not { } blocks) return false;
                DecodeBlocks(blocks, region, offset, values);
                return true;
        }
    }

    /// <summary>The kernels' name of a type of blocks.</summary>
    /// <param name="type">The type.</param>
    /// <returns>Null when it is stored otherwise, or in blocks that are not read.</returns>
    public static QuantizedFormat? BlocksOf(WeightType type) => type switch
    {
        WeightType.Q80 => QuantizedFormat.Q8,
        WeightType.Q40 => QuantizedFormat.Q4,
        WeightType.Q4K => QuantizedFormat.Q4K,
        WeightType.Q6K => QuantizedFormat.Q6K,
        _ => null,
    };

    /// <summary>The first value that is infinite or not a number.</summary>
    /// <param name="values">The values.</param>
    /// <returns>-1 when all are finite.</returns>
    public static int IndexOfNotFinite(ReadOnlySpan<float> values)
    {
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            // x - x is 0 for every finite x and NaN for the others.
            Vector<float> x = new(values[i..]);
            if (!Vector.EqualsAll(x - x, Vector<float>.Zero)) break;
        }

        for (; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i])) return i;
        }

        return -1;
    }

    /// <summary>The first value of sixteen bits that is infinite or not a number: whose exponent has no bit that is 0.</summary>
    /// <param name="type">F16 or BF16.</param>
    /// <param name="bits">The values.</param>
    /// <returns>-1 when all are finite.</returns>
    public static int IndexOfNotFinite(WeightType type, ReadOnlySpan<ushort> bits)
    {
        ushort exponent = (ushort)(type == WeightType.F16 ? 0x7C00 : 0x7F80);
        var mask = new Vector<ushort>(exponent);
        int i = 0;
        for (; i <= bits.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            if (Vector.EqualsAny(new Vector<ushort>(bits[i..]) & mask, mask)) break;
        }

        for (; i < bits.Length; i++)
        {
            if ((bits[i] & exponent) == exponent) return i;
        }

        return -1;
    }

    private static void DecodeBlocks(QuantizedFormat format, MemoryRegion region, long offset, Span<float> values)
    {
        const int run = 1 << 24; // a multiple of every block, whose bytes fit a span
        for (int i = 0; i < values.Length; i += run)
        {
            Span<float> part = values.Slice(i, Math.Min(run, values.Length - i));
            BlockDequantizer.Dequantize(format, region.Slice<byte>(offset + BlockLayout.LengthBytes(format, i), (int)BlockLayout.LengthBytes(format, part.Length)), part);
        }
    }

    private static void FromBrain(ReadOnlySpan<ushort> bits, Span<float> values)
    {
        int i = 0;
        for (; i <= bits.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(bits[i..]), out Vector<uint> low, out Vector<uint> high);
            Vector.AsVectorSingle(low << 16).CopyTo(values[i..]);
            Vector.AsVectorSingle(high << 16).CopyTo(values[(i + Vector<uint>.Count)..]);
        }

        for (; i < bits.Length; i++) values[i] = BitConverter.UInt32BitsToSingle((uint)bits[i] << 16);
    }

    private static void FromHalf(ReadOnlySpan<ushort> bits, Span<float> values)
    {
        int i = 0;
        for (; i <= bits.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(bits[i..]), out Vector<uint> low, out Vector<uint> high);
            FromHalf(low).CopyTo(values[i..]);
            FromHalf(high).CopyTo(values[(i + Vector<uint>.Count)..]);
        }

        for (; i < bits.Length; i++) values[i] = (float)BitConverter.UInt16BitsToHalf(bits[i]);
    }

    // The exponent and fraction of a half, moved to their places in a single, are the value times 2^-112, also below the normal range;
    // only the largest exponent (infinity, NaN) has to be set by hand.
    private static Vector<float> FromHalf(Vector<uint> half)
    {
        Vector<uint> size = (half & new Vector<uint>(0x7FFF)) << 13;
        Vector<uint> scaled = Vector.AsVectorUInt32(Vector.AsVectorSingle(size) * new Vector<float>(BitConverter.UInt32BitsToSingle((112u + 127) << 23)));
        Vector<uint> special = Vector.GreaterThanOrEqual(size, new Vector<uint>(0x7C00u << 13)) & new Vector<uint>(0x7F800000);
        return Vector.AsVectorSingle(scaled | special | ((half & new Vector<uint>(0x8000)) << 16));
    }
}
