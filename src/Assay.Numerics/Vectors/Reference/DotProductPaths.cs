using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Assay.Numerics.Vectors.Reference;

/// <summary>Each path of <see cref="DotProduct"/> by itself, so that all that this processor has can be tested and timed and not only the widest.</summary>
public static class DotProductPaths
{
    /// <summary>The float product by one path; the wide ones are computed by narrower instructions where the processor lacks them.</summary>
    /// <param name="bits">512, 256 or 128.</param>
    /// <param name="x">First vector.</param>
    /// <param name="y">Second vector, as long as <paramref name="x"/>.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="ArgumentException">The lengths differ or there is no such path.</exception>
    public static float ForFloats(int bits, ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"{x.Length} and {y.Length} values have no inner product.", nameof(y));
        ref float a = ref MemoryMarshal.GetReference(x), b = ref MemoryMarshal.GetReference(y);
        return bits switch
        {
            512 => DotProduct.Float512(ref a, ref b, x.Length),
            256 => DotProduct.Float256(ref a, ref b, x.Length),
            128 => DotProduct.Float128(ref a, ref b, x.Length),
            _ => throw new ArgumentException($"There is no path of {bits} bits.", nameof(bits)),
        };
    }

    /// <summary>The product of a 16-bit query and an 8-bit row by one path.</summary>
    /// <param name="bits">512, 256 or 128.</param>
    /// <param name="query">The query.</param>
    /// <param name="row">The row, as long as <paramref name="query"/>.</param>
    /// <returns>The sum; null when this processor lacks the path's instructions.</returns>
    /// <exception cref="ArgumentException">The lengths differ or there is no such path.</exception>
    public static int? ForBytes(int bits, ReadOnlySpan<short> query, ReadOnlySpan<sbyte> row)
    {
        if (query.Length != row.Length) throw new ArgumentException($"{query.Length} and {row.Length} values have no inner product.", nameof(row));
        ref short q = ref MemoryMarshal.GetReference(query);
        ref sbyte r = ref MemoryMarshal.GetReference(row);
        return bits switch
        {
            512 => Avx512BW.IsSupported ? DotProduct.Int8In512(ref q, ref r, row.Length) : null,
            256 => Avx2.IsSupported ? DotProduct.Int8In256(ref q, ref r, row.Length) : null,
            128 => Vector128.IsHardwareAccelerated ? DotProduct.Int8In128(ref q, ref r, row.Length) : null,
            _ => throw new ArgumentException($"There is no path of {bits} bits.", nameof(bits)),
        };
    }
}
