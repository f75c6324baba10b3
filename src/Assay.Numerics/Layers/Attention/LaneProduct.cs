using System.Runtime.CompilerServices;
using Assay.Numerics.Layers.Elementary;

namespace Assay.Numerics.Layers.Attention;

/// <summary>
/// The small matrix product that attention is made of: <c>c[i, lane] (+)= sum_s(a[i, s] · b[s, lane])</c>, where the lanes lie side by side and <c>a</c> may lie either way round.
/// </summary>
/// <remarks>
/// Eight sums stay in registers: four rows of <c>a</c>, whose values are spread over a vector as they are loaded, against two vectors of <c>b</c>. Each sum is taken in the order of <c>s</c>
/// with fused multiply-adds, so a result does not depend on the vector width.
/// </remarks>
internal static unsafe class LaneProduct
{
    /// <summary>The product.</summary>
    /// <param name="a">Rows of <c>a</c>.</param>
    /// <param name="aRow">Values from one row of <c>a</c> to the next.</param>
    /// <param name="aStep">Values from one <c>s</c> to the next in <c>a</c>.</param>
    /// <param name="b">Vectors over lanes; <paramref name="lanes"/> apart.</param>
    /// <param name="c">Results, <paramref name="lanes"/> apart.</param>
    /// <param name="rows">Rows of <c>a</c> and <c>c</c>.</param>
    /// <param name="steps">Length of the sum.</param>
    /// <param name="lanes">Lanes; a multiple of two vectors.</param>
    /// <param name="add">Whether to add to what is there.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<S, V>(float* a, nint aRow, nint aStep, float* b, float* c, int rows, int steps, nint lanes, bool add)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        int row = 0;
        for (; row <= rows - 4; row += 4, a += 4 * aRow, c += 4 * lanes)
        {
            for (nint lane = 0; lane < lanes; lane += 2 * S.Count) Four<S, V>(a, aRow, aStep, b + lane, c + lane, steps, lanes, add);
        }

        for (; row < rows; row++, a += aRow, c += lanes)
        {
            for (nint lane = 0; lane < lanes; lane += 2 * S.Count) One<S, V>(a, aStep, b + lane, c + lane, steps, lanes, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four<S, V>(float* a, nint aRow, nint aStep, float* b, float* c, int steps, nint lanes, bool add)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        float* c1 = c + lanes, c2 = c1 + lanes, c3 = c2 + lanes;
        V zero = S.All(0f), s00 = zero, s01 = zero, s10 = zero, s11 = zero, s20 = zero, s21 = zero, s30 = zero, s31 = zero;
        if (add)
        {
            s00 = S.Load(c);
            s01 = S.Load(c + S.Count);
            s10 = S.Load(c1);
            s11 = S.Load(c1 + S.Count);
            s20 = S.Load(c2);
            s21 = S.Load(c2 + S.Count);
            s30 = S.Load(c3);
            s31 = S.Load(c3 + S.Count);
        }

        nint aRow2 = 2 * aRow, aRow3 = 3 * aRow;
        for (int step = 0; step < steps; step++, a += aStep, b += lanes)
        {
            V b0 = S.Load(b), b1 = S.Load(b + S.Count), x = S.All(*a);
            s00 = S.MultiplyAdd(x, b0, s00);
            s01 = S.MultiplyAdd(x, b1, s01);
            x = S.All(a[aRow]);
            s10 = S.MultiplyAdd(x, b0, s10);
            s11 = S.MultiplyAdd(x, b1, s11);
            x = S.All(a[aRow2]);
            s20 = S.MultiplyAdd(x, b0, s20);
            s21 = S.MultiplyAdd(x, b1, s21);
            x = S.All(a[aRow3]);
            s30 = S.MultiplyAdd(x, b0, s30);
            s31 = S.MultiplyAdd(x, b1, s31);
        }

        S.Store(s00, c);
        S.Store(s01, c + S.Count);
        S.Store(s10, c1);
        S.Store(s11, c1 + S.Count);
        S.Store(s20, c2);
        S.Store(s21, c2 + S.Count);
        S.Store(s30, c3);
        S.Store(s31, c3 + S.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One<S, V>(float* a, nint aStep, float* b, float* c, int steps, nint lanes, bool add)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        V s0 = add ? S.Load(c) : S.All(0f), s1 = add ? S.Load(c + S.Count) : S.All(0f);
        for (int step = 0; step < steps; step++, a += aStep, b += lanes)
        {
            V x = S.All(*a);
            s0 = S.MultiplyAdd(x, S.Load(b), s0);
            s1 = S.MultiplyAdd(x, S.Load(b + S.Count), s1);
        }

        S.Store(s0, c);
        S.Store(s1, c + S.Count);
    }
}
