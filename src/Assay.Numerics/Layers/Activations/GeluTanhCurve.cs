using System.Runtime.CompilerServices;
using Assay.Numerics.Layers.Elementary;

namespace Assay.Numerics.Layers.Activations;

/// <summary>The form of <c>x · Φ(x)</c> with a hyperbolic tangent, as a logistic function.</summary>
internal readonly struct GeluTanhCurve : ICurve
{
    // (1 + tanh u) / 2 = 1 / (1 + e^-2u): 2u = x · (a + b x²)
    private const float A = 1.59576912f, B = 0.0713548163f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<S, V>(V x)
        where S : struct, ISimd<V>
        where V : unmanaged => S.Multiply(x, ElementaryVectors.Sigmoid<S, V>(S.Multiply(x, S.MultiplyAdd(S.Multiply(x, x), S.All(B), S.All(A)))));

    // (x s(2u))' = s + x s (1 - s) (a + 3 b x²)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<S, V>(V x, out V slope)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        V square = S.Multiply(x, x), s = ElementaryVectors.Sigmoid<S, V>(S.Multiply(x, S.MultiplyAdd(square, S.All(B), S.All(A))));
        V value = S.Multiply(x, s), steep = S.MultiplyAdd(square, S.All(3 * B), S.All(A));
        slope = S.MultiplyAdd(S.Multiply(value, S.Subtract(S.All(1f), s)), steep, s);
        return value;
    }
}
