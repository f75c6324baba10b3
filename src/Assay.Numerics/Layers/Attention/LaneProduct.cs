using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Assay.Numerics.Layers.Elementary;

namespace Assay.Numerics.Layers.Attention;

/// <summary>
/// The small matrix product that attention is made of: <c>c[i, lane] (+)= sum_s(a[i, s] · b[s, lane])</c>, where the lanes lie side by side and <c>a</c> may lie either way round.
/// </summary>
/// <remarks>
/// Eight or sixteen sums stay in registers: four or eight rows of <c>a</c>, whose values are spread over a vector as they are loaded, against two vectors of <c>b</c>. Each sum is taken in the
/// order of <c>s</c> with fused multiply-adds, so a result does not depend on the vector width.
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
    /// <param name="lanes">Lanes; a multiple of a vector.</param>
    /// <param name="add">Whether to add to what is there.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<S, V>(float* a, nint aRow, nint aStep, float* b, float* c, int rows, int steps, nint lanes, bool add)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        nint pairs = lanes / (2 * S.Count) * (2 * S.Count);
        int row = 0;
        for (; row <= rows - 8; row += 8, a += 8 * aRow, c += 8 * lanes)
        {
            for (nint lane = 0; lane < pairs; lane += 2 * S.Count)
            {
                if (S.Count == Vector512<float>.Count)
                {
                    Eight<S, V>(a, aRow, aStep, b + lane, c + lane, steps, lanes, add);
                    continue;
                }

                Four<S, V>(a, aRow, aStep, b + lane, c + lane, steps, lanes, add);
                Four<S, V>(a + (4 * aRow), aRow, aStep, b + lane, c + (4 * lanes) + lane, steps, lanes, add);
            }

            if (pairs < lanes) Narrow<S, V>(a, aRow, aStep, b + pairs, c + pairs, steps, lanes, add);
        }

        for (; row < rows; row++, a += aRow, c += lanes)
        {
            for (nint lane = 0; lane < lanes; lane += S.Count) One<S, V>(a, aStep, b + lane, c + lane, steps, lanes, add);
        }
    }

    // Sixteen sums: two multiply-adds a cycle that take four cycles each leave eight no room. There are registers for it in 512 bits only.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight<S, V>(float* a, nint aRow, nint aStep, float* b, float* c, int steps, nint lanes, bool add)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        V zero = S.All(0f), s00 = zero, s01 = zero, s10 = zero, s11 = zero, s20 = zero, s21 = zero, s30 = zero, s31 = zero, s40 = zero, s41 = zero, s50 = zero, s51 = zero, s60 = zero, s61 = zero, s70 = zero, s71 = zero;
        if (add)
        {
            s00 = S.Load(c);
            s01 = S.Load(c + S.Count);
            s10 = S.Load(c + (1 * lanes));
            s11 = S.Load(c + (1 * lanes) + S.Count);
            s20 = S.Load(c + (2 * lanes));
            s21 = S.Load(c + (2 * lanes) + S.Count);
            s30 = S.Load(c + (3 * lanes));
            s31 = S.Load(c + (3 * lanes) + S.Count);
            s40 = S.Load(c + (4 * lanes));
            s41 = S.Load(c + (4 * lanes) + S.Count);
            s50 = S.Load(c + (5 * lanes));
            s51 = S.Load(c + (5 * lanes) + S.Count);
            s60 = S.Load(c + (6 * lanes));
            s61 = S.Load(c + (6 * lanes) + S.Count);
            s70 = S.Load(c + (7 * lanes));
            s71 = S.Load(c + (7 * lanes) + S.Count);
        }

        float* far = a + (4 * aRow);
        nint aRow2 = 2 * aRow, aRow3 = 3 * aRow;
        for (int step = 0; step < steps; step++, a += aStep, far += aStep, b += lanes)
        {
            V b0 = S.Load(b), b1 = S.Load(b + S.Count), x;
            x = S.All(*a);
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
            x = S.All(*far);
            s40 = S.MultiplyAdd(x, b0, s40);
            s41 = S.MultiplyAdd(x, b1, s41);
            x = S.All(far[aRow]);
            s50 = S.MultiplyAdd(x, b0, s50);
            s51 = S.MultiplyAdd(x, b1, s51);
            x = S.All(far[aRow2]);
            s60 = S.MultiplyAdd(x, b0, s60);
            s61 = S.MultiplyAdd(x, b1, s61);
            x = S.All(far[aRow3]);
            s70 = S.MultiplyAdd(x, b0, s70);
            s71 = S.MultiplyAdd(x, b1, s71);
        }

        S.Store(s00, c);
        S.Store(s01, c + S.Count);
        S.Store(s10, c + (1 * lanes));
        S.Store(s11, c + (1 * lanes) + S.Count);
        S.Store(s20, c + (2 * lanes));
        S.Store(s21, c + (2 * lanes) + S.Count);
        S.Store(s30, c + (3 * lanes));
        S.Store(s31, c + (3 * lanes) + S.Count);
        S.Store(s40, c + (4 * lanes));
        S.Store(s41, c + (4 * lanes) + S.Count);
        S.Store(s50, c + (5 * lanes));
        S.Store(s51, c + (5 * lanes) + S.Count);
        S.Store(s60, c + (6 * lanes));
        S.Store(s61, c + (6 * lanes) + S.Count);
        S.Store(s70, c + (7 * lanes));
        S.Store(s71, c + (7 * lanes) + S.Count);
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

    // What is left where the vectors are odd in number, as with heads of 48 values: eight rows again, so that there are eight sums.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Narrow<S, V>(float* a, nint aRow, nint aStep, float* b, float* c, int steps, nint lanes, bool add)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        V zero = S.All(0f), s0 = zero, s1 = zero, s2 = zero, s3 = zero, s4 = zero, s5 = zero, s6 = zero, s7 = zero;
        if (add)
        {
            s0 = S.Load(c);
            s1 = S.Load(c + lanes);
            s2 = S.Load(c + (2 * lanes));
            s3 = S.Load(c + (3 * lanes));
            s4 = S.Load(c + (4 * lanes));
            s5 = S.Load(c + (5 * lanes));
            s6 = S.Load(c + (6 * lanes));
            s7 = S.Load(c + (7 * lanes));
        }

        float* far = a + (4 * aRow);
        nint aRow2 = 2 * aRow, aRow3 = 3 * aRow;
        for (int step = 0; step < steps; step++, a += aStep, far += aStep, b += lanes)
        {
            V x = S.Load(b);
            s0 = S.MultiplyAdd(S.All(*a), x, s0);
            s1 = S.MultiplyAdd(S.All(a[aRow]), x, s1);
            s2 = S.MultiplyAdd(S.All(a[aRow2]), x, s2);
            s3 = S.MultiplyAdd(S.All(a[aRow3]), x, s3);
            s4 = S.MultiplyAdd(S.All(*far), x, s4);
            s5 = S.MultiplyAdd(S.All(far[aRow]), x, s5);
            s6 = S.MultiplyAdd(S.All(far[aRow2]), x, s6);
            s7 = S.MultiplyAdd(S.All(far[aRow3]), x, s7);
        }

        S.Store(s0, c);
        S.Store(s1, c + lanes);
        S.Store(s2, c + (2 * lanes));
        S.Store(s3, c + (3 * lanes));
        S.Store(s4, c + (4 * lanes));
        S.Store(s5, c + (5 * lanes));
        S.Store(s6, c + (6 * lanes));
        S.Store(s7, c + (7 * lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One<S, V>(float* a, nint aStep, float* b, float* c, int steps, nint lanes, bool add)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        V sum = add ? S.Load(c) : S.All(0f);
        for (int step = 0; step < steps; step++, a += aStep, b += lanes) sum = S.MultiplyAdd(S.All(*a), S.Load(b), sum);
        S.Store(sum, c);
    }
}
