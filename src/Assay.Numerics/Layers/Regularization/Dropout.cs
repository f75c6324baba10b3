using Assay.Numerics.Parallel;

namespace Assay.Numerics.Layers.Regularization;

/// <summary>Drops values at random and makes the others larger by as much: <c>y[i] = x[i] / (1 - share)</c> or 0 (Srivastava and others 2014). The way back is the same with slopes.</summary>
/// <remarks>Which values are dropped is computed from a seed and their place by SplitMix64, so that the way back need not remember it. Does not depend on the number of threads. Allocates nothing.</remarks>
public static unsafe class Dropout
{
    private const int PartLength = 16384;

    /// <summary>Drops values.</summary>
    /// <param name="x">Values, or slopes along results.</param>
    /// <param name="y">Takes what is left, as many; may be the memory of <paramref name="x"/>.</param>
    /// <param name="share">Share of values that is dropped, 0 to below 1.</param>
    /// <param name="seed">Chooses them, anew for each step of a training.</param>
    /// <param name="number">Tells this place in the model from others.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the share is outside its range.</exception>
    public static void Apply(ReadOnlySpan<float> x, Span<float> y, float share, ulong seed, ulong number, WorkerTeam team)
    {
        if (x.Length != y.Length) throw new ArgumentException($"There is room for {y.Length} results of {x.Length} values.", nameof(y));
        if (!(share >= 0 && share < 1)) throw new ArgumentException($"A share of {share} cannot be dropped; expected 0 to below 1.", nameof(share));
        fixed (float* from = x, to = y)
        {
            var work = new Dropping { X = from, Y = to, Length = x.Length, Threshold = (uint)(share * 4294967296.0), Factor = 1 / (1 - share), Key = Mix(Mix(seed) + number) };
            team.Run(ref work, (x.Length + PartLength - 1) / PartLength);
        }
    }

    // SplitMix64's finalizer (Steele and others 2014).
    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    private struct Dropping : IParts
    {
        public float* X, Y;
        public int Length;
        public uint Threshold;
        public float Factor;
        public ulong Key;

        public readonly void Do(int part)
        {
            int last = Math.Min((part + 1) * PartLength, Length);
            for (int i = part * PartLength; i < last; i += 2)
            {
                ulong bits = Mix(Key + (ulong)i);
                Y[i] = (uint)bits < Threshold ? 0 : X[i] * Factor;
                if (i + 1 < last) Y[i + 1] = (uint)(bits >> 32) < Threshold ? 0 : X[i + 1] * Factor;
            }
        }
    }
}
