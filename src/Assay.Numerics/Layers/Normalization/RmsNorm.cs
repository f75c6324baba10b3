using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Layers.Normalization;

/// <summary>Root-mean-square normalisation: <c>y[r,i] = x[r,i] / sqrt(mean_i(x[r,i]²) + eps) · w[i]</c>.</summary>
/// <remarks>Zhang and Sennrich 2019. Sums in float. The number of rows is that of the values divided by that of the weights, so heads can be normalised as rows. Allocates nothing; safe to call concurrently on results that are apart.</remarks>
public static unsafe class RmsNorm
{
    /// <summary>The results.</summary>
    /// <param name="x">Input, row-major <c>[rows, dim]</c>.</param>
    /// <param name="w">Scale, <c>[dim]</c>, at least one value.</param>
    /// <param name="eps">Added to the mean square; more than 0.</param>
    /// <param name="y">Output, <c>[rows, dim]</c>; may be the memory of <paramref name="x"/>, may not overlap it otherwise.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths do not match.</exception>
    public static void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> w, float eps, Span<float> y, WorkerTeam team)
    {
        int rows = NormalizationShape.Rows(x.Length, w.Length, y.Length, eps);
        fixed (float* from = x, weights = w, to = y)
        {
            var work = new RowNormalization { X = from, W = weights, Y = to, Rows = rows, Dim = w.Length, Eps = eps, Pass = NormalizationPass.Forward };
            work.Run(team);
        }
    }

    /// <summary>The results of a sum, which is kept: <c>sum = x + more</c> and <c>y = sum / sqrt(mean_i(sum²) + eps) · w</c>, as where a layer adds to what goes past it.</summary>
    /// <param name="x">Input, row-major <c>[rows, dim]</c>.</param>
    /// <param name="more">What is added to it, <c>[rows, dim]</c>.</param>
    /// <param name="w">Scale, <c>[dim]</c>, at least one value.</param>
    /// <param name="eps">Added to the mean square; more than 0.</param>
    /// <param name="sum">Takes the sum, <c>[rows, dim]</c>; may be the memory of <paramref name="x"/>.</param>
    /// <param name="y">Output, <c>[rows, dim]</c>; may be the memory of <paramref name="more"/>, not that of the sum.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths do not match.</exception>
    public static void ForwardSum(ReadOnlySpan<float> x, ReadOnlySpan<float> more, ReadOnlySpan<float> w, float eps, Span<float> sum, Span<float> y, WorkerTeam team)
    {
        int rows = NormalizationShape.Rows(x.Length, w.Length, y.Length, eps);
        if (more.Length != x.Length || sum.Length != x.Length) throw new ArgumentException($"{x.Length} values, {more.Length} to add and room for {sum.Length} sums do not match.", nameof(more));
        fixed (float* from = x, added = more, weights = w, to = y, sums = sum)
        {
            var work = new RowNormalization { X = from, More = added, Sum = sums, W = weights, Y = to, Rows = rows, Dim = w.Length, Eps = eps, Pass = NormalizationPass.Forward };
            work.Run(team);
        }
    }

    /// <summary>The way back.</summary>
    /// <param name="x">What the forward pass was given.</param>
    /// <param name="w">What the forward pass was given.</param>
    /// <param name="eps">What the forward pass was given.</param>
    /// <param name="dy">The loss's slope along the output, <c>[rows, dim]</c>.</param>
    /// <param name="dx">The slope along <paramref name="x"/>; overwritten; not the memory of <paramref name="x"/> or <paramref name="dy"/> unless <paramref name="dw"/> is empty.</param>
    /// <param name="dw">The slope along <paramref name="w"/> is added to it; empty when it is not wanted.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths do not match.</exception>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> w, float eps, ReadOnlySpan<float> dy, Span<float> dx, Span<float> dw, WorkerTeam team) =>
        Backward(x, w, eps, dy, dx, dw, add: false, team);

    /// <summary>The way back.</summary>
    /// <param name="x">What the forward pass was given.</param>
    /// <param name="w">What the forward pass was given.</param>
    /// <param name="eps">What the forward pass was given.</param>
    /// <param name="dy">The loss's slope along the output, <c>[rows, dim]</c>.</param>
    /// <param name="dx">The slope along <paramref name="x"/>; not the memory of <paramref name="x"/> or <paramref name="dy"/> unless <paramref name="dw"/> is empty.</param>
    /// <param name="dw">The slope along <paramref name="w"/> is added to it; empty when it is not wanted.</param>
    /// <param name="add">Whether the slope along <paramref name="x"/> is added to what is there, as where a layer's slopes meet those that went past it.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths do not match.</exception>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> w, float eps, ReadOnlySpan<float> dy, Span<float> dx, Span<float> dw, bool add, WorkerTeam team)
    {
        int rows = NormalizationShape.Rows(x.Length, w.Length, dx.Length, eps);
        NormalizationShape.CheckSlopes(x.Length, dy.Length, w.Length, dw.Length);
        fixed (float* from = x, weights = w, slopes = dy, to = dx, toWeights = dw)
        {
            var work = new RowNormalization
            {
                X = from, W = weights, Dy = slopes, Dx = to, Dw = toWeights, Statistics = Workspace.OfCall(2L * rows), Rows = rows, Dim = w.Length, Eps = eps, Add = add,
                Pass = NormalizationPass.Input,
            };
            work.Run(team);
            if (toWeights == null) return;
            work.Pass = NormalizationPass.Weights;
            work.Run(team);
        }
    }
}
