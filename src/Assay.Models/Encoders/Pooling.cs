using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace Assay.Models.Encoders;

/// <summary>How token vectors become one vector.</summary>
/// <param name="Modes">One or more; their results are put after each other.</param>
/// <param name="IncludePrompt">Whether the tokens of the prompt count.</param>
internal sealed record Pooling(ImmutableArray<PoolingMode> Modes, bool IncludePrompt = true)
{
    /// <summary>The vector of a text.</summary>
    /// <param name="states">A row for each token.</param>
    /// <param name="width">Values of a row.</param>
    /// <param name="skipped">Tokens at the start that do not count where prompts do not.</param>
    /// <param name="y">Takes <paramref name="width"/> values for each mode.</param>
    public void Apply(ReadOnlySpan<float> states, int width, int skipped, Span<float> y)
    {
        int rows = states.Length / width, first = IncludePrompt ? 0 : Math.Min(skipped, rows);
        foreach (PoolingMode mode in Modes)
        {
            Span<float> to = y[..width];
            y = y[width..];
            if (mode is PoolingMode.First or PoolingMode.Last) states.Slice(mode == PoolingMode.First ? 0 : (rows - 1) * width, width).CopyTo(to);
            else Fold(mode, states, first, rows, to);
        }
    }

    /// <summary>The way back.</summary>
    /// <param name="states">What the way forward was given.</param>
    /// <param name="skipped">What the way forward was given.</param>
    /// <param name="dy">The loss's slope along the text's values, <c>[modes, width]</c>.</param>
    /// <param name="dstates">Takes the slopes along the states, as many; with <see cref="PoolingMode.Max"/> the first of several greatest values gets all.</param>
    public void Backward(ReadOnlySpan<float> states, int skipped, ReadOnlySpan<float> dy, Span<float> dstates)
    {
        int width = dy.Length / Modes.Length, rows = states.Length / width, first = IncludePrompt ? 0 : Math.Min(skipped, rows);
        dstates.Clear();
        foreach (PoolingMode mode in Modes)
        {
            ReadOnlySpan<float> slopes = dy[..width];
            dy = dy[width..];
            if (mode is PoolingMode.First or PoolingMode.Last)
            {
                Span<float> only = dstates.Slice(mode == PoolingMode.First ? 0 : (rows - 1) * width, width);
                TensorPrimitives.Add(only, slopes, only);
            }
            else if (mode == PoolingMode.Max) MaxBackward(states, first, slopes, dstates);
            else MeanBackward(mode, first, rows, slopes, dstates);
        }
    }

    private static void MaxBackward(ReadOnlySpan<float> states, int first, ReadOnlySpan<float> slopes, Span<float> dstates)
    {
        int width = slopes.Length, rows = states.Length / width;
        for (int i = 0; i < width && first < rows; i++)
        {
            int best = first;
            for (int row = first + 1; row < rows; row++)
            {
                if (states[(row * width) + i] > states[(best * width) + i]) best = row;
            }

            dstates[(best * width) + i] += slopes[i];
        }
    }

    private static void MeanBackward(PoolingMode mode, int first, int rows, ReadOnlySpan<float> slopes, Span<float> dstates)
    {
        double weight = 0;
        for (int row = first; row < rows; row++) weight += mode == PoolingMode.WeightedMean ? row + 1 : 1;
        float divisor = (float)(mode == PoolingMode.MeanSquareRoot ? Math.Sqrt(weight) : weight);
        for (int row = first; row < rows; row++)
        {
            Span<float> one = dstates.Slice(row * slopes.Length, slopes.Length);
            TensorPrimitives.MultiplyAdd(slopes, (mode == PoolingMode.WeightedMean ? row + 1 : 1) / divisor, one, one);
        }
    }

    private static void Fold(PoolingMode mode, ReadOnlySpan<float> states, int first, int rows, Span<float> to)
    {
        to.Clear();
        if (first == rows) return;
        if (mode == PoolingMode.Max) states.Slice(first * to.Length, to.Length).CopyTo(to);
        double weight = 0;
        for (int row = first; row < rows; row++)
        {
            ReadOnlySpan<float> one = states.Slice(row * to.Length, to.Length);
            weight += mode == PoolingMode.WeightedMean ? row + 1 : 1;
            if (mode == PoolingMode.Max) TensorPrimitives.Max(to, one, to);
            else if (mode == PoolingMode.WeightedMean) TensorPrimitives.MultiplyAdd(one, row + 1, to, to);
            else TensorPrimitives.Add(to, one, to);
        }

        if (mode != PoolingMode.Max) TensorPrimitives.Divide(to, (float)(mode == PoolingMode.MeanSquareRoot ? Math.Sqrt(weight) : weight), to);
    }
}
