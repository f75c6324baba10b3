using System.Runtime.CompilerServices;

namespace Assay.Numerics.Layers.Elementary;

/// <summary>Elementary functions of one vector. The polynomials interpolate at Chebyshev nodes and were rounded to float; their own errors are below 1e-8.</summary>
internal static class ElementaryVectors
{
    private const float LogTwoOfE = 1.44269504f, LnTwoHigh = 0.693145752f, LnTwoLow = 1.42860677e-6f, RootHalf = 0.707106781f, InverseRootTwoPi = 0.398942280f;

    /// <summary><c>e^x</c>, within 1.5 units of the last place, down to the last subnormal.</summary>
    // e^x = 2^n · e^r with |r| <= ln 2 / 2, and e^r = 1 + r + r² · q(r).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<S, V>(V x)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        // Outside these bounds the result is 0 or infinity; a value that is no number comes through, which the order of the operands decides.
        x = S.Min(S.All(89f), S.Max(S.All(-104f), x));
        V n = S.Round(S.Multiply(x, S.All(LogTwoOfE)));
        V r = S.MultiplyAdd(n, S.All(-LnTwoLow), S.MultiplyAdd(n, S.All(-LnTwoHigh), x));
        V q = S.MultiplyAdd(S.All(0.0013926176f), r, S.All(0.0083631733f));
        q = S.MultiplyAdd(q, r, S.All(0.0416665561f));
        q = S.MultiplyAdd(q, r, S.All(0.1666657776f));
        q = S.MultiplyAdd(q, r, S.All(0.5f));
        q = S.MultiplyAdd(q, r, S.All(1f));
        return S.Scale(S.MultiplyAdd(q, r, S.All(1f)), n);
    }

    /// <summary><c>1 / (1 + e^-x)</c>, within 3 units of the last place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<S, V>(V x)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        // The exponential of -|x| cannot overflow, and is itself the result where x is far below 0.
        V e = Exp<S, V>(S.Subtract(S.All(0f), S.Abs(x)));
        return S.Divide(S.Choose(S.Less(x, S.All(0f)), e, S.All(1f)), S.Add(S.All(1f), e));
    }

    /// <summary>The hyperbolic tangent, within 3 units of the last place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<S, V>(V x)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        V size = S.Abs(x), square = S.Multiply(x, x);
        V p = S.MultiplyAdd(S.All(0.0022149028f), square, S.All(-0.0082724569f));
        p = S.MultiplyAdd(p, square, S.All(0.0217461865f));
        p = S.MultiplyAdd(p, square, S.All(-0.0539563484f));
        p = S.MultiplyAdd(p, square, S.All(0.1333329082f));
        p = S.MultiplyAdd(p, square, S.All(-0.3333333433f));
        V small = S.MultiplyAdd(S.Multiply(p, square), x, x);
        V large = S.Subtract(S.All(1f), S.Divide(S.All(2f), S.Add(Exp<S, V>(S.Add(size, size)), S.All(1f))));
        return S.Choose(S.Less(size, S.All(0.625f)), small, S.CopySign(large, x));
    }

    /// <summary>The error function <c>2/√π · ∫_0^x e^-t² dt</c>, within 3 units of the last place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf<S, V>(V x)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        V size = S.Abs(x), square = S.Multiply(x, x);
        V p = S.MultiplyAdd(S.All(7.8758749e-5f), square, S.All(-8.0168643e-4f));
        p = S.MultiplyAdd(p, square, S.All(0.0051890872f));
        p = S.MultiplyAdd(p, square, S.All(-0.0268542115f));
        p = S.MultiplyAdd(p, square, S.All(0.1128359437f));
        p = S.MultiplyAdd(p, square, S.All(-0.3761262596f));
        p = S.MultiplyAdd(p, square, S.All(0.1283791661f));
        V small = S.MultiplyAdd(p, x, x);
        V bounded = S.Min(S.All(10.2f), size), large = S.Subtract(S.All(1f), Erfc<S, V>(bounded, bounded, bounded, out _));
        return S.Choose(S.Less(size, S.All(1f)), small, S.CopySign(large, x));
    }

    /// <summary>The normal distribution <c>Φ(x) = (1 + erf(x/√2)) / 2</c> within 6 units of the last place, also far out on the left, and its density <c>φ(x) = e^(-x²/2) / √2π</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V NormalDistribution<S, V>(V x, out V density)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        V size = S.Min(S.All(14.4f), S.Abs(x)), tail = S.Multiply(S.All(0.5f), Erfc<S, V>(S.Multiply(size, S.All(RootHalf)), S.Multiply(size, S.All(0.5f)), size, out V bell));
        density = S.Multiply(bell, S.All(InverseRootTwoPi));
        return S.Choose(S.Less(x, S.All(0f)), tail, S.Subtract(S.All(1f), tail));
    }

    // 1 - erf(z) for z >= 0: e^-z² · u · q(u) with u = 1 / (1 + 0.4 z). The exponent is the product of two factors, so that it can be taken with its rounding error: the
    // exponential would multiply that by z².
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Erfc<S, V>(V z, V factor, V other, out V bell)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        V minus = S.Subtract(S.All(0f), factor), square = S.Multiply(minus, other), rest = S.MultiplyAdd(minus, other, S.Subtract(S.All(0f), square));
        bell = Exp<S, V>(square);
        bell = S.MultiplyAdd(bell, rest, bell);
        V u = S.Divide(S.All(1f), S.MultiplyAdd(z, S.All(0.4f), S.All(1f)));
        V q = S.MultiplyAdd(S.All(-0.0175954271f), u, S.All(0.0723007694f));
        q = S.MultiplyAdd(q, u, S.All(-0.0605404116f));
        q = S.MultiplyAdd(q, u, S.All(-0.1209757179f));
        q = S.MultiplyAdd(q, u, S.All(0.1959794462f));
        q = S.MultiplyAdd(q, u, S.All(-0.0673560351f));
        q = S.MultiplyAdd(q, u, S.All(0.1821526438f));
        q = S.MultiplyAdd(q, u, S.All(0.1543233395f));
        q = S.MultiplyAdd(q, u, S.All(0.2106482387f));
        q = S.MultiplyAdd(q, u, S.All(0.2253743410f));
        q = S.MultiplyAdd(q, u, S.All(0.2256888151f));
        return S.Multiply(bell, S.Multiply(q, u));
    }
}
