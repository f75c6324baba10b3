using Assay.Numerics.Parallel;

namespace Assay.Models.Encoders;

/// <summary>What makes values of tokens: a transformer, or a table alone.</summary>
internal interface ITokenStates : IDisposable
{
    /// <summary>Values of a token.</summary>
    int Width { get; }

    /// <summary>Most tokens of a text; null for no limit.</summary>
    int? MaxTokens { get; }

    /// <summary>Memory that the weights take, in bytes.</summary>
    long LengthBytes { get; }

    /// <summary>The values; safe to call concurrently.</summary>
    /// <param name="texts">Texts of one token or more.</param>
    /// <param name="states">Takes the values, <c>[tokens of all texts, width]</c>.</param>
    /// <param name="team">Who works on it.</param>
    /// <param name="cancellationToken">Checked now and then.</param>
    void Forward(ReadOnlySpan<TokenSequence> texts, Span<float> states, WorkerTeam team, CancellationToken cancellationToken);
}
