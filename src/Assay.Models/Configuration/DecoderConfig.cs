using System.Collections.Immutable;

namespace Assay.Models.Configuration;

/// <summary>Everything about a decoder's architecture, read from its folder or file.</summary>
public sealed record DecoderConfig
{
    /// <summary>Which kind.</summary>
    public required DecoderFamily Family { get; init; }

    /// <summary>Number of tokens.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Values that describe a token on its way through the layers.</summary>
    public required int Width { get; init; }

    /// <summary>Values between the two halves of the feed-forward part.</summary>
    public required int FeedForwardWidth { get; init; }

    /// <summary>Number of layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Heads of queries.</summary>
    public required int Heads { get; init; }

    /// <summary>Heads of keys and values; divides <see cref="Heads"/>.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Values of a head; even.</summary>
    public required int HeadDim { get; init; }

    /// <summary>Most tokens of a text and its continuation.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>Added to mean squares before their root is taken.</summary>
    public required float NormEpsilon { get; init; }

    /// <summary>How positions turn queries and keys.</summary>
    public required RotaryConfig Rotary { get; init; }

    /// <summary>Whether the table of tokens is also the last layer's matrix.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>Whether queries, keys and values have biases.</summary>
    public bool QueryKeyValueBias { get; init; }

    /// <summary>Whether the output of the attention has a bias.</summary>
    public bool OutputBias { get; init; }

    /// <summary>Whether the feed-forward part has biases.</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>Whether queries and keys are normalised head by head before they are turned.</summary>
    public bool QueryKeyNorm { get; init; }

    /// <summary>For every layer, how many positions back a token sees, itself included; 0 for all.</summary>
    public required ImmutableArray<int> Windows { get; init; }

    /// <summary>Token that begins a text; null for none.</summary>
    public int? BeginToken { get; init; }

    /// <summary>Tokens that end an answer.</summary>
    public ImmutableArray<int> EndTokens { get; init; } = [];

    /// <summary>Weights, the table of tokens counted once where it is used twice.</summary>
    public long Parameters
    {
        get
        {
            long attention = (long)Width * HeadDim * (Heads + KeyValueHeads) * 2, feedForward = 3L * Width * FeedForwardWidth;
            long norms = (2L * Width) + (QueryKeyNorm ? 2L * HeadDim : 0);
            long biases = (QueryKeyValueBias ? HeadDim * (Heads + (2L * KeyValueHeads)) : 0) + (OutputBias ? Width : 0) + (FeedForwardBias ? (2L * FeedForwardWidth) + Width : 0);
            return ((TiedEmbeddings ? 1L : 2L) * VocabularySize * Width) + (Layers * (attention + feedForward + norms + biases)) + Width;
        }
    }
}
