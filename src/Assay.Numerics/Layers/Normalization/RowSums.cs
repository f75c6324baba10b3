using System.Runtime.CompilerServices;
using Assay.Numerics.Layers.Elementary;

namespace Assay.Numerics.Layers.Normalization;

/// <summary>Sums along one row, in float, over several lanes: the error grows with the logarithm of the length rather than with the length.</summary>
internal static unsafe class RowSums
{
    /// <summary><c>sum_i(x[i])</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Values<S, V>(float* x, int count)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        V first = S.All(0f), second = S.All(0f);
        int i = 0;
        for (; i <= count - (2 * S.Count); i += 2 * S.Count)
        {
            first = S.Add(first, S.Load(x + i));
            second = S.Add(second, S.Load(x + i + S.Count));
        }

        if (i <= count - S.Count)
        {
            first = S.Add(first, S.Load(x + i));
            i += S.Count;
        }

        float sum = S.Sum(S.Add(first, second));
        for (; i < count; i++) sum += x[i];
        return sum;
    }

    /// <summary><c>sum_i((x[i] - center)²)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Squares<S, V>(float* x, int count, float center)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        V first = S.All(0f), second = S.All(0f), middle = S.All(center);
        int i = 0;
        for (; i <= count - (2 * S.Count); i += 2 * S.Count)
        {
            V a = S.Subtract(S.Load(x + i), middle), b = S.Subtract(S.Load(x + i + S.Count), middle);
            first = S.MultiplyAdd(a, a, first);
            second = S.MultiplyAdd(b, b, second);
        }

        if (i <= count - S.Count)
        {
            V a = S.Subtract(S.Load(x + i), middle);
            first = S.MultiplyAdd(a, a, first);
            i += S.Count;
        }

        float sum = S.Sum(S.Add(first, second));
        for (; i < count; i++) sum = MathF.FusedMultiplyAdd(x[i] - center, x[i] - center, sum);
        return sum;
    }

    /// <summary><c>sum_i(dy[i] · w[i])</c> and <c>sum_i(dy[i] · w[i] · (x[i] - center))</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (float Slopes, float Products) Slopes<S, V>(float* x, float* w, float* dy, int count, float center)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        V slopes = S.All(0f), products = S.All(0f), middle = S.All(center);
        int i = 0;
        for (; i <= count - S.Count; i += S.Count)
        {
            V g = S.Multiply(S.Load(dy + i), S.Load(w + i));
            slopes = S.Add(slopes, g);
            products = S.MultiplyAdd(g, S.Subtract(S.Load(x + i), middle), products);
        }

        float slope = S.Sum(slopes), product = S.Sum(products);
        for (; i < count; i++)
        {
            float g = dy[i] * w[i];
            slope += g;
            product = MathF.FusedMultiplyAdd(g, x[i] - center, product);
        }

        return (slope, product);
    }
}
