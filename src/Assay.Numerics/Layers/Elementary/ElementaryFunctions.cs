using System.Runtime.CompilerServices;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Layers.Elementary;

/// <summary>Exponential, logistic function, hyperbolic tangent and error function of arrays.</summary>
/// <remarks>
/// Results may be written over the arguments, may not overlap them otherwise. A value that is not a number gives one, infinities give the limits. An element's result depends on
/// nothing but its argument: not on the vector width, its place or the number of threads. Allocates nothing; safe to call concurrently.
/// </remarks>
public static unsafe class ElementaryFunctions
{
    /// <summary><c>y[i] = e^x[i]</c> within 1.5 units of the last place; 0 below -103.98, infinity above 88.73, subnormal results included.</summary>
    /// <param name="x">Arguments.</param>
    /// <param name="y">Results, as many.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Exp(ReadOnlySpan<float> x, Span<float> y, WorkerTeam team) => Run<ExpOf>(x, y, team);

    /// <summary><c>y[i] = 1 / (1 + e^-x[i])</c> within 3 units of the last place, also where the result is close to 0.</summary>
    /// <param name="x">Arguments.</param>
    /// <param name="y">Results, as many.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y, WorkerTeam team) => Run<SigmoidOf>(x, y, team);

    /// <summary><c>y[i] = tanh(x[i])</c> within 3 units of the last place.</summary>
    /// <param name="x">Arguments.</param>
    /// <param name="y">Results, as many.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y, WorkerTeam team) => Run<TanhOf>(x, y, team);

    /// <summary><c>y[i] = erf(x[i])</c> within 3 units of the last place.</summary>
    /// <param name="x">Arguments.</param>
    /// <param name="y">Results, as many.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Erf(ReadOnlySpan<float> x, Span<float> y, WorkerTeam team) => Run<ErfOf>(x, y, team);

    private static void Run<TWork>(ReadOnlySpan<float> x, Span<float> y, WorkerTeam team)
        where TWork : struct, IElementwise
    {
        if (x.Length != y.Length) throw new ArgumentException($"There is room for {y.Length} results of {x.Length} arguments.", nameof(y));
        fixed (float* from = x, to = y) Elementwise<TWork>.Run(new Operands { First = from, Result = to }, 1, x.Length, team);
    }

    private readonly struct ExpOf : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<S, V>(in Operands at, nint i)
            where S : struct, ISimd<V>
            where V : unmanaged => S.Store(ElementaryVectors.Exp<S, V>(S.Load(at.First + i)), at.Result + i);
    }

    private readonly struct SigmoidOf : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<S, V>(in Operands at, nint i)
            where S : struct, ISimd<V>
            where V : unmanaged => S.Store(ElementaryVectors.Sigmoid<S, V>(S.Load(at.First + i)), at.Result + i);
    }

    private readonly struct TanhOf : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<S, V>(in Operands at, nint i)
            where S : struct, ISimd<V>
            where V : unmanaged => S.Store(ElementaryVectors.Tanh<S, V>(S.Load(at.First + i)), at.Result + i);
    }

    private readonly struct ErfOf : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<S, V>(in Operands at, nint i)
            where S : struct, ISimd<V>
            where V : unmanaged => S.Store(ElementaryVectors.Erf<S, V>(S.Load(at.First + i)), at.Result + i);
    }
}
