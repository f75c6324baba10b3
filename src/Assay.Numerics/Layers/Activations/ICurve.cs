using Assay.Numerics.Layers.Elementary;

namespace Assay.Numerics.Layers.Activations;

/// <summary>An activation of one vector, and its slope.</summary>
internal interface ICurve
{
    static abstract V Value<S, V>(V x)
        where S : struct, ISimd<V>
        where V : unmanaged;

    static abstract V Value<S, V>(V x, out V slope)
        where S : struct, ISimd<V>
        where V : unmanaged;
}
