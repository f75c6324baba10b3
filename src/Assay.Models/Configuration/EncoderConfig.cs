using System.Collections.Immutable;
using Assay.Numerics.Layers.Activations;

namespace Assay.Models.Configuration;

/// <summary>Everything about an encoder's architecture, read from its folder.</summary>
public sealed record EncoderConfig
{
    /// <summary>Which kind.</summary>
    public required EncoderFamily Family { get; init; }

    /// <summary>Number of tokens.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Values that describe a token on its way through the layers.</summary>
    public required int Width { get; init; }

    /// <summary>Values between the two halves of the feed-forward part.</summary>
    public required int FeedForwardWidth { get; init; }

    /// <summary>Number of layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Heads; divides <see cref="Width"/>.</summary>
    public required int Heads { get; init; }

    /// <summary>Rows of the table of positions, or positions that the model was trained for.</summary>
    public required int Positions { get; init; }

    /// <summary>Added to variances before their root is taken; more than 0.</summary>
    public required float NormEpsilon { get; init; }

    /// <summary>The curve of the feed-forward part.</summary>
    public required Activation Activation { get; init; }

    /// <summary>Kinds of tokens that the model is told apart (BERT: first and second text); 0 for none.</summary>
    public int TokenTypes { get; init; }

    /// <summary>The padding token; RoBERTa counts its positions from the id after it.</summary>
    public int PadToken { get; init; }

    /// <summary>Whether the products of the attention have biases.</summary>
    public bool AttentionBias { get; init; } = true;

    /// <summary>Whether the feed-forward part has biases.</summary>
    public bool FeedForwardBias { get; init; } = true;

    /// <summary>Whether normalisations shift what they have scaled.</summary>
    public bool NormBias { get; init; } = true;

    /// <summary>For every layer, how many positions to either side a token sees; 0 for all.</summary>
    public required ImmutableArray<int> Reaches { get; init; }

    /// <summary>How positions turn queries and keys in layers that see all; null where positions are learned.</summary>
    public RotaryConfig? GlobalRotary { get; init; }

    /// <summary>How positions turn queries and keys in layers that see a window.</summary>
    public RotaryConfig? LocalRotary { get; init; }

    /// <summary>What a ModernBERT classifier does between its two matrices.</summary>
    public Activation ClassifierActivation { get; init; } = Activation.Gelu;

    /// <summary>Whether the first of those matrices has a bias.</summary>
    public bool ClassifierBias { get; init; }

    /// <summary>Whether a ModernBERT classifier looks at the mean of all tokens; at the first one otherwise.</summary>
    public bool ClassifierMean { get; init; }

    /// <summary>Values of a head.</summary>
    public int HeadDim => Width / Heads;

    /// <summary>Position of the first token in the table of positions.</summary>
    public int FirstPosition => Family == EncoderFamily.Roberta ? PadToken + 1 : 0;

    /// <summary>Most tokens of a text, special ones included.</summary>
    public int MaxTokens => Positions - FirstPosition;

    /// <summary>Whether positions and types are learned tables.</summary>
    internal bool HasPositionTable => Family != EncoderFamily.ModernBert;

    /// <summary>The rows of the table of positions that the tokens of a text have.</summary>
    /// <param name="ids">The tokens.</param>
    /// <param name="positions">Takes a row for each.</param>
    internal void TablePositions(ReadOnlySpan<int> ids, Span<int> positions)
    {
        // RoBERTa gives the padding token its own position, also where a text contains it, and does not count it.
        for (int i = 0, counted = 0; i < ids.Length; i++) positions[i] = Family != EncoderFamily.Roberta ? i : ids[i] == PadToken ? PadToken : FirstPosition + counted++;
    }
}
