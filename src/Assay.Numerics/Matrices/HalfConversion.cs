using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Assay.Numerics.Matrices;

/// <summary>Conversions between floats and the formats of sixteen bits.</summary>
/// <remarks>Allocates nothing; safe to call concurrently on disjoint results.</remarks>
public static unsafe class HalfConversion
{
    /// <summary>Sixteen-bit values as floats; exact, subnormal values, infinities and NaN included.</summary>
    /// <param name="format">Their format.</param>
    /// <param name="values">Their bits.</param>
    /// <param name="floats">Takes as many floats; not the memory of <paramref name="values"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ or there is no such format.</exception>
    public static void Widen(HalfFormat format, ReadOnlySpan<ushort> values, Span<float> floats) => Widen(Tile.Best, format, values, floats);

    /// <summary>Floats as the nearest sixteen-bit values, the even one of two; too large ones become infinite, NaN stays NaN.</summary>
    /// <param name="format">Their format.</param>
    /// <param name="floats">The floats.</param>
    /// <param name="values">Takes as many values; not the memory of <paramref name="floats"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ or there is no such format.</exception>
    public static void Narrow(HalfFormat format, ReadOnlySpan<float> floats, Span<ushort> values) => Narrow(Tile.Best, format, floats, values);

    internal static void Widen(VectorPath path, HalfFormat format, ReadOnlySpan<ushort> values, Span<float> floats)
    {
        if (values.Length != floats.Length) throw new ArgumentException($"{values.Length} values do not fill {floats.Length} floats.", nameof(floats));
        fixed (ushort* from = &MemoryMarshal.GetReference(values))
        fixed (float* to = &MemoryMarshal.GetReference(floats))
        {
            if (format == HalfFormat.Float16) Widen<Float16Panels>(path, (byte*)from, to, values.Length);
            else if (format == HalfFormat.BFloat16) Widen<BFloat16Panels>(path, (byte*)from, to, values.Length);
            else throw NoFormat(format);
        }
    }

    internal static void Narrow(VectorPath path, HalfFormat format, ReadOnlySpan<float> floats, Span<ushort> values)
    {
        if (values.Length != floats.Length) throw new ArgumentException($"{floats.Length} floats do not fill {values.Length} values.", nameof(values));
        fixed (float* from = &MemoryMarshal.GetReference(floats))
        fixed (ushort* to = &MemoryMarshal.GetReference(values))
        {
            if (format == HalfFormat.Float16) Narrow<Float16Rounding>(path, (uint*)from, to, values.Length);
            else if (format == HalfFormat.BFloat16) Narrow<BFloat16Rounding>(path, (uint*)from, to, values.Length);
            else throw NoFormat(format);
        }
    }

    /// <summary>Refuses a format that there is not.</summary>
    internal static ArgumentException NoFormat(HalfFormat format) => new($"There is no format {(int)format} of sixteen bits.", nameof(format));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Widen<TFormat>(VectorPath path, byte* from, float* to, long length)
        where TFormat : struct, IPanelFormat
    {
        long i = 0;
        if (path == VectorPath.Bits512) for (; i <= length - 16; i += 16) TFormat.Load512(from + (i * TFormat.ValueBytes)).Store(to + i);
        if (path >= VectorPath.Bits256) for (; i <= length - 8; i += 8) TFormat.Load256(from + (i * TFormat.ValueBytes)).Store(to + i);
        if (path >= VectorPath.Bits128) for (; i <= length - 4; i += 4) TFormat.Load128(from + (i * TFormat.ValueBytes)).Store(to + i);
        for (; i < length; i++) to[i] = TFormat.Load(from + (i * TFormat.ValueBytes));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow<TRounding>(VectorPath path, uint* from, ushort* to, long length)
        where TRounding : struct, IHalfRounding
    {
        long i = 0;
        if (path == VectorPath.Bits512)
            for (; i <= length - 32; i += 32) Vector512.Narrow(TRounding.Round(Vector512.Load(from + i)), TRounding.Round(Vector512.Load(from + i + 16))).Store(to + i);
        if (path >= VectorPath.Bits256)
            for (; i <= length - 16; i += 16) Vector256.Narrow(TRounding.Round(Vector256.Load(from + i)), TRounding.Round(Vector256.Load(from + i + 8))).Store(to + i);
        if (path >= VectorPath.Bits128)
            for (; i <= length - 8; i += 8) Vector128.Narrow(TRounding.Round(Vector128.Load(from + i)), TRounding.Round(Vector128.Load(from + i + 4))).Store(to + i);
        for (; i < length; i++) to[i] = (ushort)TRounding.Round(from[i]);
    }
}
