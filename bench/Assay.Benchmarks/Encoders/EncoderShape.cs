namespace Assay.Benchmarks.Encoders;

/// <summary>The architecture of a BERT with random weights.</summary>
internal sealed record EncoderShape
{
    /// <summary>Added to variances before their root is taken.</summary>
    public const float Epsilon = 1e-12f;

    /// <summary>Kinds of tokens.</summary>
    public const int Types = 2;

    /// <summary>Name in reports and file names.</summary>
    public required string Name { get; init; }

    /// <summary>Width of the model.</summary>
    public required int Width { get; init; }

    /// <summary>Layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Width within the feed-forward part.</summary>
    public required int FeedForward { get; init; }

    /// <summary>Tokens.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Positions.</summary>
    public int Positions { get; init; } = 512;

    /// <summary>all-MiniLM-L6.</summary>
    public static EncoderShape MiniLm { get; } = new() { Name = "minilm-l6", Width = 384, Layers = 6, Heads = 12, FeedForward = 1536, Vocabulary = 30_522 };

    /// <summary>What parity is measured with beside it: another number of values in a head.</summary>
    public static EncoderShape Small { get; } = new() { Name = "bert-small", Width = 256, Layers = 4, Heads = 4, FeedForward = 1024, Vocabulary = 2048 };

    /// <summary>Multiplications and additions of one token of a text.</summary>
    /// <param name="tokens">The text's length.</param>
    public double TokenFlops(int tokens) => 2.0 * Layers * (((4.0 * Width) + (2.0 * FeedForward)) * Width + (2.0 * Width * tokens));
}
