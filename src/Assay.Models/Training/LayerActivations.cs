using Assay.Models.Configuration;
using Assay.Numerics.Memory;

namespace Assay.Models.Training;

/// <summary>What one layer keeps of its way forward for its way back; the rest is cheap to compute again.</summary>
/// <remarks>In huge pages: each product goes through megabytes of it, which in small ones made products 3% and passes over elements a third to a half slower.</remarks>
internal sealed class LayerActivations : IDisposable
{
    /// <summary>Memory for one layer.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="rows">Most tokens of a pass.</param>
    public LayerActivations(DecoderConfig config, int rows)
    {
        int query = config.Heads * config.HeadDim, key = config.KeyValueHeads * config.HeadDim;
        (Input, Middle) = (Memory(rows, config.Width), Memory(rows, config.Width));
        (Query, Key, Value, Attended) = (Memory(rows, query), Memory(rows, key), Memory(rows, key), Memory(rows, query));
        (QueryBeforeNorm, KeyBeforeNorm) = config.QueryKeyNorm ? (Memory(rows, query), Memory(rows, key)) : (Memory(0, 0), Memory(0, 0));
        LogSums = Memory(rows, config.Heads);
        (Gate, Up) = (Memory(rows, config.FeedForwardWidth), Memory(rows, config.FeedForwardWidth));
    }

    /// <summary>What came into the layer.</summary>
    public AlignedBlock<float> Input { get; }

    /// <summary>Queries as the attention saw them.</summary>
    public AlignedBlock<float> Query { get; }

    /// <summary>Keys as the attention saw them.</summary>
    public AlignedBlock<float> Key { get; }

    /// <summary>Values.</summary>
    public AlignedBlock<float> Value { get; }

    /// <summary>Queries before they were normalised, where they are.</summary>
    public AlignedBlock<float> QueryBeforeNorm { get; }

    /// <summary>Keys before they were normalised, where they are.</summary>
    public AlignedBlock<float> KeyBeforeNorm { get; }

    /// <summary>What the attention gave.</summary>
    public AlignedBlock<float> Attended { get; }

    /// <summary>The logarithms of the attention's sums.</summary>
    public AlignedBlock<float> LogSums { get; }

    /// <summary>What came into the feed-forward part.</summary>
    public AlignedBlock<float> Middle { get; }

    /// <summary>What goes through the activation.</summary>
    public AlignedBlock<float> Gate { get; }

    /// <summary>What the gate multiplies.</summary>
    public AlignedBlock<float> Up { get; }

    /// <summary>Memory that has a row for each token.</summary>
    /// <param name="rows">Most tokens of a pass.</param>
    /// <param name="width">Values of a token.</param>
    public static AlignedBlock<float> Memory(int rows, int width) => new((long)rows * width, together: true);

    /// <summary>The first rows of memory that has a row for each token.</summary>
    public static Span<float> Rows(AlignedBlock<float> values, int rows, int width) => values.Span(0, checked(rows * width));

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        foreach (AlignedBlock<float> block in (ReadOnlySpan<AlignedBlock<float>>)[Input, Query, Key, Value, QueryBeforeNorm, KeyBeforeNorm, Attended, LogSums, Middle, Gate, Up]) block.Dispose();
    }
}
