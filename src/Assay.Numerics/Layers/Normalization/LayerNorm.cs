using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Layers.Normalization;

/// <summary>Layer normalisation: <c>y[r,i] = (x[r,i] - mean_r) / sqrt(mean_i((x[r,i] - mean_r)²) + eps) · w[i] + b[i]</c>.</summary>
/// <remarks>Ba, Kiros and Hinton 2016. The variance is taken about the mean, in a second pass, so values far from 0 lose nothing. Sums in float. Allocates nothing; safe to call concurrently on results that are apart.</remarks>
public static unsafe class LayerNorm
{
    /// <summary>The results.</summary>
    /// <param name="x">Input, row-major <c>[rows, dim]</c>.</param>
    /// <param name="w">Scale, <c>[dim]</c>, at least one value.</param>
    /// <param name="b">Shift, <c>[dim]</c>; empty where the layer has none.</param>
    /// <param name="eps">Added to the variance; more than 0.</param>
    /// <param name="y">Output, <c>[rows, dim]</c>; may be the memory of <paramref name="x"/>, may not overlap it otherwise.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths do not match.</exception>
    public static void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> b, float eps, Span<float> y, WorkerTeam team)
    {
        int rows = NormalizationShape.Rows(x.Length, w.Length, y.Length, eps);
        if (b.Length != 0 && b.Length != w.Length) throw new ArgumentException($"{b.Length} shifts do not match {w.Length} weights.", nameof(b));
        fixed (float* from = x, weights = w, shifts = b, to = y)
        {
            var work = new RowNormalization { X = from, W = weights, B = shifts, Y = to, Rows = rows, Dim = w.Length, Eps = eps, Centered = true, Pass = NormalizationPass.Forward };
            work.Run(team);
        }
    }

    /// <summary>The way back.</summary>
    /// <param name="x">What the forward pass was given.</param>
    /// <param name="w">What the forward pass was given.</param>
    /// <param name="eps">What the forward pass was given.</param>
    /// <param name="dy">The loss's slope along the output, <c>[rows, dim]</c>.</param>
    /// <param name="dx">The slope along <paramref name="x"/>; overwritten; not the memory of <paramref name="x"/> or <paramref name="dy"/> unless <paramref name="dw"/> is empty.</param>
    /// <param name="dw">The slope along <paramref name="w"/> is added to it; empty when neither it nor <paramref name="db"/> is wanted.</param>
    /// <param name="db">The slope along the shift is added to it; empty where there is none.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths do not match.</exception>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> w, float eps, ReadOnlySpan<float> dy, Span<float> dx, Span<float> dw, Span<float> db, WorkerTeam team)
    {
        int rows = NormalizationShape.Rows(x.Length, w.Length, dx.Length, eps);
        NormalizationShape.CheckSlopes(x.Length, dy.Length, w.Length, dw.Length);
        if (db.Length != 0 && db.Length != dw.Length) throw new ArgumentException($"There is room for {db.Length} slopes of shifts and {dw.Length} of weights.", nameof(db));
        fixed (float* from = x, weights = w, slopes = dy, to = dx, toWeights = dw, toShifts = db)
        {
            var work = new RowNormalization
            {
                X = from, W = weights, Dy = slopes, Dx = to, Dw = toWeights, Db = toShifts, Statistics = Workspace.OfCall(2L * rows), Rows = rows, Dim = w.Length, Eps = eps, Centered = true,
                Pass = NormalizationPass.Input,
            };
            work.Run(team);
            if (toWeights == null) return;
            work.Pass = NormalizationPass.Weights;
            work.Run(team);
        }
    }
}
