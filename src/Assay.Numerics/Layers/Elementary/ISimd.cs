using System.Runtime.Intrinsics;

namespace Assay.Numerics.Layers.Elementary;

/// <summary>
/// The instructions of one vector width, so that a kernel is written once and compiled for 512, 256 and 128 bits and for single values. All widths round alike, lane for lane,
/// so an element's result does not depend on the width or on where in a vector it stands; sums over lanes do.
/// </summary>
/// <typeparam name="V">The vector.</typeparam>
internal unsafe interface ISimd<V>
    where V : unmanaged
{
    /// <summary>Values in a vector.</summary>
    static abstract int Count { get; }

    static abstract V Load(float* from);

    static abstract void Store(V value, float* to);

    static abstract V All(float value);

    static abstract V Add(V x, V y);

    static abstract V Subtract(V x, V y);

    static abstract V Multiply(V x, V y);

    static abstract V Divide(V x, V y);

    static abstract V Sqrt(V x);

    /// <summary><c>x · y + z</c>, rounded once.</summary>
    static abstract V MultiplyAdd(V x, V y, V z);

    /// <summary>The smaller one; <paramref name="y"/> where either is not a number.</summary>
    static abstract V Min(V x, V y);

    /// <summary>The larger one; <paramref name="y"/> where either is not a number.</summary>
    static abstract V Max(V x, V y);

    static abstract V Abs(V x);

    /// <summary>The size of <paramref name="x"/> with the sign of <paramref name="sign"/>.</summary>
    static abstract V CopySign(V x, V sign);

    /// <summary>To the nearest whole number, halves to even.</summary>
    static abstract V Round(V x);

    /// <summary><c>x · 2^n</c>, rounded once, for whole <c>n</c> from -252 to 254.</summary>
    static abstract V Scale(V x, V n);

    /// <summary>A mask of the lanes with <c>x &lt; y</c>.</summary>
    static abstract V Less(V x, V y);

    /// <summary>Lanes of <paramref name="x"/> where the mask is set, of <paramref name="y"/> elsewhere.</summary>
    static abstract V Choose(V mask, V x, V y);

    /// <summary>Lanes 1, 0, 3, 2 and so on; a single value stays what it is.</summary>
    static abstract V SwapPairs(V x);

    /// <summary>The sum of the lanes.</summary>
    static abstract float Sum(V x);

    /// <summary>The sums of the lanes of four vectors, in one go.</summary>
    static abstract Vector128<float> Sums(V x0, V x1, V x2, V x3);
}
