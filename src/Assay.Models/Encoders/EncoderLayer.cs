using Assay.Models.Decoders;

namespace Assay.Models.Encoders;

/// <summary>Scale and shift of a normalisation.</summary>
/// <param name="Scale">A factor for each value.</param>
/// <param name="Shift">Added afterwards; empty where the layer has none.</param>
internal sealed record NormLayer(float[] Scale, float[] Shift);

/// <summary>The weights of one layer of an encoder.</summary>
internal sealed record EncoderLayer : IDisposable
{
    /// <summary>Queries, keys and values, as three matrices or as one whose rows are those of the three after each other.</summary>
    public required LinearLayer[] QueryKeyValue { get; init; }

    /// <summary>From heads back to the width of the model.</summary>
    public required LinearLayer AttentionOutput { get; init; }

    /// <summary>BERT: after the attention. ModernBERT: before it, and null in the first layer.</summary>
    public required NormLayer? AttentionNorm { get; init; }

    /// <summary>To the inner width; ModernBERT: gates, then what they multiply.</summary>
    public required LinearLayer Inner { get; init; }

    /// <summary>Back to the width of the model.</summary>
    public required LinearLayer Outer { get; init; }

    /// <summary>BERT: after the feed-forward part. ModernBERT: before it.</summary>
    public required NormLayer FeedForwardNorm { get; init; }

    /// <summary>All of its products.</summary>
    public IEnumerable<LinearLayer> Products => [.. QueryKeyValue, AttentionOutput, Inner, Outer];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LinearLayer product in Products) product.Dispose();
    }
}
