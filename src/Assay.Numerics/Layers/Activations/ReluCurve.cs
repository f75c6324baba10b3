using System.Runtime.CompilerServices;
using Assay.Numerics.Layers.Elementary;

namespace Assay.Numerics.Layers.Activations;

/// <summary><c>max(x, 0)</c>.</summary>
internal readonly struct ReluCurve : ICurve
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<S, V>(V x)
        where S : struct, ISimd<V>
        where V : unmanaged => S.Max(S.All(0f), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<S, V>(V x, out V slope)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        slope = S.Choose(S.Less(S.All(0f), x), S.All(1f), S.All(0f));
        return S.Max(S.All(0f), x);
    }
}
