using System.Collections.Immutable;

namespace Assay.Tuning.Scoring;

/// <summary>What a model thinks of one token of a text.</summary>
/// <param name="Position">The token's position in the text, from 1.</param>
/// <param name="LogProbability">Natural logarithm of its probability behind the tokens before it; at most 0.</param>
/// <param name="IsBest">Whether no token is more probable there: what greedy decoding would have written.</param>
public readonly record struct TokenScore(int Position, double LogProbability, bool IsBest);

/// <summary>What a model thinks of the tokens of a text that count.</summary>
/// <param name="Tokens">Those, in order.</param>
public sealed record ScoredText(ImmutableArray<TokenScore> Tokens)
{
    /// <summary>Loss of all of them together, in nats.</summary>
    public double TotalLoss { get; } = -Tokens.Sum(t => t.LogProbability);

    /// <summary>Mean loss of a token, in nats; 0 where none counts.</summary>
    public double Loss => Tokens.IsEmpty ? 0 : TotalLoss / Tokens.Length;

    /// <summary>How many of them are what the model would have written.</summary>
    public int Best { get; } = Tokens.Count(t => t.IsBest);
}
