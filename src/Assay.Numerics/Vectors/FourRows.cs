using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Assay.Numerics.Vectors;

/// <summary>Inner products of one query with four consecutive rows at once: for short rows, adding up four accumulators together costs a third of adding up each.</summary>
internal static unsafe class FourRows
{
    /// <summary>Whether this processor has the instructions.</summary>
    public static bool IsSupported => Avx512BW.IsSupported;

    /// <summary>The four products.</summary>
    /// <param name="query">The query, <paramref name="stride"/> values.</param>
    /// <param name="row">The first of four rows, each <paramref name="stride"/> bytes after the one before.</param>
    /// <param name="stride">Values of a row, a multiple of 64.</param>
    /// <returns>The exact sums, as <see cref="DotProduct.Int8"/> gives them.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Dot(short* query, sbyte* row, int stride)
    {
        Vector512<int> a = default, b = default, c = default, d = default;
        for (int i = 0; i < stride; i += 32)
        {
            Vector512<short> q = Vector512.Load(query + i);
            a += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.Load(row + i)), q);
            b += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.Load(row + stride + i)), q);
            c += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.Load(row + (2 * stride) + i)), q);
            d += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.Load(row + (3 * stride) + i)), q);
        }

        // Each step halves what is left of all four: pairs of lanes, then the 128-bit quarters.
        Vector512<long> ab = (Avx512F.UnpackLow(a, b) + Avx512F.UnpackHigh(a, b)).AsInt64();
        Vector512<long> cd = (Avx512F.UnpackLow(c, d) + Avx512F.UnpackHigh(c, d)).AsInt64();
        Vector512<int> all = Avx512F.UnpackLow(ab, cd).AsInt32() + Avx512F.UnpackHigh(ab, cd).AsInt32();
        Vector256<int> half = all.GetLower() + all.GetUpper();
        return half.GetLower() + half.GetUpper();
    }
}
