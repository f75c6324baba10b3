namespace Assay.Numerics.Layers.Elementary;

/// <summary>What is done to each element alone.</summary>
internal interface IElementwise
{
    /// <summary>Does it to one vector of elements; reads all it needs before it writes.</summary>
    /// <param name="at">The arrays.</param>
    /// <param name="i">First element.</param>
    static abstract void Apply<S, V>(in Operands at, nint i)
        where S : struct, ISimd<V>
        where V : unmanaged;
}
