using System.Runtime.CompilerServices;
using Assay.Numerics.Layers.Elementary;

namespace Assay.Numerics.Layers.Losses;

/// <summary>The pieces of a softmax along one row.</summary>
internal static unsafe class RowExponentials
{
    /// <summary>The largest value; minus infinity where there is none. What is not a number may be passed over here: the sum of exponentials shows it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Largest<S, V>(float* x, int count)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        float largest = float.NegativeInfinity;
        int i = 0;
        if (count >= S.Count)
        {
            V top = S.Load(x);
            for (i = S.Count; i <= count - S.Count; i += S.Count) top = S.Max(top, S.Load(x + i));
            float* lanes = (float*)&top;
            for (int lane = 0; lane < S.Count; lane++) largest = MathF.Max(largest, lanes[lane]);
        }

        for (; i < count; i++) largest = MathF.Max(largest, x[i]);
        return largest;
    }

    /// <summary><c>sum_i(e^(x[i] - largest))</c>; the exponentials are put down where <paramref name="y"/> is given. 0 where the largest is minus infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Sum<S, V>(float* x, int count, float largest, float* y)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        if (float.IsNegativeInfinity(largest)) largest = 0;
        V sums = S.All(0f), reference = S.All(largest);
        int i = 0;
        for (; i <= count - S.Count; i += S.Count)
        {
            V value = ElementaryVectors.Exp<S, V>(S.Subtract(S.Load(x + i), reference));
            sums = S.Add(sums, value);
            if (y != null) S.Store(value, y + i);
        }

        float sum = S.Sum(sums);
        for (; i < count; i++)
        {
            float value = ElementaryVectors.Exp<SimdSingle, float>(x[i] - largest);
            sum += value;
            if (y != null) y[i] = value;
        }

        return sum;
    }

    /// <summary><c>x[i] · factor</c> in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<S, V>(float* x, int count, float factor)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        int i = 0;
        for (; i <= count - S.Count; i += S.Count) S.Store(S.Multiply(S.Load(x + i), S.All(factor)), x + i);
        for (; i < count; i++) x[i] *= factor;
    }
}
