using Assay.Numerics.Matrices;

namespace Assay.Models.Decoders;

/// <summary>A linear layer.</summary>
/// <param name="Weights">Its matrix.</param>
/// <param name="Bias">Added to every result; null for none.</param>
internal sealed record LinearLayer(IWeightMatrix Weights, float[]? Bias) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Weights.Dispose();
}

/// <summary>The weights of one layer of a decoder.</summary>
internal sealed record DecoderLayer : IDisposable
{
    public required float[] AttentionNorm { get; init; }

    public required LinearLayer Query { get; init; }

    public required LinearLayer Key { get; init; }

    public required LinearLayer Value { get; init; }

    /// <summary>Scales of the heads of queries and keys; null where they are not normalised.</summary>
    public required float[]? QueryNorm { get; init; }

    /// <inheritdoc cref="QueryNorm"/>
    public required float[]? KeyNorm { get; init; }

    public required LinearLayer AttentionOutput { get; init; }

    public required float[] FeedForwardNorm { get; init; }

    public required LinearLayer Gate { get; init; }

    public required LinearLayer Up { get; init; }

    public required LinearLayer Down { get; init; }

    /// <summary>All of its matrices.</summary>
    public IEnumerable<IWeightMatrix> Matrices => new[] { Query, Key, Value, AttentionOutput, Gate, Up, Down }.Select(l => l.Weights);

    /// <summary>One of its linear layers.</summary>
    public LinearLayer Linear(DecoderPart part) => part switch
    {
        DecoderPart.Query => Query,
        DecoderPart.Key => Key,
        DecoderPart.Value => Value,
        DecoderPart.AttentionOutput => AttentionOutput,
        DecoderPart.Gate => Gate,
        DecoderPart.Up => Up,
        DecoderPart.Down => Down,
        _ => throw new ArgumentOutOfRangeException(nameof(part), $"{part} is no linear layer."),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IWeightMatrix matrix in Matrices) matrix.Dispose();
    }
}
