using Assay.Models.Configuration;

namespace Assay.Models.Training;

/// <summary>What one layer keeps of its way forward for its way back; the rest is cheap to compute again.</summary>
internal sealed class LayerActivations
{
    /// <summary>Memory for one layer.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="rows">Most tokens of a pass.</param>
    public LayerActivations(DecoderConfig config, int rows)
    {
        int query = config.Heads * config.HeadDim, key = config.KeyValueHeads * config.HeadDim;
        (Input, Middle) = (new float[rows * config.Width], new float[rows * config.Width]);
        (Query, Key, Value, Attended) = (new float[rows * query], new float[rows * key], new float[rows * key], new float[rows * query]);
        (QueryBeforeNorm, KeyBeforeNorm) = config.QueryKeyNorm ? (new float[rows * query], new float[rows * key]) : ([], []);
        LogSums = new float[rows * config.Heads];
        (Gate, Up) = (new float[rows * config.FeedForwardWidth], new float[rows * config.FeedForwardWidth]);
    }

    /// <summary>What came into the layer.</summary>
    public float[] Input { get; }

    /// <summary>Queries as the attention saw them.</summary>
    public float[] Query { get; }

    /// <summary>Keys as the attention saw them.</summary>
    public float[] Key { get; }

    /// <summary>Values.</summary>
    public float[] Value { get; }

    /// <summary>Queries before they were normalised, where they are.</summary>
    public float[] QueryBeforeNorm { get; }

    /// <summary>Keys before they were normalised, where they are.</summary>
    public float[] KeyBeforeNorm { get; }

    /// <summary>What the attention gave.</summary>
    public float[] Attended { get; }

    /// <summary>The logarithms of the attention's sums.</summary>
    public float[] LogSums { get; }

    /// <summary>What came into the feed-forward part.</summary>
    public float[] Middle { get; }

    /// <summary>What goes through the activation.</summary>
    public float[] Gate { get; }

    /// <summary>What the gate multiplies.</summary>
    public float[] Up { get; }

    /// <summary>The first rows of an array that has a row for each token.</summary>
    public static Span<float> Rows(float[] values, int rows, int width) => values.AsSpan(0, rows * width);
}
