using System.Runtime.CompilerServices;
using Assay.Numerics.Layers.Elementary;

namespace Assay.Numerics.Layers.Activations;

/// <summary><c>x · Φ(x)</c>.</summary>
internal readonly struct GeluCurve : ICurve
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<S, V>(V x)
        where S : struct, ISimd<V>
        where V : unmanaged => S.Multiply(x, ElementaryVectors.NormalDistribution<S, V>(x, out _));

    // (x Φ)' = Φ + x φ
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<S, V>(V x, out V slope)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        V distribution = ElementaryVectors.NormalDistribution<S, V>(x, out V density);
        slope = S.MultiplyAdd(x, density, distribution);
        return S.Multiply(x, distribution);
    }
}
