using System.Runtime.CompilerServices;
using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Layers.Activations;

/// <summary>Gated units <c>y = f(gate) · up</c> in one pass: SwiGLU with <see cref="Activation.Silu"/>, GeGLU with <see cref="Activation.Gelu"/> or <see cref="Activation.GeluTanh"/>.</summary>
/// <remarks>
/// The two halves are arrays of their own, or lie side by side in each row, as one matrix product makes them (ModernBERT, joined gate and up projections). Results may be written over
/// the arrays read, element for element. Shazeer, GLU Variants Improve Transformer, 2020. Allocates nothing; safe to call concurrently.
/// </remarks>
public static unsafe class GatedActivations
{
    /// <summary><c>y[i] = f(gate[i]) · up[i]</c>.</summary>
    /// <param name="kind">The curve <c>f</c>.</param>
    /// <param name="gate">What goes through the curve.</param>
    /// <param name="up">What it is multiplied with, as many.</param>
    /// <param name="y">Results, as many.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there is no such curve.</exception>
    public static void Forward(Activation kind, ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> y, WorkerTeam team)
    {
        if (gate.Length != up.Length || gate.Length != y.Length) throw new ArgumentException($"{gate.Length} gates, {up.Length} values and room for {y.Length} do not match.", nameof(y));
        fixed (float* g = gate, u = up, to = y) Forward(kind, new Operands { First = g, Second = u, Result = to }, 1, gate.Length, team);
    }

    /// <summary><c>dgate[i] = dy[i] · up[i] · f'(gate[i])</c> and <c>dup[i] = dy[i] · f(gate[i])</c>.</summary>
    /// <param name="kind">The curve <c>f</c>.</param>
    /// <param name="gate">What the forward pass was given.</param>
    /// <param name="up">What the forward pass was given.</param>
    /// <param name="dy">The loss's slope along the results.</param>
    /// <param name="dgate">The slope along <paramref name="gate"/>; overwritten.</param>
    /// <param name="dup">The slope along <paramref name="up"/>; overwritten.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there is no such curve.</exception>
    public static void Backward(Activation kind, ReadOnlySpan<float> gate, ReadOnlySpan<float> up, ReadOnlySpan<float> dy, Span<float> dgate, Span<float> dup, WorkerTeam team)
    {
        if (gate.Length != up.Length || gate.Length != dy.Length || gate.Length != dgate.Length || gate.Length != dup.Length)
            throw new ArgumentException($"{gate.Length} gates, {up.Length} values, {dy.Length} slopes and room for {dgate.Length} and {dup.Length} do not match.", nameof(dgate));
        fixed (float* g = gate, u = up, slopes = dy, toGate = dgate, toUp = dup)
            Backward(kind, new Operands { First = g, Second = u, Third = slopes, Result = toGate, Other = toUp }, 1, gate.Length, team);
    }

    /// <summary><c>y[r,i] = f(x[r,i]) · x[r,width+i]</c>.</summary>
    /// <param name="kind">The curve <c>f</c>.</param>
    /// <param name="x">Gates and values side by side, row-major <c>[rows, 2 · width]</c>.</param>
    /// <param name="width">Results of a row, 1 or more.</param>
    /// <param name="y">Results, row-major <c>[rows, width]</c>; not the memory of <paramref name="x"/>.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths do not match, or there is no such curve.</exception>
    public static void ForwardJoined(Activation kind, ReadOnlySpan<float> x, int width, Span<float> y, WorkerTeam team)
    {
        int rows = Rows(x.Length, width, y.Length);
        fixed (float* from = x, to = y)
        {
            var operands = new Operands { First = from, FirstStride = 2 * (nint)width, Second = from + width, SecondStride = 2 * (nint)width, Result = to, ResultStride = width };
            Forward(kind, operands, rows, width, team);
        }
    }

    /// <summary>The way back of <see cref="ForwardJoined"/>.</summary>
    /// <param name="kind">The curve <c>f</c>.</param>
    /// <param name="x">What the forward pass was given, <c>[rows, 2 · width]</c>.</param>
    /// <param name="width">Results of a row, 1 or more.</param>
    /// <param name="dy">The loss's slope along the results, <c>[rows, width]</c>.</param>
    /// <param name="dx">The slope along <paramref name="x"/>; overwritten; may be its memory.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths do not match, or there is no such curve.</exception>
    public static void BackwardJoined(Activation kind, ReadOnlySpan<float> x, int width, ReadOnlySpan<float> dy, Span<float> dx, WorkerTeam team)
    {
        int rows = Rows(x.Length, width, dy.Length);
        if (dx.Length != x.Length) throw new ArgumentException($"There is room for {dx.Length} of {x.Length} slopes.", nameof(dx));
        nint stride = 2 * (nint)width;
        fixed (float* from = x, slopes = dy, to = dx)
        {
            Backward(kind, new Operands
            {
                First = from, FirstStride = stride, Second = from + width, SecondStride = stride, Third = slopes, ThirdStride = width,
                Result = to, ResultStride = stride, Other = to + width, OtherStride = stride,
            }, rows, width, team);
        }
    }

    private static int Rows(int joined, int width, int results)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        int rows = results / width;
        if (rows * width != results || joined != 2L * results) throw new ArgumentException($"{joined} gates and values do not make {results} results in rows of {width}.", nameof(joined));
        return rows;
    }

    private static void Forward(Activation kind, in Operands operands, int rows, int width, WorkerTeam team)
    {
        switch (kind)
        {
            case Activation.Silu: Elementwise<ForwardOf<SiluCurve>>.Run(operands, rows, width, team); break;
            case Activation.Gelu: Elementwise<ForwardOf<GeluCurve>>.Run(operands, rows, width, team); break;
            case Activation.GeluTanh: Elementwise<ForwardOf<GeluTanhCurve>>.Run(operands, rows, width, team); break;
            case Activation.Relu: Elementwise<ForwardOf<ReluCurve>>.Run(operands, rows, width, team); break;
            default: throw new ArgumentException($"There is no activation {kind}.", nameof(kind));
        }
    }

    private static void Backward(Activation kind, in Operands operands, int rows, int width, WorkerTeam team)
    {
        switch (kind)
        {
            case Activation.Silu: Elementwise<BackwardOf<SiluCurve>>.Run(operands, rows, width, team); break;
            case Activation.Gelu: Elementwise<BackwardOf<GeluCurve>>.Run(operands, rows, width, team); break;
            case Activation.GeluTanh: Elementwise<BackwardOf<GeluTanhCurve>>.Run(operands, rows, width, team); break;
            case Activation.Relu: Elementwise<BackwardOf<ReluCurve>>.Run(operands, rows, width, team); break;
            default: throw new ArgumentException($"There is no activation {kind}.", nameof(kind));
        }
    }

    private readonly struct ForwardOf<C> : IElementwise
        where C : struct, ICurve
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<S, V>(in Operands at, nint i)
            where S : struct, ISimd<V>
            where V : unmanaged => S.Store(S.Multiply(C.Value<S, V>(S.Load(at.First + i)), S.Load(at.Second + i)), at.Result + i);
    }

    private readonly struct BackwardOf<C> : IElementwise
        where C : struct, ICurve
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<S, V>(in Operands at, nint i)
            where S : struct, ISimd<V>
            where V : unmanaged
        {
            V value = C.Value<S, V>(S.Load(at.First + i), out V slope), up = S.Load(at.Second + i), dy = S.Load(at.Third + i);
            S.Store(S.Multiply(S.Multiply(slope, up), dy), at.Result + i);
            S.Store(S.Multiply(value, dy), at.Other + i);
        }
    }
}
