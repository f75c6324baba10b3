using System.Collections.Immutable;
using Assay.Models.Encoders;
using Assay.Numerics.Parallel;

namespace Assay.Models.Training;

/// <summary>What makes values of tokens, in training: a transformer, or a table alone.</summary>
internal interface ITrainedTokens
{
    /// <summary>What training changes.</summary>
    ImmutableArray<Parameter> Parameters { get; }

    /// <summary>Values of a token.</summary>
    int Width { get; }

    /// <summary>The memory of passes.</summary>
    /// <param name="team">Who works on it.</param>
    /// <param name="dropout">Share of values that is dropped, where that is of use.</param>
    ITokenGradients Gradients(WorkerTeam team, float dropout);
}

/// <summary>Takes texts forward and back.</summary>
internal interface ITokenGradients
{
    /// <summary>What the last way forward gave, <c>[tokens of all texts, width]</c>.</summary>
    ReadOnlySpan<float> States { get; }

    /// <summary>Computes the values of the tokens, and keeps what the way back needs.</summary>
    /// <param name="texts">Texts of one token or more.</param>
    /// <param name="seed">Chooses what is dropped; null when nothing is.</param>
    void Forward(ReadOnlySpan<TokenSequence> texts, ulong? seed);

    /// <summary>Adds to the gradients of the parameters; of the last way forward, once.</summary>
    /// <param name="slopes">The loss's slopes along the values; changed.</param>
    void Backward(Span<float> slopes);
}
