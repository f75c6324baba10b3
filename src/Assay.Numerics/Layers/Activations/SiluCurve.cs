using System.Runtime.CompilerServices;
using Assay.Numerics.Layers.Elementary;

namespace Assay.Numerics.Layers.Activations;

/// <summary><c>x / (1 + e^-x)</c>.</summary>
internal readonly struct SiluCurve : ICurve
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<S, V>(V x)
        where S : struct, ISimd<V>
        where V : unmanaged => S.Multiply(x, ElementaryVectors.Sigmoid<S, V>(x));

    // (x s)' = s + x s (1 - s)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<S, V>(V x, out V slope)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        V s = ElementaryVectors.Sigmoid<S, V>(x), value = S.Multiply(x, s);
        slope = S.MultiplyAdd(value, S.Subtract(S.All(1f), s), s);
        return value;
    }
}
