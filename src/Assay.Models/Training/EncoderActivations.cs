using Assay.Models.Configuration;

namespace Assay.Models.Training;

/// <summary>What one layer of an encoder keeps of its way forward for its way back; normalised rows and what the activation gives are cheap to compute again.</summary>
/// <param name="config">The architecture.</param>
/// <param name="rows">Most tokens of a pass.</param>
internal sealed class EncoderActivations(EncoderConfig config, int rows)
{
    /// <summary>What came into the layer.</summary>
    public float[] Input { get; } = new float[rows * config.Width];

    /// <summary>Queries.</summary>
    public float[] Query { get; } = new float[rows * config.Width];

    /// <summary>Keys.</summary>
    public float[] Key { get; } = new float[rows * config.Width];

    /// <summary>Values.</summary>
    public float[] Value { get; } = new float[rows * config.Width];

    /// <summary>What the attention gave.</summary>
    public float[] Attended { get; } = new float[rows * config.Width];

    /// <summary>The logarithms of the attention's sums.</summary>
    public float[] LogSums { get; } = new float[rows * config.Heads];

    /// <summary>What the first normalisation was given.</summary>
    public float[] AttentionSum { get; } = new float[rows * config.Width];

    /// <summary>What goes through the activation.</summary>
    public float[] Inner { get; } = new float[rows * config.FeedForwardWidth];

    /// <summary>What the second normalisation was given.</summary>
    public float[] FeedForwardSum { get; } = new float[rows * config.Width];
}
