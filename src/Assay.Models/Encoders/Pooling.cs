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
