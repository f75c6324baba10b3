using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Assay.Numerics.Vectors.Reference;

namespace Assay.Numerics.Vectors;

/// <summary>Inner products of vectors of any length, by the widest instructions the processor has.</summary>
/// <remarks>Allocates nothing; safe to call concurrently. The 512, 256 and 128-bit paths differ in the order of the sum and so in the last bits of a float result.</remarks>
public static class DotProduct
{
    /// <summary>The inner product <c>sum_i(x[i] · y[i])</c> of two float vectors, summed in float.</summary>
    /// <param name="x">First vector.</param>
    /// <param name="y">Second vector, as long as <paramref name="x"/>; may be the same memory.</param>
    /// <returns>The sum; 0 for empty vectors.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static float Of(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"{x.Length} and {y.Length} values have no inner product.", nameof(y));
        ref float a = ref MemoryMarshal.GetReference(x), b = ref MemoryMarshal.GetReference(y);
        if (Vector512.IsHardwareAccelerated && x.Length >= 2 * Vector512<float>.Count) return Float512(ref a, ref b, x.Length);
        if (Vector256.IsHardwareAccelerated && x.Length >= 2 * Vector256<float>.Count) return Float256(ref a, ref b, x.Length);
        return Vector128.IsHardwareAccelerated ? Float128(ref a, ref b, x.Length) : (float)ScalarDotProduct.Of(x, y);
    }

    /// <summary>
    /// The inner product of a 16-bit query and an 8-bit row, exact while <c>sum_i(|query[i] · row[i]|)</c> stays below 2^31
    /// (<see cref="QuantizedQuery"/> chooses its scale so that it does).
    /// </summary>
    /// <param name="query">The query.</param>
    /// <param name="row">The row, as long as <paramref name="query"/>.</param>
    /// <returns>The sum; 0 for empty vectors.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static int Of(ReadOnlySpan<short> query, ReadOnlySpan<sbyte> row)
    {
        if (query.Length != row.Length) throw new ArgumentException($"{query.Length} and {row.Length} values have no inner product.", nameof(row));
        return Int8(ref MemoryMarshal.GetReference(query), ref MemoryMarshal.GetReference(row), query.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Int8(ref short query, ref sbyte row, int length)
    {
        if (Avx512BW.IsSupported) return Int8In512(ref query, ref row, length);
        if (Avx2.IsSupported) return Int8In256(ref query, ref row, length);
        return Vector128.IsHardwareAccelerated ? Int8In128(ref query, ref row, length) : Int8Tail(ref query, ref row, 0, length);
    }

    // Two accumulators a loop hide the latency of one multiply-add; four were no faster from the first-level cache.
    internal static float Float512(ref float a, ref float b, int length)
    {
        Vector512<float> first = default, second = default;
        int width = Vector512<float>.Count, i = 0;
        for (; i <= length - 2 * width; i += 2 * width)
        {
            first = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref a, (nuint)i), Vector512.LoadUnsafe(ref b, (nuint)i), first);
            second = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref a, (nuint)(i + width)), Vector512.LoadUnsafe(ref b, (nuint)(i + width)), second);
        }

        if (i <= length - width)
        {
            first = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref a, (nuint)i), Vector512.LoadUnsafe(ref b, (nuint)i), first);
            i += width;
        }

        return Vector512.Sum(first + second) + FloatTail(ref a, ref b, i, length);
    }

    internal static float Float256(ref float a, ref float b, int length)
    {
        Vector256<float> first = default, second = default;
        int width = Vector256<float>.Count, i = 0;
        for (; i <= length - 2 * width; i += 2 * width)
        {
            first = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref a, (nuint)i), Vector256.LoadUnsafe(ref b, (nuint)i), first);
            second = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref a, (nuint)(i + width)), Vector256.LoadUnsafe(ref b, (nuint)(i + width)), second);
        }

        return Vector256.Sum(first + second) + FloatTail(ref a, ref b, i, length);
    }

    internal static float Float128(ref float a, ref float b, int length)
    {
        Vector128<float> sum = default;
        int width = Vector128<float>.Count, i = 0;
        for (; i <= length - width; i += width)
            sum = Vector128.FusedMultiplyAdd(Vector128.LoadUnsafe(ref a, (nuint)i), Vector128.LoadUnsafe(ref b, (nuint)i), sum);
        return Vector128.Sum(sum) + FloatTail(ref a, ref b, i, length);
    }

    // No int8 multiply-add instruction (VNNI) is offered to managed code at this width, and the one of unsigned with signed bytes saturates: rows are
    // widened to 16 bits, which the load does, and multiplied with a query that is 16 bits wide already and loses nothing.
    internal static int Int8In512(ref short query, ref sbyte row, int length)
    {
        Vector512<int> first = default, second = default;
        int i = 0;
        for (; i <= length - 64; i += 64)
        {
            Vector512<short> low = Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref row, (nuint)i));
            Vector512<short> high = Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref row, (nuint)(i + 32)));
            first += Avx512BW.MultiplyAddAdjacent(low, Vector512.LoadUnsafe(ref query, (nuint)i));
            second += Avx512BW.MultiplyAddAdjacent(high, Vector512.LoadUnsafe(ref query, (nuint)(i + 32)));
        }

        if (i <= length - 32)
        {
            first += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref row, (nuint)i)), Vector512.LoadUnsafe(ref query, (nuint)i));
            i += 32;
        }

        return Vector512.Sum(first + second) + Int8Tail(ref query, ref row, i, length);
    }

    internal static int Int8In256(ref short query, ref sbyte row, int length)
    {
        Vector256<int> sum = default;
        int i = 0;
        for (; i <= length - 16; i += 16)
            sum += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref row, (nuint)i)), Vector256.LoadUnsafe(ref query, (nuint)i));
        return Vector256.Sum(sum) + Int8Tail(ref query, ref row, i, length);
    }

    internal static int Int8In128(ref short query, ref sbyte row, int length)
    {
        Vector128<int> sum = default;
        int i = 0;
        for (; i <= length - 16; i += 16)
        {
            (Vector128<short> low, Vector128<short> high) = Vector128.Widen(Vector128.LoadUnsafe(ref row, (nuint)i));
            sum += Pairs(low, Vector128.LoadUnsafe(ref query, (nuint)i)) + Pairs(high, Vector128.LoadUnsafe(ref query, (nuint)(i + 8)));
        }

        return Vector128.Sum(sum) + Int8Tail(ref query, ref row, i, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Pairs(Vector128<short> x, Vector128<short> y)
    {
        if (Sse2.IsSupported) return Sse2.MultiplyAddAdjacent(x, y);
        (Vector128<int> xLow, Vector128<int> xHigh) = Vector128.Widen(x);
        (Vector128<int> yLow, Vector128<int> yHigh) = Vector128.Widen(y);
        return (xLow * yLow) + (xHigh * yHigh);
    }

    private static float FloatTail(ref float a, ref float b, int from, int length)
    {
        float sum = 0;
        for (int i = from; i < length; i++) sum += Unsafe.Add(ref a, i) * Unsafe.Add(ref b, i);
        return sum;
    }

    private static int Int8Tail(ref short query, ref sbyte row, int from, int length)
    {
        int sum = 0;
        for (int i = from; i < length; i++) sum += Unsafe.Add(ref query, i) * Unsafe.Add(ref row, i);
        return sum;
    }
}
