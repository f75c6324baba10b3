using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Optimizers;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019), step <c>t</c>: <c>p -= lr · wd · p</c>; <c>m = β1·m + (1-β1)·g</c>; <c>v = β2·v + (1-β2)·g²</c>;
/// <c>p -= lr / (1-β1ᵗ) · m / (sqrt(v / (1-β2ᵗ)) + eps)</c>.
/// </summary>
/// <remarks>All in float, in the order in which PyTorch computes it. An element's result does not depend on its place, the vector width or the number of threads. Allocates nothing.</remarks>
public static unsafe class AdamW
{
    private const int PartLength = 16384;

    /// <summary>One step.</summary>
    /// <param name="values">The parameters; changed.</param>
    /// <param name="gradient">The loss's slopes along them, as many.</param>
    /// <param name="factor">What the gradient is multiplied with first: less than 1 where it is clipped.</param>
    /// <param name="mean">The running mean of the gradients, as many; changed; 0 before the first step.</param>
    /// <param name="square">The running mean of their squares, as many; changed; 0 before the first step.</param>
    /// <param name="step">Number of the step, 1 or more.</param>
    /// <param name="settings">How.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there is no such step.</exception>
    public static void Step(Span<float> values, ReadOnlySpan<float> gradient, float factor, Span<float> mean, Span<float> square, long step, in AdamWSettings settings, WorkerTeam team)
    {
        fixed (float* g = gradient) Step(values, g, gradient.Length, factor, mean, square, step, settings, clear: false, team);
    }

    /// <summary>One step, after which the gradient is 0.</summary>
    /// <param name="values">The parameters; changed.</param>
    /// <param name="gradient">The loss's slopes along them, as many; cleared.</param>
    /// <param name="factor">What the gradient is multiplied with first: less than 1 where it is clipped.</param>
    /// <param name="mean">The running mean of the gradients, as many; changed; 0 before the first step.</param>
    /// <param name="square">The running mean of their squares, as many; changed; 0 before the first step.</param>
    /// <param name="step">Number of the step, 1 or more.</param>
    /// <param name="settings">How.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there is no such step.</exception>
    public static void StepAndClear(Span<float> values, Span<float> gradient, float factor, Span<float> mean, Span<float> square, long step, in AdamWSettings settings, WorkerTeam team)
    {
        fixed (float* g = gradient) Step(values, g, gradient.Length, factor, mean, square, step, settings, clear: true, team);
    }

    private static void Step(Span<float> values, float* g, int slopes, float factor, Span<float> mean, Span<float> square, long step, in AdamWSettings settings, bool clear, WorkerTeam team)
    {
        if (slopes != values.Length || mean.Length != values.Length || square.Length != values.Length)
            throw new ArgumentException($"{values.Length} parameters, {slopes} slopes and {mean.Length} and {square.Length} means do not match.", nameof(slopes));
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        fixed (float* p = values, m = mean, v = square)
        {
            var work = new Work
            {
                P = p, G = g, M = m, V = v, Length = values.Length, Clear = clear, Bits = VectorPath.Bits,
                Factor = factor,
                Keep = (float)(1 - (settings.LearningRate * settings.WeightDecay)),
                Beta1 = (float)settings.Beta1, Other1 = (float)(1 - settings.Beta1),
                Beta2 = (float)settings.Beta2, Other2 = (float)(1 - settings.Beta2),
                Size = (float)(settings.LearningRate / (1 - Math.Pow(settings.Beta1, step))),
                Root = (float)Math.Sqrt(1 - Math.Pow(settings.Beta2, step)),
                Epsilon = (float)settings.Epsilon,
            };
            team.Run(ref work, (values.Length + PartLength - 1) / PartLength);
        }
    }

    private struct Work : IParts
    {
        public float* P, G, M, V;
        public int Length, Bits;
        public bool Clear;
        public float Factor, Keep, Beta1, Other1, Beta2, Other2, Size, Root, Epsilon;

        public readonly void Do(int part)
        {
            nint from = (nint)part * PartLength, to = Math.Min(from + PartLength, Length);
            nint done = Bits switch
            {
                512 => Steps<Simd512, Vector512<float>>(from, to),
                256 => Steps<Simd256, Vector256<float>>(from, to),
                128 => Steps<Simd128, Vector128<float>>(from, to),
                _ => from,
            };
            Steps<SimdSingle, float>(done, to);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly nint Steps<S, W>(nint from, nint to)
            where S : struct, ISimd<W>
            where W : unmanaged
        {
            nint i = from;
            for (; i <= to - S.Count; i += S.Count)
            {
                W g = S.Multiply(S.Load(G + i), S.All(Factor));
                W m = S.Add(S.Multiply(S.Load(M + i), S.All(Beta1)), S.Multiply(g, S.All(Other1)));
                W v = S.Add(S.Multiply(S.Load(V + i), S.All(Beta2)), S.Multiply(S.Multiply(g, g), S.All(Other2)));
                if (Clear) S.Store(S.All(0f), G + i);
                S.Store(m, M + i);
                S.Store(v, V + i);
                W p = S.Multiply(S.Load(P + i), S.All(Keep));
                W divisor = S.Add(S.Divide(S.Sqrt(v), S.All(Root)), S.All(Epsilon));
                S.Store(S.Subtract(p, S.Multiply(S.All(Size), S.Divide(m, divisor))), P + i);
            }

            return i;
        }
    }
}
