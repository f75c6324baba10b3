using System.Runtime.CompilerServices;
using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Layers.Activations;

/// <summary>Activations of whole arrays, and the way back.</summary>
/// <remarks>
/// Results may be written over any of the arrays read, element for element, and may not overlap them otherwise. Values are right to 1e-6 of themselves, also where they are close
/// to 0 on the left; those of <see cref="Activation.GeluTanh"/> to 1e-6 times 1 + |x|³, since its argument is a cubic in float. An element's result does not depend on its place, the vector width or the number of threads. Allocates nothing; safe to call concurrently.
/// </remarks>
public static unsafe class Activations
{
    /// <summary><c>y[i] = f(x[i])</c>.</summary>
    /// <param name="kind">The curve <c>f</c>.</param>
    /// <param name="x">Arguments.</param>
    /// <param name="y">Results, as many.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there is no such curve.</exception>
    public static void Forward(Activation kind, ReadOnlySpan<float> x, Span<float> y, WorkerTeam team)
    {
        if (x.Length != y.Length) throw new ArgumentException($"There is room for {y.Length} results of {x.Length} arguments.", nameof(y));
        fixed (float* from = x, to = y)
        {
            var operands = new Operands { First = from, Result = to };
            switch (kind)
            {
                case Activation.Silu: Elementwise<ForwardOf<SiluCurve>>.Run(operands, 1, x.Length, team); break;
                case Activation.Gelu: Elementwise<ForwardOf<GeluCurve>>.Run(operands, 1, x.Length, team); break;
                case Activation.GeluTanh: Elementwise<ForwardOf<GeluTanhCurve>>.Run(operands, 1, x.Length, team); break;
                case Activation.Relu: Elementwise<ForwardOf<ReluCurve>>.Run(operands, 1, x.Length, team); break;
                default: throw new ArgumentException($"There is no activation {kind}.", nameof(kind));
            }
        }
    }

    /// <summary><c>dx[i] = dy[i] · f'(x[i])</c>.</summary>
    /// <param name="kind">The curve <c>f</c>.</param>
    /// <param name="x">What <see cref="Forward"/> was given.</param>
    /// <param name="dy">The loss's slope along the results.</param>
    /// <param name="dx">The loss's slope along the arguments; overwritten.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there is no such curve.</exception>
    public static void Backward(Activation kind, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, WorkerTeam team)
    {
        if (x.Length != dy.Length || x.Length != dx.Length) throw new ArgumentException($"{x.Length} arguments, {dy.Length} slopes and room for {dx.Length} do not match.", nameof(dx));
        fixed (float* from = x, slopes = dy, to = dx)
        {
            var operands = new Operands { First = from, Second = slopes, Result = to };
            switch (kind)
            {
                case Activation.Silu: Elementwise<BackwardOf<SiluCurve>>.Run(operands, 1, x.Length, team); break;
                case Activation.Gelu: Elementwise<BackwardOf<GeluCurve>>.Run(operands, 1, x.Length, team); break;
                case Activation.GeluTanh: Elementwise<BackwardOf<GeluTanhCurve>>.Run(operands, 1, x.Length, team); break;
                case Activation.Relu: Elementwise<BackwardOf<ReluCurve>>.Run(operands, 1, x.Length, team); break;
                default: throw new ArgumentException($"There is no activation {kind}.", nameof(kind));
            }
        }
    }

    private readonly struct ForwardOf<C> : IElementwise
        where C : struct, ICurve
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<S, V>(in Operands at, nint i)
            where S : struct, ISimd<V>
            where V : unmanaged => S.Store(C.Value<S, V>(S.Load(at.First + i)), at.Result + i);
    }

    private readonly struct BackwardOf<C> : IElementwise
        where C : struct, ICurve
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<S, V>(in Operands at, nint i)
            where S : struct, ISimd<V>
            where V : unmanaged
        {
            C.Value<S, V>(S.Load(at.First + i), out V slope);
            S.Store(S.Multiply(slope, S.Load(at.Second + i)), at.Result + i);
        }
    }
}
