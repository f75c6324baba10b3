using Assay.Numerics.Layers.Normalization;
using Assay.Numerics.Parallel;

namespace Assay.Models.Training;

/// <summary>A normalisation with scale and shift, both trained.</summary>
/// <param name="Scale">A factor for each value.</param>
/// <param name="Shift">Added afterwards.</param>
/// <param name="Epsilon">Added to the variance.</param>
internal readonly record struct TrainedNorm(Parameter Scale, Parameter Shift, float Epsilon)
{
    /// <summary>The normalised rows; may be the memory of <paramref name="x"/>.</summary>
    public void Forward(ReadOnlySpan<float> x, Span<float> y, WorkerTeam team) => LayerNorm.Forward(x, Scale.Values, Shift.Values, Epsilon, y, team);

    /// <summary>Adds to the gradients of scale and shift, and gives the slopes along the rows.</summary>
    public void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, WorkerTeam team) => LayerNorm.Backward(x, Scale.Values, Epsilon, dy, dx, Scale.Gradient, Shift.Gradient, team);
}

/// <summary>One layer of an encoder in training, which normalises after each of its halves.</summary>
/// <param name="Query">To the heads' queries.</param>
/// <param name="Key">To the heads' keys.</param>
/// <param name="Value">To the heads' values.</param>
/// <param name="AttentionOutput">From heads back to the width of the model.</param>
/// <param name="AttentionNorm">After the attention.</param>
/// <param name="Inner">To the inner width.</param>
/// <param name="Outer">Back to the width of the model.</param>
/// <param name="FeedForwardNorm">After the feed-forward part.</param>
internal sealed record TrainedEncoderLayer(
    ITrainedLinear Query, ITrainedLinear Key, ITrainedLinear Value, ITrainedLinear AttentionOutput, TrainedNorm AttentionNorm, ITrainedLinear Inner, ITrainedLinear Outer, TrainedNorm FeedForwardNorm);
