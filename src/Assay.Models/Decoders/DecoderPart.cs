namespace Assay.Models.Decoders;

/// <summary>The tensors of a decoder, whatever a file calls them.</summary>
internal enum DecoderPart
{
    /// <summary>A row for every token.</summary>
    Embedding,

    /// <summary>Scale of the normalisation before the attention.</summary>
    AttentionNorm,

    /// <summary>Queries.</summary>
    Query,

    /// <summary>Keys.</summary>
    Key,

    /// <summary>Values.</summary>
    Value,

    /// <summary>Scale of the normalisation of queries, head by head.</summary>
    QueryNorm,

    /// <summary>Scale of the normalisation of keys, head by head.</summary>
    KeyNorm,

    /// <summary>From heads back to the width of the model.</summary>
    AttentionOutput,

    /// <summary>Scale of the normalisation before the feed-forward part.</summary>
    FeedForwardNorm,

    /// <summary>What goes through the activation.</summary>
    Gate,

    /// <summary>What the gate multiplies.</summary>
    Up,

    /// <summary>Back to the width of the model.</summary>
    Down,

    /// <summary>Scale of the last normalisation.</summary>
    OutputNorm,

    /// <summary>From the width of the model to scores of tokens.</summary>
    Output,
}
